#include "http/fields/text.h"
#include "http/profiles/decision.h"

namespace wiretag::http::profiles {
namespace {

constexpr DateHabits kDates{.anything_after_time = true};

/// The list is searched for the text of the tag, up to a comma or its end.
bool finds_tag(std::string_view list, const EntityTag& tag, bool weak) {
  Cursor c(list);
  while (!c.done()) {
    if (weak && c.rest().size() > 2 && c.rest().starts_with("W/")) c.skip(2);
    const std::size_t size = spelling_at(c.rest(), tag, !weak);
    if (size > 0) {
      c.skip(size);
      c.skip_any(" \t");
      if (c.done() || c.peek() == ',') return true;
    }
    c.skip_to(',');
    c.skip_any(" \t,");
  }
  return false;
}

bool matches(Decision& d, std::string_view list, bool weak) {
  if (list == "*") return true;
  const EntityTag* tag = d.tag();
  if (!weak && tag != nullptr && tag->weak) d.note(Mechanism::IfMatchAsText);
  return tag != nullptr && finds_tag(list, *tag, weak);
}

bool unmodified(Decision& d) {
  const auto modified = d.modified();
  const auto since = read_date(d.first(FieldName::IfUnmodifiedSince), kDates);
  d.note(!modified ? Mechanism::DateMissingFails
         : !since  ? Mechanism::DateInvalidFails
                   : Mechanism::BothGuards);
  return modified && since && *since >= *modified;
}

bool same_date(Decision& d) {
  const auto modified = d.modified();
  const auto since = read_date(d.first(FieldName::IfModifiedSince), kDates);
  d.note(d.has(FieldName::IfNoneMatch) ? Mechanism::BothMustAgree
         : modified == since           ? Mechanism::DateLenient
                                       : Mechanism::DateExact);
  return modified && since == modified;
}

bool not_modified(Decision& d) {
  const bool dated = d.has(FieldName::IfModifiedSince);
  const bool tagged = d.has(FieldName::IfNoneMatch);
  if (!dated && !tagged) return false;
  if (dated && !same_date(d)) return false;
  return !tagged || matches(d, d.first(FieldName::IfNoneMatch), true);
}

bool if_range_holds(Decision& d) {
  if (!d.has(FieldName::IfRange)) return true;
  const std::string_view text = d.first(FieldName::IfRange);
  if (text.size() >= 2 && text.back() == '"') {
    d.note(Mechanism::IfRangeAsText);
    const EntityTag* tag = d.tag();
    return tag != nullptr && spells(text, *tag);
  }
  const auto modified = d.modified();
  d.note(Mechanism::IfRangeLenient);
  return modified && read_date(text, kDates) == modified;
}

struct Spec {
  std::int64_t start = 0;
  std::int64_t end = 0;  ///< exclusive
};

/// One member at the cursor; nullopt where nginx answers 416.
std::optional<Spec> read_spec(Cursor& c, std::int64_t length) {
  c.skip_any(" ");
  const bool suffix = c.take('-');
  std::int64_t start = 0;
  if (!suffix) {
    const auto value = number(take_digits(c));
    c.skip_any(" ");
    if (!value || !c.take('-')) return std::nullopt;
    start = *value;
    c.skip_any(" ");
    if (c.done() || c.peek() == ',') return Spec{start, length};
  }
  const auto end = number(take_digits(c));
  c.skip_any(" ");
  if (!end || (!c.done() && c.peek() != ',')) return std::nullopt;
  if (suffix) return Spec{*end < length ? length - *end : 0, length};
  return Spec{start, *end >= length ? length : *end + 1};
}

Ranges read_ranges(Decision& d, std::string_view set) {
  const auto length = static_cast<std::int64_t>(d.length());
  Ranges ranges;
  std::int64_t sum = 0;
  Cursor c(set);
  do {
    const auto spec = read_spec(c, length);
    if (!spec) return {Ranges::Kind::Refused, 0, {}};
    if (spec->start < spec->end) {
      add_part(ranges, static_cast<std::uint64_t>(spec->start),
               static_cast<std::uint64_t>(spec->end - 1));
      sum += spec->end - spec->start;
    } else if (spec->start == 0) {
      return {};
    }
  } while (c.take(','));
  if (ranges.count == 0) return {Ranges::Kind::Refused, 0, {}};
  if (sum <= length) return ranges;
  d.note(Mechanism::RangesTooLarge);
  return {};
}

ProductAnswer with_ranges(Decision& d) {
  const std::string_view text = d.first(FieldName::Range);
  if (text.size() < 7 || !equal_ignoring_case(text.substr(0, 6), "bytes=") ||
      d.unconditional() != 200) {
    return d.unconditionally();
  }
  if (!if_range_holds(d)) return d.unconditionally();
  d.note_range_form(Mechanism::RangeMalformedRefused);
  const Ranges ranges = read_ranges(d, text.substr(6));
  const bool repeated = d.count(FieldName::Range) > 1;
  if (ranges.kind == Ranges::Kind::Partial && !repeated && !d.range_well_formed()) {
    d.note(Mechanism::RangeLenient);
  }
  return d.content(ranges, true);
}

}  // namespace

bool nginx_refuses(const Decision& d) {
  for (FieldName name : {FieldName::IfMatch, FieldName::IfNoneMatch, FieldName::IfModifiedSince,
                         FieldName::IfUnmodifiedSince, FieldName::IfRange}) {
    if (d.count(name) > 1) return true;
  }
  return false;
}

ProductAnswer nginx_filters(Decision& d) {
  if (d.unconditional() != 200) return d.unconditionally();
  if (d.has(FieldName::IfUnmodifiedSince) && !unmodified(d)) return d.status(412);
  if (d.has(FieldName::IfMatch) && !matches(d, d.first(FieldName::IfMatch), false)) {
    return d.status(412);
  }
  return not_modified(d) ? d.status(304) : with_ranges(d);
}

ProductAnswer nginx(Decision& d) {
  if (nginx_refuses(d)) {
    d.note(Mechanism::RepeatedLineRefused);
    return d.status(400);
  }
  if (selects(d.method())) return nginx_filters(d);
  d.note(Mechanism::WritesUnconditionally);
  return d.unconditionally();
}

}  // namespace wiretag::http::profiles
