#include <algorithm>
#include <array>
#include <string>

#include "http/fields/text.h"
#include "rules/edges/structured.h"
#include "rules/reporter.h"

namespace wiretag::rules {
namespace {

constexpr RuleInfo kInfo{
    .id = "cache-groups-syntax",
    .family = Family::Edges,
    .severity = Severity::Warning,
    .tier = 3,
    .summary = "Cache groups that are no quoted strings",
    .fix = FixKind::Safe,
    .spec = {"RFC 9875", "2, 3"},
};

constexpr std::array<std::string_view, 2> kFields = {"Cache-Groups", "Cache-Group-Invalidation"};

bool is_word(char c) {
  return http::is_letter(c) || http::is_digit(c) || c == '-' || c == '_' || c == '.' || c == '/' ||
         c == ':';
}

/// Each bare word in quotes; empty where a member is more than a word.
std::string in_quotes(std::string_view value) {
  std::string out;
  while (!value.empty()) {
    const std::size_t end = std::min(value.find(','), value.size());
    std::string_view member = http::trim_blanks(value.substr(0, end));
    value.remove_prefix(std::min(end + 1, value.size()));
    if (member.size() > 1 && member.front() == member.back() &&
        (member.front() == '"' || member.front() == '\'')) {
      member = member.substr(1, member.size() - 2);
    }
    if (member.empty() || !std::ranges::all_of(member, is_word)) return {};
    out += fmt::format("{}\"{}\"", out.empty() ? "" : ", ", member);
  }
  return out;
}

struct Fault {
  std::string_view place;
  std::string reason;
};

Fault fault_in(const SfField& field) {
  if (!field.valid()) return {field.fault, std::string(field.reason)};
  for (const SfMember& member : field.members) {
    if (member.value.type != SfType::String) {
      return {member.text, "groups are Strings, in double quotes"};
    }
  }
  return {};
}

void check(const Judged& judged, Reporter& report) {
  for (const std::string_view name : kFields) {
    for (const Field* line : response_lines(judged, name)) {
      const Text value = line->value();
      const Fault fault = fault_in(parse_structured(value.view, SfKind::List));
      if (fault.place.empty()) continue;
      const std::string meant = in_quotes(value.view);
      const std::string advice = meant.empty() ? std::string() : ". Write " + meant;
      Report found = report.at(value.part(fault.place), judged,
                               "{}: {}: {}; caches drop the field, and nothing is grouped{}", name,
                               quoted(fault.place), fault.reason, advice);
      if (!meant.empty() && may_edit_response(judged.exchange)) {
        found.fix(replace(value, meant, "Put the groups in quotes", FixKind::Safe));
      }
    }
  }
}

}  // namespace

extern constinit const Rule cache_groups_syntax{kInfo, &check};

}  // namespace wiretag::rules
