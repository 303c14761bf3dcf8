#include <algorithm>
#include <array>
#include <optional>
#include <string>

#include "http/fields/text.h"
#include "rules/directives.h"
#include "rules/edges/structured.h"
#include "rules/reporter.h"

namespace wiretag::rules {
namespace {

constexpr RuleInfo kInfo{
    .id = "cdn-cache-control-unparseable",
    .family = Family::Edges,
    .severity = Severity::Error,
    .tier = 3,
    .summary = "A targeted field that CDNs cannot parse",
    .fix = FixKind::Safe,
    .spec = {"RFC 9213", "2.1"},
};

/// The first is the standard's own; the others say that they follow it, and their CDNs may read
/// more.
constexpr std::array<std::string_view, 4> kTargeted = {
    "CDN-Cache-Control", "Cloudflare-CDN-Cache-Control", "Netlify-CDN-Cache-Control",
    "Vercel-CDN-Cache-Control"};

std::string_view trimmed(std::string_view text) {
  const std::size_t begin = std::min(text.find_first_not_of(" \t'"), text.size());
  return text.substr(begin, text.find_last_not_of(" \t'") + 1 - begin);
}

/// `Max-Age = 60` as `max-age=60`; empty for what is no directive.
std::string respelled_directive(std::string_view text) {
  const std::size_t equals = std::min(text.find('='), text.size());
  std::string out(trimmed(text.substr(0, equals)));
  std::ranges::transform(out, out.begin(), http::lower);
  if (!is_known_directive(out) || equals == text.size()) return is_known_directive(out) ? out : "";
  std::string_view argument = trimmed(text.substr(equals + 1));
  if (counts_seconds(out) && argument.size() > 1 && argument.front() == '"') {
    argument = argument.substr(1, argument.size() - 2);
  }
  return argument.empty() ? out : fmt::format("{}={}", out, argument);
}

/// The same directives in the grammar of structured fields; nullopt where that is not plain.
std::optional<std::string> respelled(std::string_view value) {
  if (value.find('\n') != std::string_view::npos) return std::nullopt;
  std::string out;
  while (!value.empty()) {
    const std::size_t end = std::min(value.find_first_of(",;"), value.size());
    const std::string_view part = value.substr(0, end);
    value.remove_prefix(std::min(end + 1, value.size()));
    if (trimmed(part).empty()) continue;
    const std::string directive = respelled_directive(part);
    if (directive.empty()) return std::nullopt;
    if (!out.empty()) out += ", ";
    out += directive;
  }
  if (!parse_structured(out, SfKind::Dictionary).valid()) return std::nullopt;
  return out;
}

struct Fault {
  std::string_view place;
  std::string effect;
};

/// The first directive that is read as something else than it was meant.
std::optional<Fault> misread(const SfField& field) {
  for (const SfMember& member : field.members) {
    const bool counts = member.value.type == SfType::Integer && !member.value.text.starts_with('-');
    if (counts_seconds(member.key) && !counts) {
      return Fault{member.text,
                   fmt::format("{} takes a whole number of seconds, so caches pass over it. Write "
                               "{}=N without quotes",
                               member.key, member.key)};
    }
    for (const SfParameter& parameter : member.parameters) {
      if (!is_known_directive(parameter.key)) continue;
      return Fault{member.text,
                   fmt::format("behind ; {} is a parameter of {}, which caches pass over. Separate "
                               "directives by commas",
                               parameter.key, member.key)};
    }
  }
  return std::nullopt;
}

std::optional<Fault> fault_in(const SfField& field) {
  if (field.valid()) return misread(field);
  return Fault{field.fault, fmt::format("{}. The field does not parse as a dictionary, so CDNs "
                                        "ignore all of it and go by Cache-Control",
                                        field.reason)};
}

void check(const Judged& judged, Reporter& report) {
  for (const std::string_view name : kTargeted) {
    for (const Field* line : response_lines(judged, name)) {
      const Text value = line->value();
      const auto fault = fault_in(parse_structured(value.view, SfKind::Dictionary));
      if (!fault) continue;
      Report found = report.at(value.part(fault->place), judged, "{}: {}: {}", name,
                               quoted(fault->place), fault->effect);
      if (name != kTargeted.front()) found.at_most(Severity::Warning);
      const auto meant = respelled(value.view);
      if (meant && may_edit_response(judged.exchange)) {
        found.fix(replace(value, *meant, "Write " + *meant, FixKind::Safe));
      }
    }
  }
}

}  // namespace

extern constinit const Rule cdn_cache_control_unparseable{kInfo, &check};

}  // namespace wiretag::rules
