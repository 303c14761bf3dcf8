#include <algorithm>

#include "http/fields/cache_control.h"
#include "http/fields/text.h"
#include "rules/ranges/range_evidence.h"
#include "rules/reporter.h"

namespace wiretag::rules {
namespace {

using http::FieldName;

constexpr RuleInfo kInfo{
    .id = "resume-without-if-range",
    .family = Family::Ranges,
    .severity = Severity::Warning,
    .summary = "A download is continued without asking whether the file is still the same",
    .fix = FixKind::Unsafe,
    .spec = {"RFC 9110", "13.1.5, 15.3.7.3"},
};

/// Hexadecimal digits in a row that make a file name one of a single version.
constexpr std::size_t kHashLength = 8;

bool guarded(const http::ConditionalRequest& asked) {
  return asked.if_range || asked.if_match || asked.if_unmodified_since;
}

/// `app.3f2a91bc.js`: the name changes with the content.
bool named_by_hash(std::string_view target) {
  std::size_t run = 0;
  bool digit = false;
  bool letter = false;
  for (const char c : target.substr(0, target.find('?'))) {
    const bool hex = http::is_digit(c) || (http::lower(c) >= 'a' && http::lower(c) <= 'f');
    run = hex ? run + 1 : 0;
    digit = hex && (digit || http::is_digit(c));
    letter = hex && (letter || http::is_letter(c));
    if (run >= kHashLength && digit && letter) return true;
  }
  return false;
}

bool immutable(const Response& response) {
  return http::parse_cache_control(response.fields.values(FieldName::CacheControl))
      .has("immutable");
}

/// The one offset at which the request continues; nullopt where it asks for the start, the end or
/// several parts.
std::optional<std::uint64_t> continues_at(const http::RangeField& range) {
  if (range.kind != http::RangeKind::Bytes || range.specs.size() != 1) return std::nullopt;
  const auto first = range.specs.front().first;
  return first && *first > 0 ? first : std::nullopt;
}

/// The earlier answer ends where this request begins, or is a whole file of which the rest is asked
/// for.
bool joins(const Judged& earlier, const http::RangeSpec& spec) {
  if (const auto part = part_of(*earlier.exchange.response)) {
    return part->interval->last + 1 == *spec.first;
  }
  return earlier.recorded() == 200 && !spec.last;
}

/// The client can tell from the part itself that it is of the version it has.
bool answered_alike(const Judged& judged, const Judged& earlier) {
  if (judged.recorded() != 206) return false;
  const Response& part = *judged.exchange.response;
  const Response& before = *earlier.exchange.response;
  const auto now = etag_of(part);
  const auto then = etag_of(before);
  if (now && then && http::strong_match(*now, *then)) return true;
  return may_have_strong_date(part) &&
         part.fields.value(FieldName::LastModified) == before.fields.value(FieldName::LastModified);
}

void check(const Judged& judged, Reporter& report) {
  // Of a request that a browser made nobody can change the head.
  if (judged.exchange.medium == Medium::Har) return;
  const http::ConditionalRequest& asked = judged.conditions;
  if (!judged.asked() || asked.method != http::Method::Get || !asked.range) return;
  if (guarded(asked) || judged.exchange.request.fields.elided()) return;
  if (judged.recorded() != 0 && judged.recorded() != 206) return;
  if (!continues_at(*asked.range) || named_by_hash(judged.exchange.request.target)) return;

  const http::RangeSpec& spec = asked.range->specs.front();
  const StrongValidator validator = earlier_validator(judged);
  const bool continued = validator.from && joins(*validator.from, spec);
  if (!continued && spec.last) return;
  if (continued && answered_alike(judged, *validator.from)) return;
  const Response* seen = validator.from      ? &*validator.from->exchange.response
                         : judged.recorded() ? &*judged.exchange.response
                                             : nullptr;
  if (seen && immutable(*seen)) return;

  const Field& range = *judged.exchange.request.fields.find(FieldName::Range);
  const Text& strong = validator.text;
  Report found = report.at(
      range.value(), judged,
      "Range {} continues a file without asking whether it is still the same: if it changed, two "
      "versions are glued together. Add If-Range{}: then 206 brings the rest, or 200 the new file",
      quoted(range.value().view),
      strong.placed() ? fmt::format(": {}", quoted(strong.view)) : " with its strong tag");
  if (!continued || (seen && is_media(*seen))) found.at_most(Severity::Info);
  if (!strong.placed()) return;
  found.related(strong, "the version that the client has");
  found.fix(insert_behind(range, fmt::format("If-Range: {}", strong.view),
                          fmt::format("Add If-Range: {}", strong.view)));
}

}  // namespace

extern constinit const Rule resume_without_if_range{kInfo, &check};

}  // namespace wiretag::rules
