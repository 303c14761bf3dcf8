#include "http/explain.h"

#include <fmt/format.h>

#include "http/wording.h"

namespace wiretag::http {
namespace {

using fmt::format;

const TagList* tags_of(const Step& step, const ConditionalRequest& request) {
  const auto& list =
      step.condition == Condition::IfMatch ? request.if_match : request.if_none_match;
  return list ? &*list : nullptr;
}

std::string_view member_text(const Step& step, const ConditionalRequest& request) {
  const TagList* list = tags_of(step, request);
  if (list == nullptr || step.member >= list->members.size()) return "a listed tag";
  return list->members[step.member].text;
}

std::string_view date_text(const Step& step, const ConditionalRequest& request) {
  const auto& date = step.condition == Condition::IfUnmodifiedSince ? request.if_unmodified_since
                                                                    : request.if_modified_since;
  return date ? date->text : std::string_view{};
}

std::string star_text(const Step& step, bool exists) {
  const bool holds = exists == (step.condition == Condition::IfMatch);
  return format("{}: * {}, because {} representation exists", to_string(step.condition),
                holds ? "holds" : "fails", exists ? "a" : "no");
}

std::string no_match_text(const Step& step, const ConditionalRequest& request,
                          const ServerState& state) {
  const TagList* list = tags_of(step, request);
  const std::string_view field = to_string(step.condition);
  if (list == nullptr) return format("no tag in {} matches", field);
  if (step.condition == Condition::IfMatch && step.member < list->members.size() &&
      list->members[step.member].tag && state.etag.value &&
      weak_match(*list->members[step.member].tag, *state.etag.value)) {
    return format("If-Match compares strongly: {} is weak and never equals {}",
                  member_text(step, request), wording::current_tag(state));
  }
  if (list->members.size() == 1) {
    return format("{} {}", field, wording::mismatch(*list, state));
  }
  return format("{}: {}", field, wording::mismatch(*list, state));
}

std::string only_weak_text(const Step& step, const ConditionalRequest& request) {
  const TagList* list = tags_of(step, request);
  if (list != nullptr && list->members.size() == 1) {
    return format("If-Match compares strongly: {} is weak and can never satisfy it",
                  list->members.front().text);
  }
  return "If-Match compares strongly: it lists only weak tags, which can never satisfy it";
}

std::string no_representation_text(const Step& step) {
  const bool date = step.condition == Condition::IfModifiedSince ||
                    step.condition == Condition::IfUnmodifiedSince;
  return date ? format("no representation exists, so {} is ignored", to_string(step.condition))
              : format("no representation exists, so no tag in {} can match",
                       to_string(step.condition));
}

std::string tag_text(const Step& step, const ConditionalRequest& request,
                     const ServerState& state) {
  const std::string_view field = to_string(step.condition);
  switch (step.because) {
    case Because::StarExists: return star_text(step, true);
    case Because::StarAbsent: return star_text(step, false);
    case Because::TagMatches:
      return format("{} names the current tag {}", field, member_text(step, request));
    case Because::TagMatchesAcrossWeakness:
      return format("{} {} matches {} (weak comparison)", field, member_text(step, request),
                    wording::current_tag(state));
    case Because::NoTagMatches: return no_match_text(step, request, state);
    case Because::EmptyList: return format("{} lists no tag, so nothing can match", field);
    case Because::ServerHasNoTag:
      return format("the server has no ETag, so no tag in {} can match", field);
    case Because::ServerTagWeak:
      return format("{} is weak, and {} compares strongly", wording::current_tag(state), field);
    case Because::OnlyWeakTags: return only_weak_text(step, request);
    case Because::MalformedList:
      return format("{} holds no well-formed {}tag, so nothing can match", field,
                    step.condition == Condition::IfMatch ? "strong " : "");
    case Because::NoRepresentation: return no_representation_text(step);
    case Because::TagUnknown: return format("{} needs the server's current tag", field);
    default: return format("{}: * needs to know whether a representation exists", field);
  }
}

std::string date_condition_text(const Step& step, const ConditionalRequest& request,
                                const ServerState& state) {
  const std::string_view field = to_string(step.condition);
  switch (step.because) {
    case Because::NotModifiedSince:
      return format("{} is not later than {} \"{}\"", wording::last_modified(state), field,
                    date_text(step, request));
    case Because::ModifiedSince:
      return format("{} is later than {} \"{}\"", wording::last_modified(state), field,
                    date_text(step, request));
    case Because::DateInvalid:
      return format("{} \"{}\" is not a single HTTP-date, so it is ignored", field,
                    date_text(step, request));
    case Because::ServerHasNoDate:
      return step.condition == Condition::IfRange
                 ? "the server has no Last-Modified, so the date in If-Range cannot match"
                 : format("the server has no Last-Modified, so {} is ignored", field);
    case Because::DateUnknown: return format("{} needs the server's Last-Modified", field);
    case Because::TagListPresent:
      return format("{} is present, so {} is not consulted",
                    step.condition == Condition::IfUnmodifiedSince ? "If-Match" : "If-None-Match",
                    field);
    default: return format("{} counts on GET and HEAD only", field);
  }
}

std::string if_range_text(const Step& step, const ConditionalRequest& request,
                          const ServerState& state) {
  const std::string value =
      request.if_range ? wording::value_of(*request.if_range) : std::string("its value");
  switch (step.because) {
    case Because::IfRangeWeakTag:
      return format("If-Range compares strongly: {} is weak and can never match", value);
    case Because::IfRangeTagMatches: return format("If-Range {} is the current tag", value);
    case Because::IfRangeTagDiffers:
      return format("If-Range {} is not {}", value, wording::current_tag(state));
    case Because::IfRangeServerTagWeak:
      return format("{} is weak, and If-Range compares strongly", wording::current_tag(state));
    case Because::IfRangeServerHasNoTag:
      return format("the server has no ETag, so If-Range {} cannot match", value);
    case Because::IfRangeDateMatches:
      return format("If-Range {} is exactly the server's Last-Modified", value);
    case Because::IfRangeDateDiffers:
      return format("If-Range {} is not exactly {}", value, wording::last_modified(state));
    case Because::IfRangeDateWeak:
      return format("If-Range {} is a date that is no strong validator here", value);
    case Because::IfRangeInvalid:
      return format("If-Range {} is neither one entity tag nor one HTTP-date", value);
    case Because::IfRangeWithoutRange:
      return "If-Range counts only next to Range, so it is ignored";
    default:
      if (request.if_range && request.if_range->tag)
        return "If-Range needs the server's current tag";
      return "If-Range needs the server's Last-Modified, and whether it is a strong validator";
  }
}

std::string selected_text(const ConditionalRequest& request, const ServerState& state) {
  if (!state.length.known() || !state.length.value) {
    return format("\"{}\" selects bytes that the representation has", request.range_text);
  }
  const std::uint64_t length = *state.length.value;
  std::size_t count = 0;
  ByteInterval first;
  for (const RangeSpec& spec : request.range->specs) {
    const auto interval = select(spec, length);
    if (interval && count++ == 0) first = *interval;
  }
  if (count > 1) {
    return format("\"{}\" selects {} parts of {} bytes", request.range_text, count, length);
  }
  return format("\"{}\" selects bytes {}-{} of {}", request.range_text, first.first, first.last,
                length);
}

std::string unsatisfiable_text(const ConditionalRequest& request, const ServerState& state) {
  if (!state.length.known() || !state.length.value) {
    return format("\"{}\" selects no byte", request.range_text);
  }
  return format("\"{}\" selects no byte of the {}-byte representation", request.range_text,
                *state.length.value);
}

std::string range_text(const Step& step, const ConditionalRequest& request,
                       const ServerState& state) {
  switch (step.because) {
    case Because::RangeOnOtherMethod:
      return format("Range counts on GET only, so {} ignores it", wording::name_of(request.method));
    case Because::RangeNotSupported:
      return "the server does not accept ranges, so Range is ignored";
    case Because::RangeIfRangeFailed: return "If-Range is false, so Range is ignored";
    case Because::RangeNotOn200: return "Range counts only where the answer without it is 200";
    case Because::RangeUnitUnknown:
      return format("\"{}\" is not in bytes, so Range is ignored", request.range_text);
    case Because::RangeInvalid:
      return format("\"{}\" is not one valid byte range set, so Range is ignored",
                    request.range_text);
    case Because::RangeSatisfiable: return selected_text(request, state);
    case Because::RangeUnsatisfiable: return unsatisfiable_text(request, state);
    case Because::RangeEmptyRepresentation:
      return "the representation is empty, and no Content-Range can express a part of it";
    default: return format("\"{}\" needs the length of the representation", request.range_text);
  }
}

std::string unconditional_text(const Step& step, const ConditionalRequest& request,
                               const ServerState& state) {
  const std::string method = wording::name_of(request.method);
  switch (step.because) {
    case Because::MethodHasNoConditions:
      return format("{} ignores preconditions and Range", method);
    case Because::MethodNotModelled: return "how this method treats conditions is not known";
    case Because::AbsentResource:
      return request.method == Method::Put
                 ? "no representation exists, so PUT creates one"
                 : "no representation exists, and 404 comes before preconditions";
    case Because::FailureComesFirst:
      return format("without conditions the answer is {}, and that comes before preconditions",
                    state.unconditional_status.value.value_or(0));
    default:
      return step.confidence == Confidence::Certain
                 ? format("without conditions {} succeeds", method)
                 : format("without conditions {} is taken to succeed", method);
  }
}

}  // namespace

std::string because(const Step& step, const ConditionalRequest& request, const ServerState& state) {
  if (step.because == Because::Templated) {
    return format("{} holds a variable or a placeholder, so its value is not known",
                  to_string(step.condition));
  }
  if (step.condition == Condition::Method || step.condition == Condition::Unconditional) {
    return unconditional_text(step, request, state);
  }
  if (step.because >= Because::StarExists && step.because <= Because::ExistenceUnknown) {
    return tag_text(step, request, state);
  }
  if (step.because >= Because::NotModifiedSince && step.because <= Because::MethodIgnoresDate) {
    return date_condition_text(step, request, state);
  }
  return step.condition == Condition::IfRange ? if_range_text(step, request, state)
                                              : range_text(step, request, state);
}

std::string reason(const ConditionalRequest& request, const ServerState& state,
                   const Prediction& prediction) {
  const Step& step = prediction.decision();
  const std::string text = because(step, request, state);
  if (step.condition == Condition::IfRange && step.outcome == Outcome::False) {
    if (step.because == Because::IfRangeWeakTag) {
      return "If-Range carries a weak tag, so Range is ignored";
    }
    return format("{}, so Range is ignored", text);
  }
  const Step* guard = prediction.find(Condition::IfRange);
  if (step.condition == Condition::Range && step.outcome == Outcome::True && guard != nullptr &&
      guard->outcome == Outcome::True) {
    return format("{}, and {}", because(*guard, request, state), text);
  }
  return text;
}

std::string_view spec(Condition condition) {
  switch (condition) {
    case Condition::Method:
    case Condition::Unconditional: return "RFC 9110 13.2.1";
    case Condition::IfMatch: return "RFC 9110 13.1.1";
    case Condition::IfUnmodifiedSince: return "RFC 9110 13.1.4";
    case Condition::IfNoneMatch: return "RFC 9110 13.1.2";
    case Condition::IfModifiedSince: return "RFC 9110 13.1.3";
    case Condition::IfRange: return "RFC 9110 13.1.5";
    case Condition::Range: return "RFC 9110 14.2";
  }
  return {};
}

std::string_view to_string(Condition condition) {
  switch (condition) {
    case Condition::Method: return "method";
    case Condition::Unconditional: return "without conditions";
    case Condition::IfMatch: return "If-Match";
    case Condition::IfUnmodifiedSince: return "If-Unmodified-Since";
    case Condition::IfNoneMatch: return "If-None-Match";
    case Condition::IfModifiedSince: return "If-Modified-Since";
    case Condition::IfRange: return "If-Range";
    case Condition::Range: return "Range";
  }
  return {};
}

std::string_view to_string(Outcome outcome) {
  switch (outcome) {
    case Outcome::True: return "true";
    case Outcome::False: return "false";
    case Outcome::Ignored: return "ignored";
    case Outcome::Unknown: return "unknown";
  }
  return {};
}

std::string_view to_string(Confidence confidence) {
  switch (confidence) {
    case Confidence::Unknown: return "unknown";
    case Confidence::Likely: return "likely";
    case Confidence::Certain: return "certain";
  }
  return {};
}

}  // namespace wiretag::http
