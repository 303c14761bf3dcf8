#include "http/fields/text.h"
#include "http/profiles/decision.h"

namespace wiretag::http::profiles {
namespace {

constexpr DateHabits kDates{.weekday_must_fit = true, .iso = true};

std::string_view without_flag(std::string_view text) {
  if (text.starts_with("W/")) text.remove_prefix(2);
  return text;
}

/// The whole field against the tag, as one string.
bool tag_matches(Decision& d) {
  const std::string_view text = d.first(FieldName::IfNoneMatch);
  const EntityTag* tag = d.tag();
  d.note(d.count(FieldName::IfNoneMatch) > 1 ? Mechanism::FirstLineOnly
                                             : Mechanism::TagOfOneString);
  if (tag == nullptr) return false;
  if (!d.has(FieldName::Range))
    return spelling_at(without_flag(text), *tag, false) == without_flag(text).size() &&
           !text.empty();
  if (text.starts_with("W/") || tag->weak) {
    d.note(Mechanism::StrongNextToRange);
    return false;
  }
  return spells(text, *tag);
}

bool date_matches(Decision& d) {
  const auto since = read_date(d.first(FieldName::IfModifiedSince), kDates);
  if (!since) {
    d.note(Mechanism::DateStrict);
    return false;
  }
  if (d.in_future(*since)) {
    d.note(Mechanism::DateInFuture);
    return false;
  }
  d.note(d.count(FieldName::IfModifiedSince) > 1 ? Mechanism::FirstLineOnly
                                                 : Mechanism::DateLenient);
  const auto modified = d.modified();
  return modified && *modified <= *since;
}

bool not_modified(Decision& d) {
  if (d.has(FieldName::IfNoneMatch)) return tag_matches(d);
  return d.has(FieldName::IfModifiedSince) && date_matches(d);
}

bool if_range_holds(Decision& d) {
  if (!d.has(FieldName::IfRange)) return true;
  if (d.count(FieldName::IfRange) > 1) d.note(Mechanism::FirstLineOnly, Stage::IfRange);
  const std::string_view text = d.first(FieldName::IfRange);
  if (text.starts_with("W/")) return false;
  if (text.starts_with('"')) {
    const EntityTag* tag = d.tag();
    return tag != nullptr && !tag->weak && spells(text, *tag);
  }
  const auto modified = d.modified();
  if (!modified || read_date(text, kDates) != modified) return false;
  return !d.weakly_dated();
}

Ranges refused() { return {Ranges::Kind::Refused, 0, {}}; }

Ranges read_range(std::string_view set, std::uint64_t length) {
  Cursor c(set);
  const std::string_view low = take_digits(c);
  if (!c.take('-')) return refused();
  const std::string_view high = take_digits(c);
  if (!c.done() || (low.empty() && high.empty())) return refused();
  const auto first = number(low);
  const auto last = number(high);
  if ((!low.empty() && !first) || (!high.empty() && !last)) return refused();
  const RangeSpec spec{low.empty() ? std::nullopt : std::optional<std::uint64_t>(*first),
                       high.empty() ? std::nullopt : std::optional<std::uint64_t>(*last)};
  if (first && last && *last < *first) return refused();
  const auto interval = select(spec, length);
  if (!interval) return refused();
  return {Ranges::Kind::Partial, 1, *interval};
}

void note_range(Decision& d) {
  d.note_range_form(Mechanism::RangeMalformedRefused);
  if (d.range_well_formed() && d.request().range->specs.size() > 1) {
    d.note(Mechanism::RangeListRefused);
  }
}

ProductAnswer with_ranges(Decision& d) {
  if (!d.has(FieldName::Range) || d.unconditional() != 200) return d.unconditionally();
  if (!if_range_holds(d)) return d.unconditionally();
  note_range(d);
  const std::string_view text = d.first(FieldName::Range);
  const bool bytes = text.size() >= 6 && equal_ignoring_case(text.substr(0, 6), "bytes=");
  return d.content(bytes ? read_range(text.substr(6), d.length()) : refused(), true);
}

}  // namespace

ProductAnswer varnish(Decision& d) {
  if (!selects(d.method())) return d.forwarded();
  if (d.unconditional() != 200) return d.unconditionally();
  if (d.has(FieldName::IfMatch) || d.has(FieldName::IfUnmodifiedSince)) {
    d.note(Mechanism::GuardsNotEvaluated);
  }
  return not_modified(d) ? d.status(304) : with_ranges(d);
}

}  // namespace wiretag::http::profiles
