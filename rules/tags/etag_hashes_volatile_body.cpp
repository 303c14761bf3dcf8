#include <algorithm>
#include <array>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "http/fields/text.h"
#include "rules/evidence.h"
#include "rules/reporter.h"
#include "rules/sightings.h"
#include "rules/tags/tag_shapes.h"

namespace wiretag::rules {
namespace {

constexpr RuleInfo kInfo{
    .id = "etag-hashes-volatile-body",
    .family = Family::Tags,
    .severity = Severity::Warning,
    .summary = "The tag hashes a body with a value of its own for each response",
    .spec = {"RFC 9110", "8.8.1"},
};

/// Longer bodies are not compared.
constexpr std::size_t kMostCompared = 262'144;
/// A body that is mostly the volatile value is about that value.
constexpr std::size_t kMostPercent = 50;
constexpr std::size_t kMostPairs = 16;

bool word(char c) {
  return http::is_letter(c) || http::is_digit(c) || c == '+' || c == '/' || c == '=' || c == '_' ||
         c == '-' || c == '.' || c == ':';
}

struct Keyword {
  std::string_view text;  ///< letters and digits in lower case
  std::string_view kind;
};

constexpr std::array<Keyword, 14> kKeywords = {{
    {"csrf", "a CSRF token"},
    {"xsrf", "a CSRF token"},
    {"authenticitytoken", "a CSRF token"},
    {"requestverificationtoken", "a CSRF token"},
    {"nonce", "a nonce"},
    {"requestid", "a request id"},
    {"reqid", "a request id"},
    {"traceid", "a trace id"},
    {"traceparent", "a trace id"},
    {"correlationid", "a request id"},
    {"generatedat", "the time of generation"},
    {"generatedin", "the time of generation"},
    {"renderedat", "the time of generation"},
    {"servertime", "the server's time"},
}};

/// What the text in front of a value says of it: the nearest keyword within the same element or
/// line.
std::string_view kind_of(std::string_view body, std::size_t at) {
  constexpr std::size_t kReach = 100;
  std::size_t begin = at > kReach ? at - kReach : 0;
  const std::size_t edge = body.substr(0, at).find_last_of("<>{},;\n");
  if (edge != std::string_view::npos) begin = std::max(begin, edge);
  std::string before;
  for (const char c : body.substr(begin, at - begin)) {
    if (http::is_letter(c) || http::is_digit(c)) before += http::lower(c);
  }
  std::string_view kind;
  std::size_t nearest = 0;
  for (const Keyword& keyword : kKeywords) {
    const std::size_t found = before.rfind(keyword.text);
    if (found == std::string::npos || found + 1 <= nearest) continue;
    nearest = found + 1;
    kind = keyword.kind;
  }
  return kind;
}

struct Difference {
  std::string_view kind;
  std::string_view value;  ///< in the second body
};

/// The first value that differs, where all that differ are volatile; nullopt where content does.
std::optional<Difference> only_volatile(std::string_view a, std::string_view b) {
  if (a.size() > kMostCompared || b.size() > kMostCompared) return std::nullopt;
  std::optional<Difference> first;
  std::size_t differing = 0;
  std::size_t i = 0;
  std::size_t j = 0;
  while (i < a.size() && j < b.size()) {
    if (!word(a[i]) || !word(b[j])) {
      if (a[i++] != b[j++]) return std::nullopt;
      continue;
    }
    const std::size_t from_a = i;
    const std::size_t from_b = j;
    while (i < a.size() && word(a[i])) ++i;
    while (j < b.size() && word(b[j])) ++j;
    if (a.substr(from_a, i - from_a) == b.substr(from_b, j - from_b)) continue;
    const std::string_view kind = kind_of(b, from_b);
    if (kind.empty() || kind != kind_of(a, from_a)) return std::nullopt;
    differing += j - from_b;
    if (!first) first = Difference{kind, b.substr(from_b, j - from_b)};
  }
  const bool ended = i == a.size() && j == b.size();
  if (!ended || differing * 100 > b.size() * kMostPercent) return std::nullopt;
  return first;
}

struct Sent {
  const Sighting* sighting = nullptr;
  std::string_view body;
};

std::optional<Sent> sent(const Sighting& sighting) {
  if (!sighting.in_response || sighting.judged->recorded() != 200) return std::nullopt;
  if (!looks_like_digest(sighting.tag.opaque)) return std::nullopt;
  const Content content = content_of(sighting.judged->exchange);
  if (content.body.empty()) return std::nullopt;
  return Sent{&sighting, content.body};
}

bool check_pair(const Sent& before, const Sent& after, const Resource& resource, Reporter& report) {
  const Judged& first = *before.sighting->judged;
  const Judged& last = *after.sighting->judged;
  if (before.sighting->folded == after.sighting->folded || different_nodes(first.node, last.node) ||
      written_between(resource, first.index, last.index)) {
    return false;
  }
  const auto difference = only_volatile(before.body, after.body);
  if (!difference) return false;
  report
      .across(after.sighting->place, {&last.exchange, &first.exchange},
              "{} hashes a body in which only {} differs, {}: the tag never comes back, so no "
              "check gets "
              "304. Hash the content without it",
              quoted(http::to_string(after.sighting->tag)), difference->kind,
              quoted(difference->value.substr(0, 40)))
      .related(before.sighting->place, "the tag of the same content before")
      .related(last.exchange.response->body.text.part(difference->value), "the value that changes");
  return true;
}

/// One finding for a URL.
void check(const Resource& resource, Reporter& report) {
  const auto bodies = std::ranges::count_if(resource.exchanges, [](const Judged& judged) {
    return judged.recorded() == 200 && judged.exchange.response->body.recorded();
  });
  if (bodies < 2) return;
  const std::vector<Sighting> seen = sightings(resource);
  std::map<std::string_view, Sent> last_of;
  std::size_t pairs = 0;
  for (const Sighting& sighting : seen) {
    const auto next = sent(sighting);
    if (!next) continue;
    const auto [it, fresh] = last_of.emplace(sighting.audience, *next);
    if (fresh) continue;
    if (++pairs > kMostPairs || check_pair(it->second, *next, resource, report)) return;
    it->second = *next;
  }
}

}  // namespace

extern constinit const Rule etag_hashes_volatile_body{kInfo, &check};

}  // namespace wiretag::rules
