#include "http/fields/text.h"
#include "http/profiles/decision.h"

namespace wiretag::http::profiles {
namespace {

enum class Match : std::uint8_t { None, No, Yes };

/// The tag at the cursor, which is left behind its closing quote.
std::optional<EntityTag> take_tag(Cursor& c) {
  const std::string_view rest = c.rest();
  const std::size_t open = rest.starts_with("W/") ? 2 : 0;
  if (rest.size() < open + 2 || rest[open] != '"') return std::nullopt;
  const std::size_t close = rest.find('"', open + 1);
  if (close == std::string_view::npos) return std::nullopt;
  const auto tag = parse_entity_tag(rest.substr(0, close + 1));
  if (tag) c.skip(close + 1);
  return tag;
}

/// Reads tags until something else comes; what stands between them does not count.
Match listed(Decision& d, FieldName name, bool strong) {
  if (!d.filled(name)) return Match::None;
  d.note(d.count(name) > 1 ? Mechanism::FirstLineOnly : Mechanism::TagListLenient,
         Decision::stage_of(name));
  Cursor c(d.first(name));
  while (true) {
    c.skip_any(" \t,");
    if (c.done()) return Match::No;
    if (c.peek() == '*') return Match::Yes;
    const auto listed_tag = take_tag(c);
    if (!listed_tag) return Match::No;
    const EntityTag* tag = d.tag();
    if (tag == nullptr) continue;
    if (strong ? strong_match(*listed_tag, *tag) : weak_match(*listed_tag, *tag)) return Match::Yes;
  }
}

std::optional<std::int64_t> date_of(Decision& d, FieldName name) {
  const auto date = parse_http_date(d.first(name));
  return date ? std::optional(date->date.seconds) : std::nullopt;
}

bool guard_fails(Decision& d) {
  const Match tags = listed(d, FieldName::IfMatch, true);
  if (tags != Match::None) return tags == Match::No;
  const auto since = date_of(d, FieldName::IfUnmodifiedSince);
  if (!since) return false;
  const auto modified = d.modified();
  return modified && *modified > *since;
}

bool unchanged(Decision& d) {
  const Match tags = listed(d, FieldName::IfNoneMatch, false);
  if (tags != Match::None) return tags == Match::Yes;
  if (!selects(d.method())) return false;
  const auto since = date_of(d, FieldName::IfModifiedSince);
  if (!since) return false;
  if (d.count(FieldName::IfModifiedSince) > 1) d.note(Mechanism::FirstLineOnly);
  const auto modified = d.modified();
  return modified && *modified <= *since;
}

bool if_range_holds(Decision& d) {
  if (!selects(d.method()) || !d.filled(FieldName::IfRange)) return true;
  if (!d.request().if_range->valid()) {
    const bool repeated = d.count(FieldName::IfRange) > 1;
    d.note(repeated ? Mechanism::FirstLineOnly : Mechanism::IfRangeLenient, Stage::IfRange);
  }
  Cursor c(d.first(FieldName::IfRange));
  if (const auto listed_tag = take_tag(c)) {
    const EntityTag* tag = d.tag();
    return tag != nullptr && strong_match(*listed_tag, *tag);
  }
  const auto modified = d.modified();
  return modified && date_of(d, FieldName::IfRange) == modified;
}

struct Spec {
  std::int64_t start = 0;
  std::int64_t length = 0;
};

std::optional<std::int64_t> integer(std::string_view text) {
  if (text.starts_with('+')) text.remove_prefix(1);
  return number(text);
}

/// nullopt is malformed; a negative length lies beyond the end.
std::optional<Spec> read_spec(std::string_view text, std::int64_t size) {
  const std::size_t dash = text.find('-');
  if (dash == std::string_view::npos) return std::nullopt;
  const std::string_view first = trim_blanks(text.substr(0, dash));
  const std::string_view last = trim_blanks(text.substr(dash + 1));
  const auto end = integer(last);
  if (first.empty()) {
    if (!end) return std::nullopt;
    const std::int64_t wanted = std::min(*end, size);
    return Spec{size - wanted, wanted};
  }
  const auto start = integer(first);
  if (!start) return std::nullopt;
  if (*start >= size) return Spec{*start, -1};
  if (last.empty()) return Spec{*start, size - *start};
  if (!end || *end < *start) return std::nullopt;
  return Spec{*start, std::min(*end, size - 1) - *start + 1};
}

struct Reading {
  Ranges ranges;
  bool malformed = false;
};

Reading read_ranges(Decision& d, std::string_view set) {
  const auto size = static_cast<std::int64_t>(d.length());
  Reading reading;
  std::int64_t sum = 0;
  bool beyond = false;
  for (Cursor c(set); !c.done(); (void)c.take(',')) {
    const std::string_view rest = c.rest();
    const std::string_view member = rest.substr(0, rest.find(','));
    c.skip(member.size());
    if (trim_blanks(member).empty()) continue;
    const auto spec = read_spec(trim_blanks(member), size);
    if (!spec) return {{Ranges::Kind::Refused, 0, {}}, true};
    beyond = beyond || spec->length < 0;
    if (spec->length < 0) continue;
    if (spec->length == 0) d.note(Mechanism::RangeSuffixZero);
    sum += spec->length;
    add_part(reading.ranges, static_cast<std::uint64_t>(spec->start),
             static_cast<std::uint64_t>(spec->start + spec->length - 1));
  }
  if (beyond && reading.ranges.count == 0) reading.ranges.kind = Ranges::Kind::Refused;
  if (sum <= size) return reading;
  d.note(Mechanism::RangesTooLarge);
  return {};
}

ProductAnswer with_ranges(Decision& d) {
  const std::string_view text = d.first(FieldName::Range);
  if (text.empty() || !if_range_holds(d)) return d.unconditionally();
  d.note_range_form(Mechanism::RangeLenient);
  if (!text.starts_with("bytes=")) {
    const bool unit = d.range_well_formed() || d.request().range->kind == RangeKind::UnknownUnit;
    d.note(unit ? Mechanism::RangeUnitRefused : Mechanism::RangeMalformedRefused);
    return d.content({Ranges::Kind::Refused, 0, {}}, false);
  }
  const Reading reading = read_ranges(d, text.substr(6));
  if (reading.malformed && !d.range_well_formed()) {
    d.note(Mechanism::RangeMalformedRefused);
  }
  return d.content(reading.ranges, !reading.malformed);
}

}  // namespace

ProductAnswer caddy(Decision& d) {
  if (d.unconditional() != 200) return d.unconditionally();
  const bool guarded = guard_fails(d);
  const bool matched = !guarded && unchanged(d);
  if (d.method() == Method::Options) d.note(Mechanism::ConditionsOnAnyMethod);
  if (guarded) return d.status(412);
  if (matched) return d.status(selects(d.method()) ? 304 : 412);
  return with_ranges(d);
}

}  // namespace wiretag::http::profiles
