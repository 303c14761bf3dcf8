#include "http/predict.h"

#include <algorithm>

namespace wiretag::http {
namespace {

constexpr std::size_t kManyRanges = 16;

bool is_success(int status) { return status >= 200 && status <= 299; }
bool is_gone(int status) { return status == 404 || status == 410; }

bool ignores_conditions(Method m) {
  return m == Method::Options || m == Method::Trace || m == Method::Connect;
}

template <typename T>
bool holds(const Fact<T>& fact) {
  return fact.known() && fact.value.has_value();
}

template <typename T>
Confidence confidence_of_value(const Fact<T>& fact) {
  return holds(fact) ? fact.confidence : Confidence::Unknown;
}

/// The stated answer to the request without conditions. 206, 304 and 416 exist only because of
/// conditions or Range, so they say nothing about it.
Fact<int> stated_status(const ServerState& state) {
  if (!holds(state.unconditional_status)) return {};
  const int status = *state.unconditional_status.value;
  if (status < 200 || status > 599 || status == 206 || status == 304 || status == 416) return {};
  return state.unconditional_status;
}

/// What the stated answer tells about the existence of the representation.
Fact<bool> existence_from_status(Method m, const Fact<int>& status) {
  if (!status.known() || !(selects(m) || writes(m)) || m == Method::Post) return {};
  if (m == Method::Put && *status.value == 201) return {false, status.confidence};
  if (m == Method::Put && is_gone(*status.value)) return {};
  if (is_success(*status.value)) return {true, status.confidence};
  if (is_gone(*status.value)) return {false, status.confidence};
  return {};
}

Fact<bool> existence(Method m, const ServerState& state, const Fact<int>& status) {
  Fact<bool> best = holds(state.exists) ? state.exists : Fact<bool>{};
  const Confidence implied =
      std::max({confidence_of_value(state.etag), confidence_of_value(state.last_modified),
                confidence_of_value(state.length)});
  if (implied > best.confidence) best = {true, implied};
  const Fact<bool> claimed = existence_from_status(m, status);
  if (claimed.confidence > best.confidence) best = claimed;
  return best;
}

/// The status of a method that is performed on an existing representation, or creates one.
int success_status(Method m, bool absent) {
  if (m == Method::Put) return absent ? 201 : 204;
  return m == Method::Delete ? 204 : 200;
}

struct Unconditional {
  int status = 200;
  Confidence confidence = Confidence::Likely;
  bool from_absence = false;  ///< follows from the absence of a representation
  bool stated = false;
};

Unconditional from_existence(Method m, const Fact<bool>& exists) {
  if (!exists.known()) return {success_status(m, false), Confidence::Likely, false, false};
  if (*exists.value) return {success_status(m, false), exists.confidence, false, false};
  if (m == Method::Put) return {201, exists.confidence, true, false};
  if (selects(m) || m == Method::Delete || m == Method::Patch) {
    return {404, exists.confidence, true, false};
  }
  return {success_status(m, false), Confidence::Likely, false, false};
}

/// Both speak of existence and contradict each other.
bool contradict(Method m, int stated, const Unconditional& implied) {
  const Fact<bool> claim = existence_from_status(m, Fact<int>::certain(stated));
  return claim.known() && *claim.value == implied.from_absence;
}

bool agree(Method m, int stated, int implied) {
  return stated == implied || (writes(m) && is_success(stated) && is_success(implied));
}

Unconditional unconditional(Method m, const Fact<int>& stated, const Fact<bool>& exists) {
  Unconditional implied = from_existence(m, exists);
  if (!stated.known()) return implied;
  const int status = *stated.value;
  if (exists.confidence > stated.confidence && contradict(m, status, implied)) return implied;
  Unconditional result{status, stated.confidence, false, true};
  if (agree(m, status, implied.status)) {
    result.confidence = std::max(stated.confidence, implied.confidence);
  }
  return result;
}

/// How one condition came out; `Step` without its place.
struct Verdict {
  Outcome outcome{};
  Because because{};
  Confidence confidence = Confidence::Certain;
  std::size_t member = 0;
};

using Comparison = bool (*)(const EntityTag&, const EntityTag&);

/// The first member that matches `tag`, or the size of the list.
std::size_t find_member(const TagList& list, const EntityTag& tag, Comparison matches) {
  const auto found = std::ranges::find_if(
      list.members, [&](const auto& m) { return m.tag && matches(*m.tag, tag); });
  return static_cast<std::size_t>(found - list.members.begin());
}

bool has_tag(const TagList& list, bool strong_only) {
  return std::ranges::any_of(list.members,
                             [&](const auto& m) { return m.tag && !(strong_only && m.tag->weak); });
}

/// Recipients differ on a list with a malformed member.
Confidence ceiling(const TagList& list) {
  return list.valid() ? Confidence::Certain : Confidence::Likely;
}

class Evaluation {
 public:
  Evaluation(const ConditionalRequest& request, const ServerState& state)
      : request_(request),
        state_(state),
        stated_(stated_status(state)),
        exists_(existence(request.method, state, stated_)),
        unconditional_(unconditional(request.method, stated_, exists_)) {
    result_.method = request.method;
  }

  Prediction run() {
    if (ignores_conditions(request_.method)) {
      without_conditions();
    } else if (request_.method == Method::Other) {
      other_method();
    } else {
      with_conditions();
    }
    return result_;
  }

 private:
  [[nodiscard]] bool templated(TemplatedField field) const { return request_.is_templated(field); }
  [[nodiscard]] bool absent() const { return exists_.known() && !*exists_.value; }

  std::size_t add(Condition condition, const Verdict& v) {
    const std::size_t index = result_.step_count++;
    const auto member = static_cast<std::uint16_t>(std::min<std::size_t>(v.member, 0xFFFF));
    result_.steps[index] = {condition, v.outcome, v.because, v.confidence, member};
    return index;
  }

  /// The weakest of the steps taken; steps that are unknown did not matter, but keep the answer
  /// from being certain.
  [[nodiscard]] Confidence weakest_step() const {
    Confidence c = Confidence::Certain;
    for (std::size_t i = 0; i < result_.step_count; ++i) {
      const Step& step = result_.steps[i];
      c = weaker(c, step.outcome == Outcome::Unknown ? Confidence::Likely : step.confidence);
    }
    return c;
  }

  void settle(const StatusSet& allowed, std::size_t deciding) {
    result_.allowed = allowed;
    result_.status = *allowed.begin();
    result_.deciding = static_cast<std::uint8_t>(deciding);
    result_.confidence = weakest_step();
  }

  void leave_unknown(std::size_t deciding) {
    result_.deciding = static_cast<std::uint8_t>(deciding);
  }

  void without_conditions() {
    const std::size_t step =
        add(Condition::Method,
            {Outcome::Ignored, Because::MethodHasNoConditions, unconditional_.confidence});
    StatusSet allowed{unconditional_.status};
    if (!unconditional_.stated && request_.method != Method::Trace) allowed.insert(204);
    settle(allowed, step);
  }

  void other_method() {
    const bool failure =
        unconditional_.stated && !is_success(unconditional_.status) && unconditional_.status != 412;
    if (failure || (unconditional_.stated && !request_.conditional())) {
      settle({unconditional_.status}, add_unconditional());
      return;
    }
    leave_unknown(add(Condition::Method,
                      {Outcome::Unknown, Because::MethodNotModelled, Confidence::Unknown}));
  }

  [[nodiscard]] bool proceeds() const {
    return is_success(unconditional_.status) || unconditional_.status == 412;
  }

  std::size_t add_unconditional() {
    const Because because = unconditional_.from_absence ? Because::AbsentResource
                            : proceeds()                ? Because::PlainSuccess
                                                        : Because::FailureComesFirst;
    return add(Condition::Unconditional,
               {proceeds() ? Outcome::True : Outcome::False, because, unconditional_.confidence});
  }

  void with_conditions() {
    const std::size_t first = add_unconditional();
    if (!proceeds()) return settle({unconditional_.status}, first);
    const Taken guard = state_guard();
    if (guard.outcome == Outcome::False) return settle(failed(true), guard.step);
    const Taken check = cache_check();
    if (check.outcome == Outcome::False && !selects(request_.method)) {
      // The answer is 412 whether the guard holds or not.
      return settle(failed(guard.outcome == Outcome::Unknown), check.step);
    }
    if (guard.outcome == Outcome::Unknown) return leave_unknown(guard.step);
    if (check.outcome == Outcome::False) return settle(not_modified(check.step), check.step);
    if (check.outcome == Outcome::Unknown) return leave_unknown(check.step);
    if (!range_settles()) settle(performed(), performing_step());
  }

  /// What a pair of conditions came to, and the step that says so.
  struct Taken {
    Outcome outcome = Outcome::True;
    std::size_t step = 0;
  };

  Taken take(Condition condition, const Verdict& v) { return {v.outcome, add(condition, v)}; }

  /// 412; where `already_applied`, a write whose change is in place may be answered as a success
  /// (RFC 9110 13.1.1).
  [[nodiscard]] StatusSet failed(bool already_applied) const {
    StatusSet allowed{412};
    if (!already_applied || !writes(request_.method)) return allowed;
    for (int status : {200, 201, 202, 204}) allowed.insert(status);
    return allowed;
  }

  [[nodiscard]] StatusSet not_modified(std::size_t step) const {
    StatusSet allowed{304};
    if (result_.steps[step].condition == Condition::IfModifiedSince) allowed.insert(200);
    return allowed;
  }

  // Steps 1 and 2 of RFC 9110 13.2.2.
  Taken state_guard() {
    if (request_.if_match) {
      const Taken taken = take(Condition::IfMatch, if_match(*request_.if_match));
      if (request_.if_unmodified_since) {
        add(Condition::IfUnmodifiedSince, {Outcome::Ignored, Because::TagListPresent});
      }
      return taken;
    }
    if (!request_.if_unmodified_since) return {};
    return take(Condition::IfUnmodifiedSince, if_unmodified_since(*request_.if_unmodified_since));
  }

  // Steps 3 and 4.
  Taken cache_check() {
    if (request_.if_none_match) {
      const Taken taken = take(Condition::IfNoneMatch, if_none_match(*request_.if_none_match));
      if (request_.if_modified_since) add(Condition::IfModifiedSince, ignored_date());
      return taken;
    }
    if (!request_.if_modified_since) return {};
    return take(Condition::IfModifiedSince, if_modified_since(*request_.if_modified_since));
  }

  [[nodiscard]] Verdict ignored_date() const {
    return {Outcome::Ignored,
            selects(request_.method) ? Because::TagListPresent : Because::MethodIgnoresDate};
  }

  /// `*`: whether it holds for If-Match.
  [[nodiscard]] Verdict star() const {
    if (exists_.known()) {
      return *exists_.value ? Verdict{Outcome::True, Because::StarExists, exists_.confidence}
                            : Verdict{Outcome::False, Because::StarAbsent, exists_.confidence};
    }
    // The 2xx that is assumed presupposes a representation, but for the methods that may create
    // one.
    if (request_.method == Method::Put || request_.method == Method::Post) {
      return {Outcome::Unknown, Because::ExistenceUnknown, Confidence::Unknown};
    }
    return {Outcome::True, Because::StarExists, Confidence::Likely};
  }

  [[nodiscard]] Verdict if_match(const TagList& list) const {
    const bool open = templated(TemplatedField::IfMatch);
    if (absent()) {
      return {Outcome::False, list.star ? Because::StarAbsent : Because::NoRepresentation,
              exists_.confidence};
    }
    if (list.star) return star();
    if (!open && list.members.empty()) return {Outcome::False, Because::EmptyList};
    if (!open && !has_tag(list, true)) {
      return list.only_weak_tags()
                 ? Verdict{Outcome::False, Because::OnlyWeakTags}
                 : Verdict{Outcome::False, Because::MalformedList, Confidence::Likely};
    }
    return strong_verdict(list, open);
  }

  [[nodiscard]] Verdict strong_verdict(const TagList& list, bool open) const {
    // A variable that fills the field may stand for `*`.
    if (!state_.etag.known() || list.members.empty()) return unknown_tag(open);
    const Confidence c = weaker(state_.etag.confidence, ceiling(list));
    if (!state_.etag.value) return {Outcome::False, Because::ServerHasNoTag, c};
    const EntityTag& current = *state_.etag.value;
    if (current.weak) {
      return {Outcome::False, Because::ServerTagWeak, c, find_member(list, current, weak_match)};
    }
    const std::size_t member = find_member(list, current, strong_match);
    if (member < list.members.size()) return {Outcome::True, Because::TagMatches, c, member};
    if (open) return unknown_tag(open);
    return {Outcome::False, Because::NoTagMatches, c, find_member(list, current, weak_match)};
  }

  [[nodiscard]] static Verdict unknown_tag(bool open) {
    return {Outcome::Unknown, open ? Because::Templated : Because::TagUnknown, Confidence::Unknown};
  }

  [[nodiscard]] Verdict if_none_match(const TagList& list) const {
    const bool open = templated(TemplatedField::IfNoneMatch);
    if (absent()) {
      return {Outcome::True, list.star ? Because::StarAbsent : Because::NoRepresentation,
              exists_.confidence};
    }
    if (list.star) {
      Verdict v = star();
      if (v.outcome == Outcome::True) v.outcome = Outcome::False;
      return v;
    }
    if (!open && list.members.empty()) return {Outcome::True, Because::EmptyList};
    if (!open && !has_tag(list, false)) {
      return {Outcome::True, Because::MalformedList, Confidence::Likely};
    }
    return weak_verdict(list, open);
  }

  [[nodiscard]] Verdict weak_verdict(const TagList& list, bool open) const {
    if (!state_.etag.known() || list.members.empty()) return unknown_tag(open);
    const Confidence c = weaker(state_.etag.confidence, ceiling(list));
    if (!state_.etag.value) return {Outcome::True, Because::ServerHasNoTag, c};
    const EntityTag& current = *state_.etag.value;
    const std::size_t member = find_member(list, current, weak_match);
    if (member < list.members.size()) {
      const bool same = *list.members[member].tag == current;
      return {Outcome::False, same ? Because::TagMatches : Because::TagMatchesAcrossWeakness, c,
              member};
    }
    if (open) return unknown_tag(open);
    return {Outcome::True, Because::NoTagMatches, c};
  }

  /// A reason not to look at the date, whatever it is compared with.
  [[nodiscard]] std::optional<Verdict> date_not_used(const DateCondition& condition,
                                                     TemplatedField field) const {
    if (absent()) return Verdict{Outcome::Ignored, Because::NoRepresentation, exists_.confidence};
    if (!templated(field) && !condition.date) {
      return Verdict{Outcome::Ignored, Because::DateInvalid};
    }
    if (state_.last_modified.is_none()) {
      return Verdict{Outcome::Ignored, Because::ServerHasNoDate, state_.last_modified.confidence};
    }
    if (templated(field)) {
      return Verdict{Outcome::Unknown, Because::Templated, Confidence::Unknown};
    }
    if (!state_.last_modified.known()) {
      return Verdict{Outcome::Unknown, Because::DateUnknown, Confidence::Unknown};
    }
    return std::nullopt;
  }

  [[nodiscard]] Verdict if_unmodified_since(const DateCondition& condition) const {
    if (auto v = date_not_used(condition, TemplatedField::IfUnmodifiedSince)) return *v;
    const bool unmodified = *state_.last_modified.value <= condition.date->date;
    return {unmodified ? Outcome::True : Outcome::False,
            unmodified ? Because::NotModifiedSince : Because::ModifiedSince,
            state_.last_modified.confidence};
  }

  [[nodiscard]] Verdict if_modified_since(const DateCondition& condition) const {
    if (!selects(request_.method)) return ignored_date();
    if (auto v = date_not_used(condition, TemplatedField::IfModifiedSince)) return *v;
    const bool unmodified = *state_.last_modified.value <= condition.date->date;
    return {unmodified ? Outcome::False : Outcome::True,
            unmodified ? Because::NotModifiedSince : Because::ModifiedSince,
            state_.last_modified.confidence};
  }

  // Step 5. True where it settles the status.
  bool range_settles() {
    if (!request_.range) {
      if (request_.if_range) {
        add(Condition::IfRange, {Outcome::Ignored, Because::IfRangeWithoutRange});
      }
      return false;
    }
    if (request_.method != Method::Get || unconditional_.status != 200) {
      add(Condition::Range,
          {Outcome::Ignored,
           request_.method != Method::Get ? Because::RangeOnOtherMethod : Because::RangeNotOn200});
      return false;
    }
    if (ranges_refused()) {
      settle({200}, add(Condition::Range, {Outcome::Ignored, Because::RangeNotSupported,
                                           state_.accepts_ranges.confidence}));
      return true;
    }
    settle_range();
    return true;
  }

  [[nodiscard]] bool ranges_refused() const {
    return state_.accepts_ranges.known() && !state_.accepts_ranges.value.value_or(false);
  }

  void settle_range() {
    Outcome guard = Outcome::True;
    std::size_t guard_step = 0;
    if (request_.if_range) {
      const Verdict v = if_range(*request_.if_range);
      guard_step = add(Condition::IfRange, v);
      guard = v.outcome;
    }
    if (guard == Outcome::False) {
      add(Condition::Range, {Outcome::Ignored, Because::RangeIfRangeFailed});
      return settle({200}, guard_step);
    }
    const bool same_version = request_.if_range && guard == Outcome::True;
    const Selection selection = select_ranges(same_version);
    const std::size_t step = add(Condition::Range, selection.verdict);
    if (selection.verdict.outcome == Outcome::Unknown) {
      return leave_unknown(guard == Outcome::Unknown ? guard_step : step);
    }
    // Where Range is ignored anyway, If-Range does not matter.
    if (guard == Outcome::Unknown && *selection.allowed.begin() != 200) {
      return leave_unknown(guard_step);
    }
    result_.content_range = selection.content_range;
    result_.multipart = selection.multipart;
    settle(selection.allowed, step);
  }

  [[nodiscard]] Verdict if_range(const IfRange& condition) const {
    if (templated(TemplatedField::IfRange)) {
      return {Outcome::Unknown, Because::Templated, Confidence::Unknown};
    }
    if (condition.tag) return if_range_tag(*condition.tag);
    if (condition.date) return if_range_date(condition.date->date);
    return {Outcome::False, Because::IfRangeInvalid};
  }

  [[nodiscard]] Verdict if_range_tag(const EntityTag& tag) const {
    if (tag.weak) return {Outcome::False, Because::IfRangeWeakTag};
    const Fact<EntityTag>& current = state_.etag;
    if (!current.known()) return {Outcome::Unknown, Because::IfRangeUnknown, Confidence::Unknown};
    if (!current.value) {
      return {Outcome::False, Because::IfRangeServerHasNoTag, current.confidence};
    }
    if (current.value->weak) {
      return {Outcome::False, Because::IfRangeServerTagWeak, current.confidence};
    }
    return strong_match(tag, *current.value)
               ? Verdict{Outcome::True, Because::IfRangeTagMatches, current.confidence}
               : Verdict{Outcome::False, Because::IfRangeTagDiffers, current.confidence};
  }

  [[nodiscard]] Verdict if_range_date(HttpDate date) const {
    const Fact<HttpDate>& current = state_.last_modified;
    const Fact<bool>& strong = state_.last_modified_strong;
    if (current.is_none()) return {Outcome::False, Because::ServerHasNoDate, current.confidence};
    if (current.known() && *current.value != date) {
      return {Outcome::False, Because::IfRangeDateDiffers, current.confidence};
    }
    if (holds(strong) && !*strong.value) {
      return {Outcome::False, Because::IfRangeDateWeak, strong.confidence};
    }
    if (!current.known() || !holds(strong)) {
      return {Outcome::Unknown, Because::IfRangeUnknown, Confidence::Unknown};
    }
    return {Outcome::True, Because::IfRangeDateMatches,
            weaker(current.confidence, strong.confidence)};
  }

  /// What Range selects, as RFC 9110 14.2 has it once If-Range is out of the way.
  struct Selection {
    Verdict verdict;
    StatusSet allowed;
    std::optional<ContentRange> content_range;
    bool multipart = false;
  };

  [[nodiscard]] Selection select_ranges(bool same_version) const {
    if (templated(TemplatedField::Range)) {
      return {{Outcome::Unknown, Because::Templated, Confidence::Unknown}, {}, {}, false};
    }
    const RangeField& field = *request_.range;
    switch (field.kind) {
      case RangeKind::UnknownUnit:
        return {{Outcome::Ignored, Because::RangeUnitUnknown}, {200}, {}, false};
      case RangeKind::Invalid:
        return {{Outcome::Ignored, Because::RangeInvalid, Confidence::Likely},
                {200, 400, 416},
                {},
                false};
      case RangeKind::Bytes: break;
    }
    return holds(state_.length) ? select_within(*state_.length.value, same_version)
                                : select_blindly(same_version);
  }

  /// Without evidence that the server does ranges, neither 206 nor 416 is certain.
  [[nodiscard]] Confidence range_support() const {
    return state_.accepts_ranges.known() ? state_.accepts_ranges.confidence : Confidence::Likely;
  }

  [[nodiscard]] Selection select_within(std::uint64_t length, bool same_version) const {
    const Confidence c = weaker(state_.length.confidence, range_support());
    if (length == 0) {
      return {{Outcome::Ignored, Because::RangeEmptyRepresentation, weaker(c, Confidence::Likely)},
              {200, 206, 416},
              {},
              false};
    }
    std::size_t satisfiable = 0;
    std::optional<ByteInterval> first;
    for (const RangeSpec& spec : request_.range->specs) {
      const auto interval = select(spec, length);
      if (!interval) continue;
      if (satisfiable++ == 0) first = interval;
    }
    if (satisfiable == 0) {
      // RFC 9110 13.2.2 and 14.2 disagree on a true If-Range with an unsatisfiable range.
      const Confidence open = same_version ? Confidence::Likely : Confidence::Certain;
      return {{Outcome::False, Because::RangeUnsatisfiable, weaker(c, open)},
              {416, 200},
              ContentRange{std::nullopt, length},
              false};
    }
    Selection selection{{Outcome::True, Because::RangeSatisfiable, c}, {206, 200}, {}, false};
    if (satisfiable == 1) selection.content_range = ContentRange{first, length};
    selection.multipart = satisfiable > 1;
    if (excessive(length)) selection.allowed.insert(416);
    return selection;
  }

  /// More than two overlapping ranges, or many that are out of order: a server may refuse them (RFC
  /// 9110 14.2).
  [[nodiscard]] bool excessive(std::uint64_t length) const {
    const auto& specs = request_.range->specs;
    if (specs.size() < 3) return false;
    bool ascending = true;
    std::size_t overlapping_earlier = 0;
    std::optional<ByteInterval> previous;
    std::uint64_t farthest = 0;
    for (const RangeSpec& spec : specs) {
      const auto a = select(spec, length);
      if (!a) continue;
      ascending = ascending && !(previous && a->first < previous->first);
      if (previous && a->first <= farthest) ++overlapping_earlier;
      farthest = std::max(farthest, a->last);
      previous = a;
    }
    // In order, one range that overlaps an earlier one makes a pair, two make at least three.
    if (ascending) return overlapping_earlier > 1;
    return specs.size() > kManyRanges || overlapping(length) > 2;
  }

  [[nodiscard]] std::size_t overlapping(std::uint64_t length) const {
    const auto& specs = request_.range->specs;
    std::size_t count = 0;
    for (std::size_t i = 0; i < specs.size(); ++i) {
      const auto a = select(specs[i], length);
      if (a && overlaps_another(i, *a, length)) ++count;
    }
    return count;
  }

  [[nodiscard]] bool overlaps_another(std::size_t index, const ByteInterval& a,
                                      std::uint64_t length) const {
    const auto& specs = request_.range->specs;
    for (std::size_t i = 0; i < specs.size(); ++i) {
      const auto b = i == index ? std::nullopt : select(specs[i], length);
      if (b && a.first <= b->last && b->first <= a.last) return true;
    }
    return false;
  }

  /// The length is unknown. A client whose If-Range holds has the bytes before its offset; without
  /// that only the first byte and a suffix are taken to exist.
  [[nodiscard]] Selection select_blindly(bool same_version) const {
    std::size_t satisfiable = 0;
    std::size_t open = 0;
    for (const RangeSpec& spec : request_.range->specs) {
      if (spec.suffix()) {
        satisfiable += spec.last.value_or(0) > 0 ? 1 : 0;
      } else if (same_version || *spec.first == 0) {
        ++satisfiable;
      } else {
        ++open;
      }
    }
    if (satisfiable > 0) {
      Selection selection{
          {Outcome::True, Because::RangeSatisfiable, Confidence::Likely}, {206, 200}, {}, false};
      selection.multipart = satisfiable > 1;
      if (request_.range->specs.size() > 2) selection.allowed.insert(416);
      return selection;
    }
    if (open > 0) {
      return {{Outcome::Unknown, Because::RangeLengthUnknown, Confidence::Unknown}, {}, {}, false};
    }
    return {
        {Outcome::False, Because::RangeUnsatisfiable, Confidence::Likely}, {416, 200}, {}, false};
  }

  // Step 6.
  [[nodiscard]] StatusSet performed() const {
    const Method m = request_.method;
    if (selects(m) || unconditional_.status == 412) return {unconditional_.status};
    StatusSet allowed;
    if (stated_.confidence == Confidence::Certain) allowed.insert(unconditional_.status);
    if (m == Method::Put) {
      insert_put_statuses(allowed);
      return allowed;
    }
    allowed.insert(success_status(m, false));
    for (int status : {200, 201, 202, 204}) allowed.insert(status);
    if (m == Method::Post) {
      allowed.insert(205);
      allowed.insert(303);
    }
    return allowed;
  }

  void insert_put_statuses(StatusSet& allowed) const {
    if (absent()) return allowed.insert(201);
    allowed.insert(204);
    allowed.insert(200);
    if (!exists_.known()) allowed.insert(201);
  }

  /// The last condition that was evaluated; without one the last that was ignored on its own
  /// account.
  [[nodiscard]] std::size_t performing_step() const {
    for (std::size_t i = result_.step_count; i-- > 1;) {
      const Outcome o = result_.steps[i].outcome;
      if (o == Outcome::True || o == Outcome::False) return i;
    }
    for (std::size_t i = result_.step_count; i-- > 1;) {
      if (result_.steps[i].because != Because::TagListPresent) return i;
    }
    return 0;
  }

  const ConditionalRequest& request_;
  const ServerState& state_;
  Fact<int> stated_;
  Fact<bool> exists_;
  Unconditional unconditional_;
  Prediction result_;
};

}  // namespace

void StatusSet::insert(int code) {
  if (contains(code) || size_ == codes_.size()) return;
  codes_[size_++] = static_cast<std::uint16_t>(code);
}

bool StatusSet::contains(int code) const { return std::find(begin(), end(), code) != end(); }

const Step* Prediction::find(Condition condition) const {
  const auto* last = steps.data() + step_count;
  const auto* found =
      std::find_if(steps.data(), last, [&](const Step& s) { return s.condition == condition; });
  return found == last ? nullptr : found;
}

Prediction predict(const ConditionalRequest& request, const ServerState& state) {
  return Evaluation(request, state).run();
}

}  // namespace wiretag::http
