#include "http/profiles/decision.h"

namespace wiretag::http::profiles {
namespace {

constexpr DateHabits kDates{.anything_after_zone = true, .day_overflows = true};

bool lists_tag(Decision& d, const TagList& list) {
  if (list.star) return true;
  d.note(Mechanism::TagListLenient);
  const EntityTag* tag = d.tag();
  for (const TagListMember& m : list.members) {
    if (m.text == "*") return true;
    if (tag == nullptr) return false;
    if (m.tag && weak_match(*m.tag, *tag)) return true;
  }
  return false;
}

bool date_matches(Decision& d) {
  const auto since = read_date(d.first(FieldName::IfModifiedSince), kDates);
  if (!since) return false;
  const auto modified = d.modified();
  if (!modified) {
    d.note(Mechanism::DateOfStorage);
    return d.in_future(*since);
  }
  d.note(Mechanism::DateLenient);
  return *modified <= *since;
}

bool not_modified(Decision& d) {
  if (d.request().if_none_match) return lists_tag(d, *d.request().if_none_match);
  return d.has(FieldName::IfModifiedSince) && date_matches(d);
}

}  // namespace

ProductAnswer haproxy(Decision& d) {
  if (!selects(d.method())) return d.forwarded();
  if (d.unconditional() != 200) return d.unconditionally();
  if (not_modified(d)) {
    if (d.has(FieldName::IfMatch) || d.has(FieldName::IfUnmodifiedSince)) {
      d.note(Mechanism::GuardsNotEvaluated);
    }
    return d.status(304);
  }
  if (d.has(FieldName::Range)) d.note(Mechanism::RangesNotServed);
  if (d.has(FieldName::IfMatch) || d.has(FieldName::IfUnmodifiedSince)) {
    d.note(Mechanism::GuardsNotEvaluated);
  }
  return d.unconditionally();
}

}  // namespace wiretag::http::profiles
