#include <algorithm>
#include <array>
#include <optional>
#include <random>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

#include "http/explain.h"
#include "http/predict.h"

namespace wiretag::http {
namespace {

constexpr int kRounds = 150'000;

constexpr std::array<std::string_view, 5> kOpaques = {"", "a", "b", "a,b", "A"};
constexpr std::array<std::string_view, 4> kDates = {"Sun, 06 Nov 1994 08:49:37 GMT",
                                                    "Sun, 06 Nov 1994 08:49:38 GMT",
                                                    "Sun, 06 Nov 1994 08:49:36 GMT", "Monday"};
constexpr std::array<std::string_view, 14> kRanges = {
    "bytes=0-9",      "bytes=500-",     "bytes=5000-",     "bytes=-0",
    "bytes=-5",       "bytes=9-0",      "bytes",           "items=0-9",
    "bytes=0-",       "bytes={{n}}-",   "bytes=0-9,20-29", "bytes=0-9,5-15,10-20",
    "bytes=5000-,-0", "bytes=0-9,5000-"};
constexpr std::array kMethods = {Method::Get,     Method::Get,   Method::Get,     Method::Head,
                                 Method::Post,    Method::Put,   Method::Delete,  Method::Patch,
                                 Method::Options, Method::Trace, Method::Connect, Method::Other};
constexpr std::array<int, 12> kStatuses = {200, 201, 204, 203, 206, 301,
                                           304, 403, 404, 412, 416, 500};

/// A request as field lines, so that a property can change one of them.
using Lines = std::vector<std::pair<FieldName, std::string>>;

class Random {
 public:
  explicit Random(unsigned seed) : engine_(seed) {}

  int below(int n) { return static_cast<int>(engine_() % static_cast<unsigned>(n)); }
  bool one_in(int n) { return below(n) == 0; }
  template <typename Array>
  auto pick(const Array& values) {
    return values[static_cast<std::size_t>(below(static_cast<int>(values.size())))];
  }

  EntityTag entity_tag() { return {pick(kOpaques), one_in(2)}; }

  std::string tag_list() {
    if (one_in(8)) return "*";
    std::string text;
    for (int n = below(4); n > 0; --n) {
      const std::string member = one_in(12)   ? "bad"
                                 : one_in(12) ? "{{tag}}"
                                              : to_string(entity_tag());
      text += text.empty() ? member : ", " + member;
    }
    return text;
  }

  std::string if_range() {
    if (one_in(10)) return "{{tag}}";
    if (one_in(10)) return "*";
    return one_in(3) ? std::string(pick(kDates)) : to_string(entity_tag());
  }

  Lines lines() {
    Lines out;
    if (one_in(4)) out.emplace_back(FieldName::IfMatch, tag_list());
    if (one_in(4)) out.emplace_back(FieldName::IfUnmodifiedSince, pick(kDates));
    if (one_in(2)) out.emplace_back(FieldName::IfNoneMatch, tag_list());
    if (one_in(3)) out.emplace_back(FieldName::IfModifiedSince, pick(kDates));
    if (one_in(3)) out.emplace_back(FieldName::IfRange, if_range());
    if (one_in(2)) out.emplace_back(FieldName::Range, pick(kRanges));
    return out;
  }

  Confidence confidence() { return one_in(2) ? Confidence::Certain : Confidence::Likely; }

  template <typename T>
  Fact<T> fact(T value, int none_in) {
    if (one_in(3)) return {};
    if (one_in(none_in)) return Fact<T>::none(confidence());
    return {value, confidence()};
  }

  ServerState state() {
    ServerState s;
    s.exists = fact(!one_in(5), 1000);
    s.etag = fact(entity_tag(), 6);
    s.last_modified = fact(parse_http_date(pick(std::array{kDates[0], kDates[1]}))->date, 6);
    s.last_modified_strong = fact(!one_in(3), 1000);
    s.length = fact<std::uint64_t>(one_in(6) ? 0 : 1000, 1000);
    s.accepts_ranges = fact(!one_in(4), 10);
    if (one_in(3)) s.unconditional_status = {pick(kStatuses), confidence()};
    return s;
  }

 private:
  std::mt19937 engine_;
};

ConditionalRequest read(Method m, const Lines& lines) {
  ConditionReader reader(m);
  for (const auto& [name, value] : lines) reader.add(name, value);
  return std::move(reader).finish();
}

bool is_good_single_part(const ContentRange& range) {
  return range.interval && range.length && range.interval->last < *range.length;
}

void check_shape(const ConditionalRequest& r, const ServerState& s, const Prediction& p) {
  ASSERT_GT(p.step_count, 0);
  ASSERT_LE(p.step_count, p.steps.size());
  ASSERT_LT(p.deciding, p.step_count);
  ASSERT_EQ(p.known(), p.status != 0);
  if (!p.known()) {
    ASSERT_EQ(p.allowed.size(), 0U);
    ASSERT_EQ(p.decision().outcome, Outcome::Unknown);
    return;
  }
  ASSERT_EQ(*p.allowed.begin(), p.status);
  if (p.status == 304) {
    ASSERT_TRUE(selects(r.method));
  }
  if (p.status == 206 || p.status == 416) {
    ASSERT_EQ(r.method, Method::Get);
    ASSERT_TRUE(r.range);
  }
  const bool known_length = s.length.known() && s.length.value;
  ASSERT_EQ(p.content_range.has_value(),
            known_length && (p.status == 416 || (p.status == 206 && !p.multipart)));
  if (p.status == 416 && p.content_range) {
    ASSERT_FALSE(p.content_range->interval);
  }
  if (p.status == 206 && p.content_range) {
    ASSERT_TRUE(is_good_single_part(*p.content_range));
  }
}

void check_confidence(const Prediction& p) {
  for (std::size_t i = 0; i < p.step_count; ++i) {
    const Step& step = p.steps[i];
    if (step.outcome == Outcome::Unknown) {
      ASSERT_NE(p.confidence, Confidence::Certain);
    }
    if (p.known() && step.outcome != Outcome::Unknown) {
      ASSERT_LE(p.confidence, step.confidence);
    }
  }
}

void check_texts(const ConditionalRequest& r, const ServerState& s, const Prediction& p) {
  for (std::size_t i = 0; i < p.step_count; ++i) {
    const std::string text = because(p.steps[i], r, s);
    ASSERT_FALSE(text.empty());
    ASSERT_EQ(text.find('\n'), std::string::npos);
  }
  const std::string line = reason(r, s, p);
  ASSERT_FALSE(line.empty());
  ASSERT_NE(line.back(), '.');
  std::set<int> expected = {200, 204, 206, 304, 412, 416};
  expected.erase(p.status);
  if (!p.known()) expected.clear();
  std::set<int> named;
  for (const WhyNot& w : why_not(r, s, p)) {
    ASSERT_TRUE(named.insert(w.status).second);
    ASSERT_FALSE(w.text.empty());
    ASSERT_EQ(w.text.find('\n'), std::string::npos);
    ASSERT_EQ(w.text.find("should"), std::string::npos);
    ASSERT_EQ(w.text.starts_with("allowed"), p.allowed.contains(w.status)) << w.text;
  }
  ASSERT_EQ(named, expected);
}

TEST(PredictProperties, EveryPredictionIsWellFormed) {
  Random random(1);
  for (int i = 0; i < kRounds; ++i) {
    const Lines lines = random.lines();
    const ConditionalRequest r = read(random.pick(kMethods), lines);
    const ServerState s = random.state();
    const Prediction p = predict(r, s);
    ASSERT_NO_FATAL_FAILURE(check_shape(r, s, p));
    ASSERT_NO_FATAL_FAILURE(check_confidence(p));
    ASSERT_NO_FATAL_FAILURE(check_texts(r, s, p));
  }
}

Lines with_tags_toggled(Lines lines, FieldName field) {
  for (auto& [name, value] : lines) {
    if (name != field) continue;
    std::string toggled;
    for (const auto& m : parse_tag_list(value).members) {
      if (!toggled.empty()) toggled += ", ";
      toggled += m.tag ? to_string(EntityTag{m.tag->opaque, !m.tag->weak}) : std::string(m.text);
    }
    if (value != "*") value = toggled;
  }
  return lines;
}

Outcome outcome_of(const Prediction& p, Condition c) {
  const Step* step = p.find(c);
  return step == nullptr ? Outcome::Ignored : step->outcome;
}

TEST(PredictProperties, WeaknessNeverChangesIfNoneMatch) {
  Random random(2);
  for (int i = 0; i < kRounds; ++i) {
    const Method m = random.pick(kMethods);
    const Lines lines = random.lines();
    const Lines toggled = with_tags_toggled(lines, FieldName::IfNoneMatch);
    ServerState s = random.state();
    const Prediction p = predict(read(m, lines), s);
    const Prediction q = predict(read(m, toggled), s);
    ASSERT_EQ(outcome_of(p, Condition::IfNoneMatch), outcome_of(q, Condition::IfNoneMatch));
    ASSERT_EQ(p.status, q.status);
    if (s.etag.value) s.etag.value->weak = !s.etag.value->weak;
    const Prediction w = predict(read(m, lines), s);
    // If-Match is strong and comes first, so only requests without it reach the comparison both
    // times.
    if (p.find(Condition::IfMatch) == nullptr) {
      ASSERT_EQ(outcome_of(p, Condition::IfNoneMatch), outcome_of(w, Condition::IfNoneMatch));
    }
  }
}

TEST(PredictProperties, StrongMatchImpliesWeakMatch) {
  Random random(3);
  for (int i = 0; i < kRounds; ++i) {
    const EntityTag a = random.entity_tag();
    const EntityTag b = random.entity_tag();
    if (strong_match(a, b)) {
      ASSERT_TRUE(weak_match(a, b));
    }
    ASSERT_EQ(strong_match(a, b), strong_match(b, a));
    ASSERT_EQ(weak_match(a, b), weak_match(b, a));
  }
}

Lines without(const Lines& lines, FieldName field) {
  Lines out;
  for (const auto& line : lines) {
    if (line.first != field) out.push_back(line);
  }
  return out;
}

TEST(PredictProperties, IfModifiedSinceNextToIfNoneMatchChangesNothing) {
  Random random(4);
  int compared = 0;
  for (int i = 0; i < kRounds; ++i) {
    const Method m = random.pick(kMethods);
    Lines lines = without(random.lines(), FieldName::IfModifiedSince);
    if (without(lines, FieldName::IfNoneMatch).size() == lines.size()) {
      lines.emplace_back(FieldName::IfNoneMatch, random.tag_list());
    }
    const ServerState s = random.state();
    const Prediction p = predict(read(m, lines), s);
    lines.emplace_back(FieldName::IfModifiedSince, random.pick(kDates));
    const Prediction q = predict(read(m, lines), s);
    ++compared;
    ASSERT_EQ(p.status, q.status);
    ASSERT_EQ(p.confidence, q.confidence);
    ASSERT_TRUE(std::equal(p.allowed.begin(), p.allowed.end(), q.allowed.begin(), q.allowed.end()));
    ASSERT_EQ(p.content_range, q.content_range);
  }
  ASSERT_EQ(compared, kRounds);
}

TEST(PredictProperties, ACertainAnswerDoesNotHangOnFactsThatAreMissing) {
  Random random(5);
  for (int i = 0; i < kRounds; ++i) {
    const Lines lines = random.lines();
    const ConditionalRequest r = read(random.pick(kMethods), lines);
    ServerState s = random.state();
    s.exists = Fact<bool>::certain(true);
    const Prediction p = predict(r, s);
    if (p.confidence != Confidence::Certain) continue;
    const ServerState more = random.state();
    if (!s.etag.known()) s.etag = more.etag;
    if (!s.last_modified.known()) s.last_modified = more.last_modified;
    if (!s.last_modified_strong.known()) s.last_modified_strong = more.last_modified_strong;
    if (!s.length.known()) s.length = more.length;
    ASSERT_EQ(predict(r, s).status, p.status);
  }
}

}  // namespace
}  // namespace wiretag::http
