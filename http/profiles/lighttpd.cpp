#include <array>

#include "http/fields/text.h"
#include "http/profiles/decision.h"

namespace wiretag::http::profiles {
namespace {

constexpr DateHabits kDates{.day_overflows = true};
constexpr std::size_t kMaxRanges = 10;
constexpr std::int64_t kGap = 80;

/// A tag anywhere in the list, up to a blank or a comma; a `*` counts as a member too.
bool matches(Decision& d, std::string_view list, bool weak) {
  if (list == "*") return true;
  const EntityTag* tag = d.tag();
  if (tag == nullptr || (tag->weak && !weak)) return false;
  Cursor c(list);
  while (!c.done()) {
    c.skip_any(" \t,");
    const bool flagged = c.rest().starts_with("W/");
    if (flagged) c.skip(2);
    if (!flagged || weak) {
      std::size_t size = spelling_at(c.rest(), *tag, false);
      if (size == 0 && c.peek() == '*') size = 1;
      c.skip(size);
      if (size > 0 &&
          (c.done() || std::string_view(" \t,").find(c.peek()) != std::string_view::npos)) {
        return true;
      }
    }
    c.skip_to(',');
  }
  return false;
}

bool modified_since(Decision& d, std::string_view text) {
  const auto since = read_date(text, kDates);
  const auto modified = d.modified();
  return !since || !modified || *modified > *since;
}

bool not_modified(Decision& d) {
  if (d.filled(FieldName::IfNoneMatch)) {
    if (d.tag() != nullptr) {
      const bool ranged = d.filled(FieldName::Range);
      d.note(ranged                                ? Mechanism::StrongNextToRange
             : d.count(FieldName::IfNoneMatch) > 1 ? Mechanism::FirstLineOnly
                                                   : Mechanism::TagListLenient);
      return matches(d, d.first(FieldName::IfNoneMatch), !ranged);
    }
    d.note(Mechanism::UntaggedSkipsToDate);
  }
  if (!selects(d.method()) || !d.filled(FieldName::IfModifiedSince) || !d.modified()) return false;
  if (!d.has(FieldName::IfNoneMatch)) {
    d.note(d.count(FieldName::IfModifiedSince) > 1 ? Mechanism::FirstLineOnly
                                                   : Mechanism::DateLenient);
  }
  return !modified_since(d, d.first(FieldName::IfModifiedSince));
}

struct Interval {
  std::int64_t start = 0;
  std::int64_t end = 0;  ///< inclusive
};

struct SignedNumber {
  bool there = false;
  bool negative = false;
  std::optional<std::int64_t> value;  ///< nullopt above 2^63-1
};

/// As strtoll: blanks, a sign, digits. Nothing is consumed where there is no number.
SignedNumber take_number(Cursor& c) {
  Cursor ahead = c;
  ahead.skip_any(" \t");
  const bool negative = ahead.take('-');
  if (!negative) (void)ahead.take('+');
  const std::string_view digits = take_digits(ahead);
  if (digits.empty()) return {};
  c = ahead;
  return {true, negative, number(digits)};
}

std::optional<Interval> read_spec(Cursor& c, std::int64_t length) {
  const SignedNumber first = take_number(c);
  std::optional<Interval> result;
  if (first.negative) {
    if (first.value && *first.value > 0) {
      result = Interval{std::max<std::int64_t>(length - *first.value, 0), length - 1};
    }
  } else if (first.there && first.value && *first.value < length) {
    c.skip_any(" \t");
    if (c.take('-')) {
      const SignedNumber last = take_number(c);
      if (!last.there) {
        result = Interval{*first.value, length - 1};
      } else if (!last.negative && last.value && *last.value >= *first.value) {
        result = Interval{*first.value, std::min(*last.value, length - 1)};
      }
    }
  }
  c.skip_any(" \t");
  return result;
}

struct Parts {
  std::array<Interval, kMaxRanges> all{};
  std::size_t count = 0;
};

bool apart(const Interval& a, const Interval& b) {
  return a.start <= b.start ? a.end < b.start - kGap : b.end < a.start - kGap;
}

/// Joins the first two parts that a gap of no more than 80 bytes separates.
bool join_two(Parts& parts) {
  for (std::size_t i = 0; i < parts.count; ++i) {
    for (std::size_t j = i + 1; j < parts.count; ++j) {
      Interval& a = parts.all[i];
      const Interval& b = parts.all[j];
      if (apart(a, b)) continue;
      a = {std::min(a.start, b.start), std::max(a.end, b.end)};
      std::copy(parts.all.begin() + j + 1, parts.all.begin() + parts.count, parts.all.begin() + j);
      --parts.count;
      return true;
    }
  }
  return false;
}

Parts read_parts(std::string_view set, std::int64_t length) {
  Parts parts;
  Cursor c(set);
  do {
    const auto spec = read_spec(c, length);
    if (spec && (c.done() || c.peek() == ',')) {
      parts.all[parts.count++] = *spec;
    } else {
      c.skip_to(',');
    }
  } while (c.take(',') && parts.count < kMaxRanges);
  return parts;
}

Ranges read_ranges(Decision& d, std::string_view set) {
  const auto length = static_cast<std::int64_t>(d.length());
  if (length == 0) return {};
  Parts parts = read_parts(set, length);
  if (parts.count == 0) return {Ranges::Kind::Refused, 0, {}};
  while (join_two(parts)) d.note(Mechanism::RangesMerged);
  return {Ranges::Kind::Partial,
          parts.count,
          {static_cast<std::uint64_t>(parts.all[0].start),
           static_cast<std::uint64_t>(parts.all[0].end)}};
}

bool if_range_holds(Decision& d) {
  if (!d.filled(FieldName::IfRange)) return true;
  const std::string_view text = d.first(FieldName::IfRange);
  d.note(Mechanism::IfRangeAsText);
  if (d.count(FieldName::IfRange) > 1) return false;
  if (text.starts_with('"')) {
    const EntityTag* tag = d.tag();
    return tag != nullptr && spells(text, *tag);
  }
  const auto modified = d.modified();
  const auto date = parse_http_date(text);
  return modified && date && date->form == DateForm::ImfFixdate && date->weekday_fits &&
         date->date.seconds == *modified;
}

ProductAnswer with_ranges(Decision& d) {
  const std::string_view text = d.first(FieldName::Range);
  if (d.method() != Method::Get || !d.filled(FieldName::Range) || text.size() < 6 ||
      !equal_ignoring_case(text.substr(0, 6), "bytes=") || d.unconditional() != 200) {
    return d.unconditionally();
  }
  if (!if_range_holds(d)) return d.unconditionally();
  d.note_range_form(Mechanism::RangeMalformedSkipped);
  return d.content(read_ranges(d, text.substr(6)), false);
}

bool dav_refuses(Decision& d) {
  const bool absent = d.absent();
  if (d.filled(FieldName::IfMatch)) {
    d.note(Mechanism::TagListLenient, Stage::Guard);
    if (absent) return true;
    const bool matched = std::ranges::any_of(d.request().lines, [&](const ConditionLine& l) {
      return l.name == FieldName::IfMatch && matches(d, l.value, false);
    });
    if (!matched) return true;
  }
  if (d.filled(FieldName::IfNoneMatch) && !absent) {
    d.note(d.count(FieldName::IfNoneMatch) > 1 ? Mechanism::FirstLineOnly
                                               : Mechanism::TagListLenient);
    if (matches(d, d.first(FieldName::IfNoneMatch), true)) return true;
  }
  if (!d.filled(FieldName::IfUnmodifiedSince)) return false;
  const bool repeated = d.count(FieldName::IfUnmodifiedSince) > 1;
  d.note(absent ? Mechanism::DateMissingFails : Mechanism::DateInvalidFails);
  if (d.has(FieldName::IfMatch)) d.note(Mechanism::BothGuards);
  return absent || repeated || modified_since(d, d.first(FieldName::IfUnmodifiedSince));
}

}  // namespace

ProductAnswer lighttpd(Decision& d) {
  const int plain = d.unconditional();
  if (plain < 200 || plain > 299 || d.method() == Method::Options) return d.unconditionally();
  if (d.method() == Method::Put || d.method() == Method::Delete) {
    return dav_refuses(d) ? d.status(412) : d.unconditionally();
  }
  if (d.has(FieldName::IfMatch) || d.has(FieldName::IfUnmodifiedSince)) {
    d.note(Mechanism::GuardsNotEvaluated);
  }
  if (not_modified(d)) return d.status(selects(d.method()) ? 304 : 412);
  return with_ranges(d);
}

}  // namespace wiretag::http::profiles
