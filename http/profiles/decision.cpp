#include "http/profiles/decision.h"

#include "http/fields/text.h"

namespace wiretag::http::profiles {
namespace {

constexpr std::int64_t kRecent = 60;
constexpr std::int64_t kDay = 86400;
constexpr std::size_t kLongestDate = 48;

bool is_write(Method m) { return m == Method::Put || m == Method::Delete || m == Method::Patch; }

bool is_success(int status) { return status >= 200 && status < 300; }

bool depends_on_conditions(int status) { return status == 206 || status == 304 || status == 416; }

/// Bytes of the date up to its seconds (asctime: its year); 0 where none is there.
std::size_t date_core(std::string_view text) {
  const std::size_t comma = text.substr(0, 10).find(',');
  if (comma == std::string_view::npos) return text.size() >= 24 ? 24 : 0;
  const std::size_t core = comma == 3 ? 25 : comma + 20;
  return text.size() >= core ? core : 0;
}

std::optional<ParsedDate> parse_core(std::string_view core, bool asctime) {
  std::array<char, kLongestDate> text{};
  if (core.size() + 4 > text.size()) return std::nullopt;
  std::copy(core.begin(), core.end(), text.begin());
  if (asctime) return parse_http_date({text.data(), core.size()});
  constexpr std::string_view kZone = " GMT";
  std::copy(kZone.begin(), kZone.end(), text.begin() + core.size());
  return parse_http_date({text.data(), core.size() + kZone.size()});
}

/// The core with day 01, and the days that were taken off.
std::optional<std::int64_t> parse_overflowing(std::string_view core) {
  std::array<char, kLongestDate> text{};
  const std::size_t comma = core.find(',');
  if (comma == std::string_view::npos || core.size() > text.size()) return std::nullopt;
  std::copy(core.begin(), core.end(), text.begin());
  const auto days = number(core.substr(comma + 2, 2));
  if (!days) return std::nullopt;
  text[comma + 2] = '0';
  text[comma + 3] = '1';
  const auto parsed = parse_core({text.data(), core.size()}, false);
  if (!parsed) return std::nullopt;
  return parsed->date.seconds + (*days - 1) * kDay;
}

bool tail_fits(std::string_view tail, const DateHabits& habits) {
  if (habits.anything_after_time || tail == " GMT") return true;
  if (habits.anything_after_blank) return tail.starts_with(' ');
  return habits.anything_after_zone && tail.starts_with(" GMT");
}

// "1994-11-06T08:49:37"
std::optional<std::int64_t> read_iso(std::string_view text) {
  if (text.size() != 19 || text[4] != '-' || text[7] != '-' || text[10] != 'T') return std::nullopt;
  constexpr std::string_view kMonths = "JanFebMarAprMayJunJulAugSepOctNovDec";
  const auto month = number(text.substr(5, 2));
  if (!month || *month < 1 || *month > 12) return std::nullopt;
  std::array<char, 25> imf{'S', 'u', 'n', ',', ' '};
  auto out = std::copy_n(text.begin() + 8, 2, imf.begin() + 5);
  *out++ = ' ';
  out = std::copy_n(kMonths.begin() + (*month - 1) * 3, 3, out);
  *out++ = ' ';
  out = std::copy_n(text.begin(), 4, out);
  *out++ = ' ';
  std::copy_n(text.begin() + 11, 8, out);
  const auto parsed = parse_core({imf.data(), imf.size()}, false);
  return parsed ? std::optional(parsed->date.seconds) : std::nullopt;
}

}  // namespace

std::size_t Decision::count(FieldName name) const {
  return static_cast<std::size_t>(
      std::ranges::count_if(request_.lines, [&](const auto& l) { return l.name == name; }));
}

bool Decision::range_well_formed() const {
  return request_.range && request_.range->kind == RangeKind::Bytes;
}

std::string_view Decision::first(FieldName name) const {
  const auto found =
      std::ranges::find_if(request_.lines, [&](const auto& l) { return l.name == name; });
  return found == request_.lines.end() ? std::string_view{} : found->value;
}

bool Decision::filled(FieldName name) {
  if (!has(name)) return false;
  if (first(name).empty()) note(Mechanism::EmptyFieldAbsent, stage_of(name));
  return !first(name).empty();
}

const EntityTag* Decision::tag() {
  if (absent()) return nullptr;
  consult(state_.etag.confidence);
  return state_.etag.value ? &*state_.etag.value : nullptr;
}

std::optional<std::int64_t> Decision::modified() {
  consult(state_.last_modified.confidence);
  if (!state_.last_modified.value) return std::nullopt;
  return state_.last_modified.value->seconds;
}

std::uint64_t Decision::length() {
  consult(state_.length.value ? state_.length.confidence : Confidence::Unknown);
  return state_.length.value.value_or(0);
}

bool Decision::absent() const {
  if (state_.exists.known()) return !state_.exists.value.value_or(true);
  return method() == Method::Put && state_.unconditional_status.value == 201;
}

bool Decision::recent() {
  const auto at = modified();
  return at && now_ && now_->seconds < *at + kRecent;
}

bool Decision::weakly_dated() {
  const Fact<bool>& strong = state_.last_modified_strong;
  return strong.known() && !strong.value.value_or(true);
}

bool Decision::in_future(std::int64_t seconds) {
  if (!now_) consult(Confidence::Likely);
  return now_ && seconds > now_->seconds;
}

int Decision::unconditional() {
  const Fact<int>& stated = state_.unconditional_status;
  if (stated.known() && stated.value && !depends_on_conditions(*stated.value)) {
    consult(stated.confidence);
    return *stated.value;
  }
  const Step& first_step = standard_.steps[0];
  consult(first_step.confidence);
  if (standard_.known() && first_step.outcome == Outcome::False) return standard_.status;
  if (method() == Method::Put) return absent() ? 201 : 204;
  return method() == Method::Delete ? 204 : 200;
}

void Decision::note_range_form(Mechanism when_invalid) {
  if (count(FieldName::Range) > 1) return note(Mechanism::FirstLineOnly, Stage::Range);
  if (!request_.range) return;
  const RangeField& range = *request_.range;
  if (range.kind == RangeKind::UnknownUnit) return note(Mechanism::RangeUnitRefused);
  if (range.kind == RangeKind::Invalid) return note(when_invalid);
  const bool too_large = std::ranges::any_of(range.specs, [](const RangeSpec& s) {
    return s.first.value_or(0) > INT64_MAX || s.last.value_or(0) > INT64_MAX;
  });
  note(too_large ? Mechanism::RangeNumberTooLarge : Mechanism::RangeStrict);
}

Stage Decision::stage_of(FieldName name) {
  if (name == FieldName::Range) return Stage::Range;
  if (name == FieldName::IfRange) return Stage::IfRange;
  const bool guard = name == FieldName::IfMatch || name == FieldName::IfUnmodifiedSince;
  return guard ? Stage::Guard : Stage::Condition;
}

Stage Decision::stage_of(Mechanism m) {
  if (m >= Mechanism::RangesNotServed) return Stage::Range;
  if (m >= Mechanism::IfRangeAsText) return Stage::IfRange;
  return m >= Mechanism::WritesUnconditionally ? Stage::Condition : Stage::Guard;
}

Mechanism Decision::reason_for(const ProductAnswer& a) const {
  const Step& decision = standard_.decision();
  const Condition decided = decision.condition;
  const bool stopped = decision.outcome == Outcome::False;
  const bool by_guard = decided == Condition::IfMatch || decided == Condition::IfUnmodifiedSince;
  const bool by_check = decided == Condition::IfNoneMatch || decided == Condition::IfModifiedSince;
  const auto& [guard, condition, if_range, range] = noted_;
  const bool refused = a.status == 412 && (by_guard || selects(method()));
  if (guard && ((by_guard && stopped) || refused)) return *guard;
  const bool settled = a.status == 304 || a.status == 412 || a.status == 400;
  if (condition && (((by_guard || by_check) && stopped) || settled)) return *condition;
  const bool ranged = a.status == 206 || a.status == 416;
  if (ranged && method() != Method::Get) return Mechanism::RangeOnAnyMethod;
  if (decided == Condition::IfRange && if_range) return *if_range;
  if (range) return *range;
  if (if_range) return *if_range;
  return condition.value_or(guard.value_or(Mechanism::UnconditionalFirst));
}

bool Decision::departs(const ProductAnswer& a) const {
  if (!standard_.allowed.contains(a.status)) return true;
  return standard_.status == 412 && is_success(a.status);
}

bool Decision::differs(const ProductAnswer& a) const {
  if (a.status != standard_.status) {
    return !is_write(method()) || is_success(a.status) != is_success(standard_.status);
  }
  return a.content_range != standard_.content_range || a.multipart != standard_.multipart;
}

ProductAnswer Decision::finish(ProductAnswer a) const {
  if (confidence_ == Confidence::Unknown || request_.templated) return unknown();
  a.confidence = confidence_;
  if (a.acceptable.size() == 0) a.acceptable.insert(a.status);
  a.departs = standard_.known() && departs(a);
  a.differs = a.departs || (standard_.known() && differs(a));
  a.mechanism = a.differs ? reason_for(a) : Mechanism::AsTheStandard;
  return a;
}

ProductAnswer Decision::status(int code) {
  ProductAnswer a;
  a.status = code;
  if (is_write(method()) && is_success(code)) a.acceptable = {code, 200, 201, 204};
  return finish(a);
}

ProductAnswer Decision::content(const Ranges& ranges, bool with_length) {
  if (ranges.kind == Ranges::Kind::Whole) return unconditionally();
  ProductAnswer a;
  a.status = ranges.kind == Ranges::Kind::Refused ? 416 : 206;
  a.multipart = a.status == 206 && ranges.count > 1;
  if (a.status == 206 && !a.multipart && length() > 0)
    a.content_range = ContentRange{ranges.first, length()};
  if (a.status == 416 && with_length) a.content_range = ContentRange{std::nullopt, length()};
  if (a.status == 416 && !with_length && standard_.status == 416) note(Mechanism::LengthNotNamed);
  if (range_well_formed() && length() == 0) {
    note(a.status == 416 ? Mechanism::RangeEmptyRefused : Mechanism::RangeSuffixZero);
  }
  return finish(a);
}

ProductAnswer Decision::forwarded() {
  if (!standard_.known()) return unknown();
  ProductAnswer a;
  a.status = standard_.status;
  a.acceptable = standard_.allowed;
  a.confidence = weaker(standard_.confidence, Confidence::Likely);
  a.mechanism = Mechanism::Forwards;
  return a;
}

std::optional<std::int64_t> read_date(std::string_view text, const DateHabits& habits) {
  if (const auto parsed = parse_http_date(text)) {
    if (habits.weekday_must_fit && !parsed->weekday_fits) return std::nullopt;
    return parsed->date.seconds;
  }
  if (habits.iso) {
    if (const auto seconds = read_iso(text)) return seconds;
  }
  const std::size_t size = date_core(text);
  if (size == 0) return std::nullopt;
  const std::string_view core = text.substr(0, size);
  const bool asctime = core.find(',') == std::string_view::npos;
  const bool open_end =
      habits.anything_after_time || habits.anything_after_blank || habits.anything_after_zone;
  if (asctime ? !open_end : !tail_fits(text.substr(size), habits)) return std::nullopt;
  if (const auto parsed = parse_core(core, asctime)) {
    if (habits.weekday_must_fit && !parsed->weekday_fits) return std::nullopt;
    return parsed->date.seconds;
  }
  return habits.day_overflows ? parse_overflowing(core) : std::nullopt;
}

bool Cursor::take(char c) {
  if (done() || peek() != c) return false;
  ++at_;
  return true;
}

void Cursor::skip_any(std::string_view set) {
  while (!done() && set.find(peek()) != std::string_view::npos) ++at_;
}

void Cursor::skip_to(char c) {
  while (!done() && peek() != c) ++at_;
}

std::optional<std::int64_t> number(std::string_view digits) {
  if (!all_digits(digits)) return std::nullopt;
  constexpr std::int64_t kMax = INT64_MAX;
  std::int64_t value = 0;
  for (char c : digits) {
    const int digit = c - '0';
    if (value > (kMax - digit) / 10) return std::nullopt;
    value = value * 10 + digit;
  }
  return value;
}

std::string_view take_digits(Cursor& c) {
  const std::string_view rest = c.rest();
  std::size_t size = 0;
  while (size < rest.size() && is_digit(rest[size])) ++size;
  c.skip(size);
  return rest.substr(0, size);
}

bool spells(std::string_view text, const EntityTag& tag) {
  return !text.empty() && spelling_at(text, tag, true) == text.size();
}

std::size_t spelling_at(std::string_view text, const EntityTag& tag, bool with_flag) {
  std::size_t size = 0;
  if (with_flag && tag.weak) {
    if (!text.starts_with("W/")) return 0;
    size = 2;
  }
  const std::string_view quoted = text.substr(size);
  if (quoted.size() < tag.opaque.size() + 2 || quoted.front() != '"') return 0;
  if (quoted.substr(1, tag.opaque.size()) != tag.opaque) return 0;
  return quoted[tag.opaque.size() + 1] == '"' ? size + tag.opaque.size() + 2 : 0;
}

void add_part(Ranges& ranges, std::uint64_t first, std::uint64_t last) {
  if (ranges.count++ == 0) ranges.first = {first, last};
  ranges.kind = Ranges::Kind::Partial;
}

}  // namespace wiretag::http::profiles
