#include "http/fields/text.h"
#include "http/profiles/decision.h"

namespace wiretag::http::profiles {
namespace {

constexpr DateHabits kDates{.anything_after_blank = true};
constexpr std::size_t kMaxRanges = 200;

enum class Match : std::uint8_t { None, No, Yes };

bool is_read(const Decision& d) { return selects(d.method()); }
bool is_dav(const Decision& d) { return d.method() == Method::Put || d.method() == Method::Delete; }

/// Lines are joined, and a `*` at the start stands for the whole list.
bool starts_with_star(Decision& d, FieldName name) {
  if (!d.first(name).starts_with('*')) return false;
  d.note(Mechanism::TagListLenient, Decision::stage_of(name));
  return true;
}

bool lists_tag(Decision& d, const TagList& list, bool strong) {
  const EntityTag* tag = d.tag();
  if (tag == nullptr) return false;
  return std::ranges::any_of(list.members, [&](const TagListMember& m) {
    return m.tag && (strong ? strong_match(*m.tag, *tag) : weak_match(*m.tag, *tag));
  });
}

bool if_match_fails(Decision& d) {
  if (!d.has(FieldName::IfMatch)) return false;
  if (starts_with_star(d, FieldName::IfMatch)) return is_dav(d) && d.absent();
  return !lists_tag(d, *d.request().if_match, true);
}

/// A later change than the date. DAV has no date in hand and takes the present.
Match changed_since(Decision& d) {
  if (!d.has(FieldName::IfUnmodifiedSince)) return Match::None;
  const auto since = read_date(d.first(FieldName::IfUnmodifiedSince), kDates);
  if (!since) return Match::No;
  if (is_dav(d)) {
    d.note(Mechanism::NoDateOfFile);
    // A file of this moment has a weak date, and weak dates do not count next to Range.
    const bool weak = d.has(FieldName::Range);
    return weak || d.in_future(*since) ? Match::No : Match::Yes;
  }
  d.note(Mechanism::BothGuards);
  const auto modified = d.modified();
  const bool changed = modified ? *modified > *since : !d.in_future(*since);
  if (changed && d.recent() && d.has(FieldName::Range)) return Match::No;
  return changed ? Match::Yes : Match::No;
}

Match listed(Decision& d) {
  if (!d.has(FieldName::IfNoneMatch)) return Match::None;
  if (starts_with_star(d, FieldName::IfNoneMatch)) {
    return is_dav(d) && d.absent() ? Match::No : Match::Yes;
  }
  const bool strong = !is_read(d) || d.has(FieldName::Range);
  if (strong) {
    d.note(is_read(d) ? Mechanism::StrongNextToRange : Mechanism::StrongOnWrites);
  }
  return lists_tag(d, *d.request().if_none_match, strong) ? Match::Yes : Match::No;
}

Match unchanged_since(Decision& d) {
  if (!d.has(FieldName::IfModifiedSince)) return Match::None;
  const auto since = read_date(d.first(FieldName::IfModifiedSince), kDates);
  if (!since) return Match::No;
  const auto modified = d.modified();
  if (!modified || *since < *modified) return Match::No;
  if (d.in_future(*since)) {
    d.note(Mechanism::DateInFuture);
    return Match::No;
  }
  d.note(Mechanism::DateLenient);
  return d.recent() && d.has(FieldName::Range) ? Match::No : Match::Yes;
}

bool not_modified(Decision& d, Match guard, Match tags) {
  const Match dates = unchanged_since(d);
  if (tags == Match::Yes && dates == Match::No) d.note(Mechanism::BothMustAgree);
  if (guard == Match::No && tags != Match::No && dates != Match::No) {
    d.note(Mechanism::GuardDisables304);
  }
  if (guard == Match::No || tags == Match::No || dates == Match::No) return false;
  return tags == Match::Yes || dates == Match::Yes;
}

bool if_range_holds(Decision& d) {
  const std::string_view text = d.first(FieldName::IfRange);
  if (text.starts_with('"')) {
    const EntityTag* tag = d.tag();
    return d.count(FieldName::IfRange) == 1 && tag != nullptr && spells(text, *tag);
  }
  const auto modified = d.modified();
  if (!modified || read_date(text, kDates) != modified) return false;
  d.note(d.recent() ? Mechanism::IfRangeRecent : Mechanism::IfRangeLenient);
  return !d.recent();
}

struct Interval {
  std::int64_t start = 0;
  std::int64_t end = 0;  ///< inclusive
};

std::optional<Interval> read_spec(std::string_view text, std::int64_t length) {
  const std::size_t dash = text.find('-');
  if (dash == std::string_view::npos) return std::nullopt;
  const std::string_view last = text.substr(dash + 1);
  const auto end = number(last);
  if (dash == 0) {
    if (!end || *end < 1) return std::nullopt;
    return Interval{std::max<std::int64_t>(length - *end, 0), length - 1};
  }
  const auto start = number(text.substr(0, dash));
  if (!start || (!last.empty() && (!end || *end < *start))) return std::nullopt;
  return Interval{*start, last.empty() ? length - 1 : *end};
}

/// Neighbours that touch become one part.
class Merger {
 public:
  explicit Merger(std::int64_t length) : length_(length) {}

  void add(Interval i) {
    if (i.start >= length_) return;
    i.end = std::min(i.end, length_ - 1);
    if (open_ && i.start <= open_->end + 1 && i.end >= open_->start - 1) {
      open_ = Interval{std::min(i.start, open_->start), std::max(i.end, open_->end)};
      merged_ = true;
      return;
    }
    close();
    open_ = i;
  }
  Ranges take() {
    close();
    if (ranges_.count == 0) return {Ranges::Kind::Refused, 0, {}};
    return ranges_;
  }
  [[nodiscard]] bool merged() const { return merged_; }

 private:
  void close() {
    if (!open_) return;
    add_part(ranges_, static_cast<std::uint64_t>(open_->start),
             static_cast<std::uint64_t>(open_->end));
  }

  std::int64_t length_;
  std::optional<Interval> open_;
  Ranges ranges_;
  bool merged_ = false;
};

Ranges read_ranges(Decision& d, std::string_view set) {
  const auto length = static_cast<std::int64_t>(d.length());
  if (length == 0 || set.empty() || set.front() == ',') return {};
  Merger merger(length);
  Cursor c(set);
  while (!c.done()) {
    const std::string_view rest = c.rest();
    const std::string_view member = rest.substr(0, rest.find(','));
    const auto spec = read_spec(member, length);
    if (!spec) {
      d.note(Mechanism::RangeStrict);
      return {};
    }
    merger.add(*spec);
    c.skip(member.size());
    c.skip_any(",");
  }
  const Ranges ranges = merger.take();
  if (merger.merged()) d.note(Mechanism::RangesMerged);
  if (ranges.count <= kMaxRanges) return ranges;
  d.note(Mechanism::RangesTooMany);
  return {};
}

ProductAnswer with_ranges(Decision& d) {
  const std::string_view text = d.first(FieldName::Range);
  const bool bytes = text.size() >= 6 && equal_ignoring_case(text.substr(0, 6), "bytes=");
  if (!bytes || d.count(FieldName::Range) > 1 || is_dav(d) || d.unconditional() != 200) {
    return d.unconditionally();
  }
  if (d.has(FieldName::IfRange) && !if_range_holds(d)) return d.unconditionally();
  d.note_range_form(Mechanism::RangeStrict);
  return d.content(read_ranges(d, text.substr(6)), false);
}

/// `If-None-Match: *` where nothing is there overrules the other conditions of a write.
bool creates_whatever(Decision& d) {
  return is_dav(d) && d.absent() && d.first(FieldName::IfNoneMatch).starts_with('*') &&
         !d.first(FieldName::IfMatch).starts_with('*');
}

}  // namespace

ProductAnswer apache(Decision& d) {
  const int plain = d.unconditional();
  if (plain < 200 || plain > 299 || d.method() == Method::Options) return d.unconditionally();
  if (creates_whatever(d)) {
    d.note(Mechanism::GuardsNotEvaluated);
    return d.unconditionally();
  }
  if (if_match_fails(d)) return d.status(412);
  const Match guard = changed_since(d);
  if (guard == Match::Yes) return d.status(412);
  const Match tags = listed(d);
  if (tags == Match::Yes && !is_read(d)) return d.status(412);
  const bool unchanged = is_read(d) && not_modified(d, guard, tags);
  if (!unchanged) return with_ranges(d);
  if (!d.has(FieldName::IfRange) || !d.has(FieldName::Range)) return d.status(304);
  d.note(Mechanism::IfRangeFirst);
  return with_ranges(d);
}

}  // namespace wiretag::http::profiles
