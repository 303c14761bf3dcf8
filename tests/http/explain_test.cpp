#include "http/explain.h"

#include <string>
#include <string_view>
#include <vector>

#include <gtest/gtest.h>

#include "tests/http/support.h"

namespace wiretag::http {
namespace {

std::string why(const std::vector<WhyNot>& lines, int status) {
  for (const WhyNot& line : lines) {
    if (line.status == status) return line.text;
  }
  return {};
}

std::vector<int> order(const std::vector<WhyNot>& lines) {
  std::vector<int> out;
  for (const WhyNot& line : lines) out.push_back(line.status);
  return out;
}

ServerState tagged(std::string_view text) {
  ServerState s;
  s.etag = Fact<EntityTag>::certain(tag(text));
  return s;
}

struct Explained {
  std::string reason;
  std::vector<WhyNot> why_not;
  Prediction prediction;
};

Explained explain(std::string_view method, const std::vector<std::string_view>& lines,
                  const ServerState& state) {
  const ConditionalRequest r = request(method, lines);
  const Prediction p = predict(r, state);
  return {reason(r, state, p), why_not(r, state, p), p};
}

TEST(Explain, RevalidationOfAnUnchangedPage) {
  ServerState s = tagged(R"("v42")");
  s.length = Fact<std::uint64_t>::certain(8192);
  const auto e = explain("GET", {R"(If-None-Match: "v42")"}, s);
  EXPECT_EQ(e.prediction.status, 304);
  EXPECT_EQ(e.reason, R"(If-None-Match names the current tag "v42")");
  EXPECT_EQ(order(e.why_not), (std::vector<int>{200, 412, 204, 206, 416}));
  EXPECT_EQ(why(e.why_not, 200),
            R"(200 resends all 8192 bytes that the client already has under "v42")");
  EXPECT_EQ(why(e.why_not, 412),
            "412 reports a failed If-Match (or a condition on a write); If-None-Match on GET "
            "reports \"unchanged\" with 304");
  EXPECT_EQ(why(e.why_not, 204),
            "204 is a complete answer with nothing in it, and the client drops its copy; \"keep "
            "yours\" is 304");
  const WireCost cost = wire_cost({}, e.prediction, {.body = 8192});
  EXPECT_EQ(cost.request_bytes, 400U);
  EXPECT_EQ(cost.response_head_bytes, 250U);
  EXPECT_EQ(cost.body_bytes, 0U);
  EXPECT_EQ(cost.saved_bytes, 8192U);
  EXPECT_EQ(wire_effect(e.prediction, cost), "no body · one round trip");
}

TEST(Explain, WeakAndStrongSpelling) {
  const auto e = explain("GET", {R"(If-None-Match: "v42")"}, tagged(R"(W/"v42")"));
  EXPECT_EQ(e.prediction.status, 304);
  EXPECT_EQ(e.reason, R"(If-None-Match "v42" matches the current tag W/"v42" (weak comparison))");
  EXPECT_EQ(why(e.why_not, 200),
            R"(200 resends the whole body that the client already has under "v42")");
}

TEST(Explain, ResumedDownloadWithAWeakTag) {
  const auto e = explain("GET", {"Range: bytes=1000000-", R"(If-Range: W/"clip-build-9")"},
                         tagged(R"(W/"clip-build-9")"));
  EXPECT_EQ(e.prediction.status, 200);
  EXPECT_EQ(e.prediction.confidence, Confidence::Certain);
  EXPECT_EQ(e.reason, "If-Range carries a weak tag, so Range is ignored");
  EXPECT_EQ(order(e.why_not), (std::vector<int>{206, 304, 412, 416, 204}));
  EXPECT_EQ(why(e.why_not, 206),
            "a slice is glued to old bytes only where a strong validator proves that they belong "
            "together; W/\"clip-build-9\" is weak");
  EXPECT_EQ(why(e.why_not, 304),
            "If-Range never yields 304: the client has only a part, there is nothing complete to "
            "keep");
  EXPECT_EQ(why(e.why_not, 412),
            "If-Range is the polite form: where it fails the whole body is sent instead of an "
            "error");
  EXPECT_EQ(why(e.why_not, 416),
            "Range is ignored once If-Range fails, so its bounds are not even checked");
  const Step* step = e.prediction.find(Condition::IfRange);
  ASSERT_NE(step, nullptr);
  EXPECT_EQ(step->outcome, Outcome::False);
  EXPECT_EQ(to_string(step->condition), "If-Range");
  EXPECT_EQ(to_string(step->outcome), "false");
  EXPECT_EQ(spec(step->condition), "RFC 9110 13.1.5");
  const WireCost cost = wire_cost({}, e.prediction, {.request_head = 120});
  EXPECT_EQ(cost.request_bytes, 120U);
  EXPECT_EQ(cost.response_head_bytes, 350U);
  EXPECT_FALSE(cost.body_bytes);
  EXPECT_FALSE(cost.saved_bytes);
  EXPECT_EQ(wire_effect(e.prediction, cost), "whole body · one round trip");
}

TEST(Explain, TheOtherNodeHasAnotherTag) {
  const auto e =
      explain("GET", {R"(If-None-Match: "pod-a-counter-7")"}, tagged(R"("pod-b-counter-3")"));
  EXPECT_EQ(e.prediction.status, 200);
  EXPECT_EQ(e.reason,
            R"(If-None-Match "pod-a-counter-7" is not the current tag "pod-b-counter-3")");
  EXPECT_EQ(order(e.why_not), (std::vector<int>{304, 412, 204, 206, 416}));
  EXPECT_EQ(why(e.why_not, 304), e.reason);
  const WireCost cost = wire_cost({}, e.prediction, {.body = 8192});
  EXPECT_EQ(cost.saved_bytes, 0U);
  EXPECT_EQ(wire_effect(e.prediction, cost), "whole body (8192 bytes) · one round trip");
}

TEST(Explain, PartOfAFile) {
  ServerState s = tagged(R"("v42")");
  s.length = Fact<std::uint64_t>::certain(1000);
  const auto e = explain("GET", {"Range: bytes=500-5000", R"(If-Range: "v42")"}, s);
  EXPECT_EQ(e.prediction.status, 206);
  EXPECT_EQ(
      e.reason,
      R"(If-Range "v42" is the current tag, and "bytes=500-5000" selects bytes 500-999 of 1000)");
  EXPECT_EQ(why(e.why_not, 200), "allowed, but it sends all 1000 bytes instead of 500");
  EXPECT_EQ(why(e.why_not, 416),
            "the first requested byte, 500, lies inside the 1000 bytes, and an end beyond them is "
            "cut to 999");
  const WireCost cost = wire_cost({}, e.prediction, {.body = 1000});
  EXPECT_EQ(cost.body_bytes, 500U);
  EXPECT_EQ(cost.saved_bytes, 500U);
  EXPECT_EQ(wire_effect(e.prediction, cost), "500 bytes of 1000 · one round trip");
}

TEST(Explain, ARangeBehindTheEnd) {
  ServerState s;
  s.length = Fact<std::uint64_t>::certain(1000);
  const auto e = explain("GET", {"Range: bytes=1000-"}, s);
  EXPECT_EQ(e.reason, R"("bytes=1000-" selects no byte of the 1000-byte representation)");
  EXPECT_EQ(why(e.why_not, 206), e.reason);
  EXPECT_TRUE(why(e.why_not, 200).starts_with("allowed, but it sends the whole"));
}

TEST(Explain, AGuardedWrite) {
  const auto failed = explain("PUT", {R"(If-Match: "v41")"}, tagged(R"("v42")"));
  EXPECT_EQ(failed.reason, R"(If-Match "v41" is not the current tag "v42")");
  EXPECT_EQ(why(failed.why_not, 204),
            "allowed, but only where the change is already in place: If-Match is false, and "
            "performing PUT overwrites a version that the client has not seen");
  EXPECT_EQ(why(failed.why_not, 304),
            "304 answers only GET and HEAD; on PUT a false If-Match is 412");
  const auto weak = explain("PUT", {R"(If-Match: W/"v42")"}, tagged(R"("v42")"));
  EXPECT_EQ(weak.reason, R"(If-Match compares strongly: W/"v42" is weak and can never satisfy it)");
  const auto held = explain("PUT", {R"(If-Match: "v42")"}, tagged(R"("v42")"));
  EXPECT_EQ(held.reason, R"(If-Match names the current tag "v42")");
  EXPECT_EQ(why(held.why_not, 412), held.reason);
  EXPECT_EQ(wire_effect(held.prediction, wire_cost({}, held.prediction, {})),
            "no body · one round trip");
}

TEST(Explain, NothingConditional) {
  const auto e = explain("GET", {}, tagged(R"("v42")"));
  EXPECT_EQ(why(e.why_not, 304),
            "nothing is asked conditionally: the request has neither If-None-Match nor "
            "If-Modified-Since");
}

TEST(Explain, WhatIsMissing) {
  const auto tag_missing = explain("GET", {R"(If-None-Match: "v42")"}, {});
  EXPECT_EQ(tag_missing.reason, "If-None-Match needs the server's current tag");
  EXPECT_TRUE(tag_missing.why_not.empty());
  EXPECT_EQ(wire_effect(tag_missing.prediction, wire_cost({}, tag_missing.prediction, {})), "");
  EXPECT_EQ(explain("GET", {"If-None-Match: {{tag}}"}, tagged("\"a\"")).reason,
            "If-None-Match holds a variable or a placeholder, so its value is not known");
  EXPECT_EQ(explain("PUT", {"If-None-Match: *"}, {}).reason,
            "If-None-Match: * needs to know whether a representation exists");
  EXPECT_EQ(explain("GET", {"Range: bytes=5-"}, {}).reason,
            "\"bytes=5-\" needs the length of the representation");
}

TEST(Explain, A412ThatNoConditionCaused) {
  ServerState s = tagged("\"a\"");
  s.unconditional_status = Fact<int>::certain(412);
  const auto e = explain("GET", {"If-None-Match: \"b\""}, s);
  EXPECT_EQ(e.prediction.status, 412);
  EXPECT_EQ(why(e.why_not, 304),
            "without conditions the answer is 412, and no condition changes it");
}

TEST(Explain, NamesAreThoseOfTheMachineOutput) {
  EXPECT_EQ(to_string(Confidence::Certain), "certain");
  EXPECT_EQ(to_string(Confidence::Likely), "likely");
  EXPECT_EQ(to_string(Outcome::Ignored), "ignored");
  EXPECT_EQ(to_string(Condition::IfUnmodifiedSince), "If-Unmodified-Since");
  EXPECT_EQ(spec(Condition::IfNoneMatch), "RFC 9110 13.1.2");
  EXPECT_EQ(spec(Condition::Range), "RFC 9110 14.2");
}

}  // namespace
}  // namespace wiretag::http
