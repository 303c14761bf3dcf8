#include <array>

#include <fmt/format.h>

#include "http/explain.h"
#include "http/wording.h"

namespace wiretag::http {
namespace {

using fmt::format;

constexpr std::size_t kGuesses = 6;
using Order = std::array<int, kGuesses>;

class Alternatives {
 public:
  Alternatives(const ConditionalRequest& request, const ServerState& state, const Prediction& p)
      : request_(request), state_(state), p_(p), d_(p.decision()) {}

  [[nodiscard]] std::vector<WhyNot> list() const {
    std::vector<WhyNot> lines;
    for (int status : order()) {
      if (status != p_.status) lines.push_back({status, line(status)});
    }
    return lines;
  }

 private:
  [[nodiscard]] Order order() const {
    const bool range = request_.range.has_value();
    switch (p_.status) {
      case 304:
        return range ? Order{200, 206, 412, 204, 416, 304} : Order{200, 412, 204, 206, 416, 304};
      case 206: return {200, 304, 416, 412, 204, 206};
      case 416: return {206, 200, 304, 412, 204, 416};
      case 412:
        return writes(p_.method) ? Order{200, 204, 304, 206, 416, 412}
                                 : Order{304, 200, 206, 204, 416, 412};
      default: break;
    }
    if (writes(p_.method)) return {412, 200, 204, 304, 206, 416};
    if (!range) return {304, 412, 200, 204, 206, 416};
    return request_.if_range ? Order{206, 304, 412, 416, 200, 204}
                             : Order{206, 416, 304, 412, 200, 204};
  }

  [[nodiscard]] std::string line(int status) const {
    std::string text = on_own_account(status);
    return p_.allowed.contains(status) ? format("allowed, but {}", text) : text;
  }

  [[nodiscard]] std::string on_own_account(int status) const {
    if (d_.condition == Condition::Method) return not_without_conditions(status);
    if (d_.condition == Condition::Unconditional && d_.outcome == Outcome::False) {
      return not_where_failure_comes_first();
    }
    if (p_.status == 412 && d_.outcome != Outcome::False) {
      return "without conditions the answer is 412, and no condition changes it";
    }
    switch (status) {
      case 200: return not_200();
      case 204: return not_204();
      case 206: return not_206();
      case 304: return not_304();
      case 412: return not_412();
      default: return not_416();
    }
  }

  // Answers that no condition took part in.

  [[nodiscard]] std::string not_without_conditions(int status) const {
    if (status == 200 || status == 204)
      return format("{} is answered with {} here", name(), p_.status);
    return format("{} ignores preconditions and Range, so nothing can lead to {}", name(), status);
  }

  [[nodiscard]] std::string not_where_failure_comes_first() const {
    if (d_.because == Because::AbsentResource) {
      return format("no representation exists, and {} comes before preconditions and Range",
                    p_.status);
    }
    return format(
        "without conditions the answer is {}, and that comes before preconditions and "
        "Range",
        p_.status);
  }

  // 200

  [[nodiscard]] std::string not_200() const {
    switch (p_.status) {
      case 304: return not_200_but_304();
      case 206: return not_200_but_206();
      case 412: return not_success_but_412();
      case 416:
        return "it sends the whole representation to a client that asks for bytes that do not "
               "exist";
      case 201:
        return "no representation exists before the request: a creation is answered with 201";
      case 204:
        if (writes(p_.method)) {
          return format("a {} that has nothing to report ends in 204", name());
        }
        break;
      default: break;
    }
    return format("without conditions the answer is {}", p_.status);
  }

  [[nodiscard]] std::string not_200_but_304() const {
    const std::string body =
        p_.method == Method::Head ? "its header fields" : wording::whole_body(state_);
    if (d_.condition == Condition::IfModifiedSince) {
      return format("it resends {} although nothing changed since \"{}\"", body,
                    request_.if_modified_since->text);
    }
    if (request_.if_none_match->star) {
      return "If-None-Match: * asks for an answer only where no representation exists";
    }
    return format("200 resends {} that the client already has under {}", body, matched_tag());
  }

  [[nodiscard]] std::string not_200_but_206() const {
    const auto& range = p_.content_range;
    if (range && range->interval && range->length) {
      return format("it sends all {} bytes instead of {}", *range->length, range->interval->size());
    }
    return format("it sends {} instead of the part that is asked for", wording::whole_body(state_));
  }

  [[nodiscard]] std::string not_success_but_412() const {
    const std::string_view field = to_string(d_.condition);
    if (p_.allowed.size() > 1) {
      return format(
          "only where the change is already in place: {} is false, and performing {} "
          "overwrites a version that the client has not seen",
          field, name());
    }
    return format("{} is false, so {} is not performed", field, name());
  }

  // 204

  [[nodiscard]] std::string not_204() const {
    switch (p_.status) {
      case 304:
        return "204 is a complete answer with nothing in it, and the client drops its copy; "
               "\"keep yours\" is 304";
      case 412: return not_success_but_412();
      case 201:
        return "no representation exists before the request: a creation is answered with 201";
      case 200:
        if (writes(p_.method)) {
          return "204 fits where there is nothing to report about the result";
        }
        break;
      case 206: return "204 says that there is no content, and the client asks for a part of it";
      case 416: return "204 reports success, and nothing of what is asked for exists";
      default: return format("without conditions the answer is {}", p_.status);
    }
    return p_.method == Method::Head
               ? "204 says that the resource has no content; HEAD answers as GET does, without "
                 "the body"
               : "204 says that the resource has no content; here the representation is the "
                 "answer";
  }

  // 206 and 416

  [[nodiscard]] std::string no_range_reached(int status) const {
    if (!request_.range) return format("no Range is sent, and {} answers nothing else", status);
    if (p_.method != Method::Get) {
      return format("Range counts on GET only; on {} it is ignored", name());
    }
    if (p_.status == 304 || p_.status == 412) {
      return format("Range counts only once the preconditions leave 200; {} settles it before",
                    to_string(d_.condition));
    }
    return {};
  }

  [[nodiscard]] std::string not_206() const {
    if (std::string text = no_range_reached(206); !text.empty()) return text;
    const Step* guard = p_.find(Condition::IfRange);
    if (guard != nullptr && guard->outcome == Outcome::False) return not_206_for(*guard);
    const Step* range = p_.find(Condition::Range);
    if (range == nullptr) return format("without conditions the answer is {}", p_.status);
    return because(*range, request_, state_);
  }

  [[nodiscard]] std::string not_206_for(const Step& guard) const {
    constexpr std::string_view kGlue =
        "a slice is glued to old bytes only where a strong validator proves that they belong "
        "together";
    const std::string value = wording::value_of(*request_.if_range);
    switch (guard.because) {
      case Because::IfRangeWeakTag: return format("{}; {} is weak", kGlue, value);
      case Because::IfRangeTagDiffers:
        return format("{}; {} is not {}", kGlue, value, wording::current_tag(state_));
      case Because::IfRangeServerTagWeak:
        return format("{}; {} is weak", kGlue, wording::current_tag(state_));
      default: return format("{}; {}", kGlue, because(guard, request_, state_));
    }
  }

  [[nodiscard]] std::string not_416() const {
    if (std::string text = no_range_reached(416); !text.empty()) return text;
    const Step* guard = p_.find(Condition::IfRange);
    if (guard != nullptr && guard->outcome == Outcome::False) {
      return "Range is ignored once If-Range fails, so its bounds are not even checked";
    }
    const Step* range = p_.find(Condition::Range);
    if (range == nullptr) return format("without conditions the answer is {}", p_.status);
    if (range->because == Because::RangeSatisfiable) return not_416_but_206();
    if (range->because == Because::RangeInvalid) {
      return "a server that ignores the invalid Range still serves the client";
    }
    return because(*range, request_, state_);
  }

  [[nodiscard]] std::string not_416_but_206() const {
    const auto& range = p_.content_range;
    if (!range || !range->interval || !range->length) {
      return p_.multipart ? "one satisfiable range is enough, and several are"
                          : because(*p_.find(Condition::Range), request_, state_);
    }
    const std::uint64_t length = *range->length;
    if (request_.range->specs.size() > 1) {
      return format("one satisfiable range is enough: bytes {}-{} lie inside the {} bytes",
                    range->interval->first, range->interval->last, length);
    }
    const RangeSpec& spec = request_.range->specs.front();
    if (spec.suffix()) {
      return format("the last bytes exist: a suffix longer than the {} bytes is cut to them",
                    length);
    }
    const std::string inside =
        format("the first requested byte, {}, lies inside the {} bytes", *spec.first, length);
    if (!spec.last || *spec.last < length) return inside;
    return format("{}, and an end beyond them is cut to {}", inside, length - 1);
  }

  // 304

  [[nodiscard]] std::string not_304() const {
    if (writes(p_.method)) {
      return p_.status == 412
                 ? format("304 answers only GET and HEAD; on {} a false {} is 412", name(),
                          to_string(d_.condition))
                 : format("304 answers only GET and HEAD; {} leaves nothing to reuse", name());
    }
    if (p_.status == 412) return not_304_but_412();
    if (const Step* step = p_.find(Condition::IfNoneMatch)) {
      const std::string text = because(*step, request_, state_);
      return request_.if_modified_since
                 ? format("{}; If-Modified-Since is not consulted next to it", text)
                 : text;
    }
    if (const Step* step = p_.find(Condition::IfModifiedSince)) {
      return because(*step, request_, state_);
    }
    if (request_.if_range && request_.range && p_.method == Method::Get) {
      return "If-Range never yields 304: the client has only a part, there is nothing complete to "
             "keep";
    }
    return "nothing is asked conditionally: the request has neither If-None-Match nor "
           "If-Modified-Since";
  }

  [[nodiscard]] std::string not_304_but_412() const {
    const std::string_view field = to_string(d_.condition);
    if (request_.asks_not_modified()) {
      return format("{} is evaluated first, and it is false", field);
    }
    return format("304 answers If-None-Match and If-Modified-Since; here {} is false", field);
  }

  // 412

  [[nodiscard]] std::string not_412() const {
    if (p_.status == 304) return not_412_but_304();
    for (Condition c : {Condition::IfMatch, Condition::IfUnmodifiedSince}) {
      const Step* step = p_.find(c);
      if (step == nullptr || step->because == Because::TagListPresent) continue;
      return because(*step, request_, state_);
    }
    if (writes(p_.method)) {
      if (const Step* step = p_.find(Condition::IfNoneMatch)) {
        return because(*step, request_, state_);
      }
      return "no If-Match, If-Unmodified-Since or If-None-Match is sent that can fail";
    }
    const Step* guard = p_.find(Condition::IfRange);
    if (guard != nullptr && guard->outcome == Outcome::False) {
      return "If-Range is the polite form: where it fails the whole body is sent instead of an "
             "error";
    }
    if (request_.asks_not_modified()) {
      return format(
          "on {} only If-Match and If-Unmodified-Since can fail with 412, and neither is "
          "sent",
          name());
    }
    return "neither If-Match nor If-Unmodified-Since is sent, so none can fail";
  }

  [[nodiscard]] std::string not_412_but_304() const {
    const bool guarded = p_.find(Condition::IfMatch) != nullptr;
    if (guarded) {
      return format("If-Match holds, and what {} finds unchanged on {} is 304",
                    to_string(d_.condition), name());
    }
    return format(
        "412 reports a failed If-Match (or a condition on a write); {} on {} reports "
        "\"unchanged\" with 304",
        to_string(d_.condition), name());
  }

  [[nodiscard]] std::string name() const { return wording::name_of(p_.method); }

  [[nodiscard]] std::string_view matched_tag() const {
    const auto& members = request_.if_none_match->members;
    return d_.member < members.size() ? members[d_.member].text : "a listed tag";
  }

  const ConditionalRequest& request_;
  const ServerState& state_;
  const Prediction& p_;
  const Step& d_;
};

}  // namespace

std::vector<WhyNot> why_not(const ConditionalRequest& request, const ServerState& state,
                            const Prediction& prediction) {
  if (!prediction.known()) return {};
  return Alternatives(request, state, prediction).list();
}

}  // namespace wiretag::http
