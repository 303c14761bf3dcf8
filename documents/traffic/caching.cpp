#include "documents/traffic/caching.h"

#include <algorithm>
#include <array>
#include <deque>
#include <string_view>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "http/cache/explain.h"
#include "http/cache/update.h"
#include "http/cache/vary.h"
#include "http/fields/cache_control.h"
#include "http/fields/text.h"

namespace wiretag {
namespace {

namespace cache = http::cache;
using http::Confidence;
using http::FieldName;
using http::HttpDate;

/// Exchanges farther back than this are not asked, so that a long recording stays linear.
constexpr std::size_t kReach = 64;
/// Longer than any freshness lifetime.
constexpr std::int64_t kForever = std::int64_t{1} << 40;
constexpr std::string_view kNoRequest = "no request line";
constexpr std::string_view kTemplate = "a template stands where the caching directives are";
constexpr std::string_view kNoClock =
    "no clock: a Date field or `# @at +90s` would tell how old the stored response is";
constexpr std::string_view kStandardTarget = "CDN-Cache-Control";

/// A moment, in seconds since 1970 or, without any date so far, since the first exchange.
struct Moment {
  HttpDate at;
  bool relative = false;
};

/// "+90s", "+5m", "+2h", "+1d" in seconds.
std::optional<std::int64_t> offset_of(std::string_view text) {
  text = http::trim_blanks(text);
  if (text.size() < 3 || text.front() != '+') return std::nullopt;
  std::int64_t unit = 0;
  switch (text.back()) {
    case 's': unit = 1; break;
    case 'm': unit = 60; break;
    case 'h': unit = 3600; break;
    case 'd': unit = 86400; break;
    default: return std::nullopt;
  }
  const auto count = http::parse_delta_seconds(text.substr(1, text.size() - 2));
  if (!count) return std::nullopt;
  return std::int64_t{*count} * unit;
}

std::optional<HttpDate> date_of(const Response& response) {
  const auto parsed =
      http::parse_http_date(response.fields.value(FieldName::Date), http::DateReader::Cache);
  if (!parsed) return std::nullopt;
  return parsed->date;
}

/// When the recorded response arrived: a stored one carries the Date of its origin and its Age.
std::optional<Moment> recorded_moment(const Exchange& exchange) {
  if (exchange.response) {
    if (auto date = date_of(*exchange.response)) {
      const auto age = http::parse_delta_seconds(exchange.response->fields.value(FieldName::Age));
      return Moment{{date->seconds + (age ? *age : 0)}};
    }
  }
  for (const OriginNote& note : exchange.notes.origin) {
    if (note.kind != OriginNote::Kind::Field || note.field != FieldName::Date) continue;
    if (const auto parsed = http::parse_http_date(note.value.view)) return Moment{parsed->date};
  }
  return std::nullopt;
}

/// The moments of the exchanges from `first` to `last`, both included.
std::vector<std::optional<Moment>> moments(const Resource& resource, std::size_t first,
                                           std::size_t last) {
  std::vector<std::optional<Moment>> out(last - first + 1);
  std::optional<Moment> known;
  for (std::size_t i = 0; i < out.size(); ++i) {
    const Exchange& exchange = resource.exchanges[first + i].exchange;
    const auto offset = offset_of(exchange.notes.at.view);
    if (offset && !known && i > 0) known = out[i - 1] = Moment{{0}, true};
    if (offset && known) {
      out[i] = Moment{{known->at.seconds + *offset}, known->relative};
    } else {
      out[i] = recorded_moment(exchange);
    }
    if (out[i]) known = out[i];
  }
  return out;
}

/// One earlier exchange as the caches see it; it owns the lines that `received` views.
struct Past {
  std::vector<cache::FieldLine> request;
  std::vector<cache::FieldLine> response;
  std::vector<cache::FieldLine> arrived_with;  ///< empty until an update changes `response`
  cache::Received received;
  std::optional<Moment> moment;
};

Past past_of(const Exchange& exchange, const std::optional<Moment>& moment) {
  Past past{field_lines(exchange.request.fields), {}, {}, {}, moment};
  if (exchange.response) past.response = field_lines(exchange.response->fields);
  past.received.request.method = exchange.request.method;
  past.received.response.status = exchange.response ? exchange.response->status : 0;
  return past;
}

void connect(Past& past) {
  past.received.request.fields = past.request;
  past.received.response.fields = past.response;
  past.received.arrived_with = past.arrived_with;
  if (past.moment) {
    past.received.request_time = past.received.response_time = past.moment->at;
  }
  past.received.relative_clock = !past.moment || past.moment->relative;
}

bool known_as_safe(const Request& request) {
  constexpr std::array<std::string_view, 4> kSafe = {"PROPFIND", "REPORT", "SEARCH", "QUERY"};
  return request.method == http::Method::Other &&
         std::ranges::find(kSafe, request.method_name()) != kSafe.end();
}

/// The exchanges since the stored responses, newest first, that bear on them.
struct Since {
  std::vector<const Exchange*> updates;  ///< 304, and 200 to HEAD
  std::vector<std::optional<Moment>> update_moments;
  bool invalidated = false;
  bool unrecorded = false;  ///< a request without a recorded response
};

bool success(int status) { return status >= 200 && status < 300; }

bool freshens(const Exchange& exchange, const Past& past) {
  const std::vector<cache::FieldLine> request = field_lines(exchange.request.fields);
  const std::vector<cache::FieldLine> response = field_lines(exchange.response->fields);
  const cache::ResponseMessage message{exchange.response->status, response};
  const cache::Update update =
      message.status == 304
          ? cache::update_by_304(past.received, {exchange.request.method, request}, message)
          : cache::update_by_head(past.received, message);
  return update == cache::Update::Freshens;
}

void apply_updates(const Since& since, Past& past) {
  for (std::size_t i = since.updates.size(); i-- > 0;) {
    const Exchange& exchange = *since.updates[i];
    if (!success(past.received.response.status)) break;
    connect(past);
    if (freshens(exchange, past)) {
      auto fields = cache::freshened(past.response, field_lines(exchange.response->fields));
      std::swap(past.response, fields);
      if (past.arrived_with.empty()) past.arrived_with = std::move(fields);
      past.moment = since.update_moments[i];
    } else if (exchange.response->status != 304) {
      past.received.invalidated = true;
    }
  }
  past.received.invalidated |= since.invalidated;
  if (since.unrecorded) past.received.confidence = Confidence::Likely;
}

bool has_vary(const Exchange& exchange) {
  return exchange.response && exchange.response->fields.has(FieldName::Vary);
}

void note_newer(const Exchange& exchange, const std::optional<Moment>& moment, Since& since) {
  const int status = exchange.response ? exchange.response->status : 0;
  if (status == 0) since.unrecorded = true;
  if (!known_as_safe(exchange.request) && cache::invalidates(exchange.request.method, status)) {
    since.invalidated = true;
  }
  const bool head = exchange.request.method == http::Method::Head && status == 200;
  const bool not_modified = status == 304 && http::selects(exchange.request.method);
  if (!head && !not_modified) return;
  since.updates.push_back(&exchange);
  since.update_moments.push_back(moment);
}

/// A GET with a response that a cache may hold, or that takes the place of what it held.
bool holds(const Exchange& exchange) {
  const int status = exchange.response ? exchange.response->status : 0;
  return exchange.request.method == http::Method::Get && status >= 200 && status != 304 &&
         status != 206;
}

/// What the caches received before an exchange.
class History {
 public:
  /// `asked` holds the fields of the exchange at `index`.
  History(const Resource& resource, std::size_t index, const std::vector<cache::FieldLine>& asked) {
    const cache::RequestMessage request{resource.exchanges[index].exchange.request.method, asked};
    const std::size_t first = index > kReach ? index - kReach : 0;
    const auto when = moments(resource, first, index);
    now_ = when.back();
    const std::size_t oldest_vary = first_with_vary(resource, first, index);
    Since since;
    for (std::size_t i = index; i-- > first;) {
      const Exchange& exchange = resource.exchanges[i].exchange;
      if (!holds(exchange)) {
        note_newer(exchange, when[i - first], since);
        continue;
      }
      Past& past = past_.emplace_front(past_of(exchange, when[i - first]));
      apply_updates(since, past);
      connect(past);
      if (replaces_all_older(past.received, request, i <= oldest_vary)) break;
    }
    for (Past& past : past_) {
      connect(past);
      received_.push_back(past.received);
    }
  }

  [[nodiscard]] const std::optional<Moment>& now() const { return now_; }
  [[nodiscard]] const std::vector<cache::Received>& received() const { return received_; }

  /// The moment of one of `received()`.
  [[nodiscard]] const std::optional<Moment>& moment_of(const cache::Received& one) const {
    return past_[static_cast<std::size_t>(&one - received_.data())].moment;
  }

 private:
  /// Whatever is older than this success has been replaced for the request, in every cache.
  static bool replaces_all_older(const cache::Received& one, const cache::RequestMessage& request,
                                 bool none_with_vary_before) {
    if (one.response.status != 200) return false;
    if (cache::find(one.response.fields, FieldName::Vary) == nullptr) return none_with_vary_before;
    return cache::selects(one, request).match == cache::Match::Yes;
  }

  static std::size_t first_with_vary(const Resource& resource, std::size_t first, std::size_t end) {
    while (first < end && !has_vary(resource.exchanges[first].exchange)) ++first;
    return first;
  }

  std::deque<Past> past_;  // oldest first, as received_
  std::vector<cache::Received> received_;
  std::optional<Moment> now_;
};

bool comparable(const std::optional<Moment>& a, const std::optional<Moment>& b) {
  return a && b && a->relative == b->relative;
}

/// A soft reload, as browsers send it.
bool page_reload(const cache::RequestPolicy& policy, const cache::Cache& cache) {
  return !cache.shared() && policy.max_age && policy.max_age->value == 0 && !policy.no_cache;
}

/// One exchange in front of one cache.
class Viewer {
 public:
  Viewer(const Judged& judged, const History& history, const std::vector<cache::FieldLine>& request,
         const std::vector<cache::FieldLine>& response, const cache::Cache& cache)
      : judged_(judged), history_(history), response_(response), cache_(cache) {
    asked_.request = {judged.exchange.request.method, request};
    if (page_reload(cache::request_policy_of(request), cache)) {
      asked_.fetch = cache::Fetch::PageReload;
    }
  }

  [[nodiscard]] std::optional<CacheAnswer> answer() {
    lookup_ = cache::look_up(asked_.request, history_.received(), cache_);
    bool timed = true;
    cache::Verdict verdict = lookup_.stored == nullptr ? at_arrival() : with_clock(timed);
    if (!verdict.known()) {
      untold_ = verdict.reason == cache::Reason::Placeholder ? kTemplate : kNoClock;
      return std::nullopt;
    }
    if (own_condition()) verdict.confidence = weaker(verdict.confidence, Confidence::Likely);
    CacheAnswer out = describe(verdict, timed);
    if (goes_on(verdict)) add_recorded(out);
    return out;
  }

  /// Why `answer` gave none.
  [[nodiscard]] std::string_view untold() const { return untold_; }

 private:
  static bool goes_on(const cache::Verdict& verdict) {
    return verdict.decision == cache::Decision::Forward ||
           verdict.decision == cache::Decision::Revalidate;
  }

  /// A condition that page code sets keeps the browser's cache out of it; one that the cache has
  /// set itself does not. The request does not show whose it is.
  [[nodiscard]] bool own_condition() const {
    return !cache_.shared() && http::selects(judged_.exchange.request.method) &&
           judged_.conditions.asks_not_modified();
  }

  cache::Verdict at(HttpDate now) {
    asked_.now = now;
    return cache::decide(asked_, lookup_, cache_);
  }

  cache::Verdict at_arrival() { return at(HttpDate{}); }

  cache::Verdict with_clock(bool& timed) {
    const auto& then = history_.moment_of(*lookup_.stored);
    if (comparable(then, history_.now())) return at_known_time(history_.now()->at);
    timed = false;
    const HttpDate arrival = lookup_.stored->response_time;
    cache::Verdict early = at(arrival);
    const cache::Verdict late = at({arrival.seconds + kForever});
    if (early.decision != late.decision || early.reason != late.reason) {
      early.confidence = Confidence::Unknown;
    }
    return early;
  }

  cache::Verdict at_known_time(HttpDate now) {
    if (now >= lookup_.stored->response_time) return at(now);
    // The dates contradict the Age of the stored response: it counts from its Date.
    arrived_at_date_ = *lookup_.stored;
    const auto date = cache::find(arrived_at_date_.response.fields, FieldName::Date);
    const auto parsed =
        date ? http::parse_http_date(date->value, http::DateReader::Cache) : std::nullopt;
    if (parsed && !arrived_at_date_.relative_clock) {
      arrived_at_date_.request_time = arrived_at_date_.response_time = parsed->date;
    }
    lookup_.stored = &arrived_at_date_;
    lookup_.confidence = weaker(lookup_.confidence, Confidence::Likely);
    return at(now);
  }

  static CacheAnswer describe(const cache::Verdict& verdict, bool timed) {
    CacheAnswer out;
    out.decision = verdict.decision;
    out.confidence = verdict.confidence;
    out.lifetime_s = verdict.lifetime_s;
    if (timed) {
      out.age_s = verdict.age_s;
    } else {
      out.age_s = std::nullopt;
    }
    out.because = timed ? cache::because(verdict) : cache::because_at_any_time(verdict);
    out.later = verdict.validators;
    out.verdict = verdict;
    return out;
  }

  /// What becomes of the recorded response once the request has gone on.
  void add_recorded(CacheAnswer& out) const {
    if (!judged_.exchange.response || judged_.exchange.response->status == 0) return;
    cache::Received own;
    own.request = asked_.request;
    own.response = {judged_.exchange.response->status, response_};
    if (own.response.status == 304) {
      if (lookup_.stored != nullptr) add_kept("304 refreshes it", out);
      return;
    }
    if (!http::selects(own.request.method)) {
      add_invalidation(own.response.status, out);
      return;
    }
    own.relative_clock = !history_.now() || history_.now()->relative;
    if (history_.now()) own.request_time = own.response_time = history_.now()->at;
    const cache::Policy policy = cache::policy_of(own.response.fields, cache_);
    const cache::StoreVerdict store = cache::can_store(own.request, own.response, policy, cache_);
    const cache::Lifetime lifetime = cache::lifetime(own, policy, cache_);
    add_kept(cache::kept_text(store, lifetime, policy), out);
    if (!store.storable) return;
    out.later = cache::validators_of(own.response.fields);
    if (lookup_.stored != nullptr) return;
    out.lifetime_s = lifetime.seconds;
    out.age_s = cache::age(own, own.response_time).seconds;
  }

  void add_invalidation(int status, CacheAnswer& out) const {
    const Request& request = judged_.exchange.request;
    if (known_as_safe(request) || !cache::invalidates(request.method, status)) return;
    add_kept(fmt::format("{} invalidates what is stored", status), out);
  }

  static void add_kept(std::string kept, CacheAnswer& out) {
    out.because += "; " + kept;
    out.kept = std::move(kept);
  }

  const Judged& judged_;
  const History& history_;
  const std::vector<cache::FieldLine>& response_;
  const cache::Cache& cache_;
  cache::Asked asked_;
  cache::Lookup lookup_;
  cache::Received arrived_at_date_;
  std::string_view untold_;
};

std::string condition_of(const CacheAnswer& answer) {
  return cache::conditions_text(answer.verdict.validators);
}

/// "private" for a response that was not stored, "of another variant", …
std::string_view short_reason(const cache::Verdict& verdict) {
  switch (verdict.reason) {
    case cache::Reason::NotStored: return cache::to_string(verdict.not_stored);
    case cache::Reason::OtherVariant: return "another variant is stored";
    case cache::Reason::VaryStar: return "Vary: *";
    case cache::Reason::MethodNotCached: return "not a GET or HEAD";
    case cache::Reason::Invalidated: return "invalidated by a write";
    case cache::Reason::NoCache: return "no-cache";
    case cache::Reason::RequestNoCache: return "the request says no-cache";
    case cache::Reason::Stale: return "stale";
    case cache::Reason::NothingStored: return "nothing stored";
    default: return "";
  }
}

std::string with_reason(std::string text, const CacheAnswer& answer) {
  if (const std::string_view reason = short_reason(answer.verdict); !reason.empty()) {
    text += fmt::format(" ({})", reason);
  }
  if (!answer.kept.empty()) text += "; " + answer.kept;
  return text;
}

std::string phrase(const CacheAnswer& answer) {
  switch (answer.decision) {
    case cache::Decision::Reuse:
      if (answer.verdict.reason == cache::Reason::ForceCache) return "reuses, no request";
      return fmt::format("fresh for {} s, no request", answer.verdict.fresh_for_s());
    case cache::Decision::ReuseStale: return "reuses a stale response and checks it afterwards";
    case cache::Decision::Revalidate:
      return with_reason(fmt::format("asks with {}", condition_of(answer)), answer);
    case cache::Decision::Fail: return "answers 504 (only-if-cached)";
    case cache::Decision::Forward: break;
  }
  return with_reason("forwards", answer);
}

std::string sentence(const std::optional<CacheAnswer>& answer, std::string_view untold) {
  if (!answer) return fmt::format("cannot be told ({})", untold);
  const std::string_view guess = answer->confidence == Confidence::Likely ? "probably " : "";
  return fmt::format("{}{}", guess, phrase(*answer));
}

/// There is more to say than that a request passes through an empty cache.
bool holds_something(const std::optional<CacheAnswer>& answer) {
  if (!answer) return false;
  return answer->decision != cache::Decision::Forward || !answer->kept.empty() ||
         (answer->verdict.reason != cache::Reason::NothingStored &&
          answer->verdict.reason != cache::Reason::MethodNotCached);
}

/// The check that follows once the stored response is stale; the shared cache speaks for the
/// browser too where that holds nothing.
std::string later_check(const CacheView& view) {
  for (const auto& answer : {view.private_cache, view.shared_cache}) {
    if (!answer || answer->decision == cache::Decision::Revalidate || !answer->later.any())
      continue;
    return fmt::format("After that: {} \xE2\x86\x92 304.", cache::conditions_text(answer->later));
  }
  return {};
}

}  // namespace

std::vector<cache::FieldLine> field_lines(const Fields& fields) {
  std::vector<cache::FieldLine> out;
  out.reserve(fields.lines().size());
  for (const Field& field : fields.lines()) {
    out.push_back({field.id(), field.name().view, field.value().view});
  }
  return out;
}

CacheView cache_view(const Judged& judged) {
  if (!judged.asked()) return {std::nullopt, std::nullopt, kNoRequest};
  const auto request = field_lines(judged.exchange.request.fields);
  const History history(judged.resource, judged.index, request);
  std::vector<cache::FieldLine> response;
  if (judged.exchange.response) response = field_lines(judged.exchange.response->fields);

  const std::array targets = {kStandardTarget};
  const cache::Cache browser{cache::CacheKind::Private, {}};
  const cache::Cache shared{cache::CacheKind::Shared, targets};
  CacheView view;
  Viewer in_browser(judged, history, request, response, browser);
  Viewer in_shared(judged, history, request, response, shared);
  view.private_cache = in_browser.answer();
  view.shared_cache = in_shared.answer();
  view.untold = view.private_cache ? in_shared.untold() : in_browser.untold();
  return view;
}

std::string cache_summary(const CacheView& view) {
  if (!view.private_cache && !view.shared_cache) {
    return fmt::format("Caches: cannot be told ({}).", view.untold);
  }
  const std::string browser = sentence(view.private_cache, view.untold);
  const std::string shared = sentence(view.shared_cache, view.untold);
  std::string out = browser == shared
                        ? fmt::format("Browser and shared cache: {}.", browser)
                        : fmt::format("Browser: {}. Shared cache: {}.", browser, shared);
  if (const std::string later = later_check(view); !later.empty()) out += ' ' + later;
  return out;
}

bool caches_matter(const CacheView& view) {
  return holds_something(view.private_cache) || holds_something(view.shared_cache);
}

}  // namespace wiretag
