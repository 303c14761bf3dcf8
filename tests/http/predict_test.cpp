#include "http/predict.h"

#include <string>
#include <string_view>
#include <vector>

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "tests/http/support.h"

namespace wiretag::http {
namespace {

constexpr std::string_view kDate = "Sun, 06 Nov 1994 08:49:37 GMT";
constexpr Confidence kUnknown = Confidence::Unknown;
constexpr Confidence kLikely = Confidence::Likely;
constexpr Confidence kCertain = Confidence::Certain;

ServerState nothing() { return {}; }

ServerState existing() {
  ServerState s;
  s.exists = Fact<bool>::certain(true);
  return s;
}

ServerState absent() {
  ServerState s;
  s.exists = Fact<bool>::certain(false);
  return s;
}

ServerState tagged(std::string_view etag) {
  ServerState s;
  s.etag = Fact<EntityTag>::certain(tag(etag));
  return s;
}

ServerState sized(std::uint64_t length) {
  ServerState s;
  s.length = Fact<std::uint64_t>::certain(length);
  return s;
}

ServerState answering(int status, Confidence c = kCertain) {
  ServerState s;
  s.unconditional_status = {status, c};
  return s;
}

struct Row {
  std::string_view name;
  std::string_view method;
  std::vector<std::string_view> lines;
  ServerState state;
  int status;
  Confidence confidence;
  Because because;
};

void expect(const std::vector<Row>& rows) {
  for (const Row& row : rows) {
    const ConditionalRequest r = request(row.method, row.lines);
    const Prediction p = predict(r, row.state);
    EXPECT_EQ(p.status, row.status) << row.name;
    EXPECT_EQ(p.confidence, row.confidence) << row.name;
    EXPECT_EQ(p.decision().because, row.because) << row.name;
  }
}

TEST(Predict, UnconditionalAnswers) {
  expect({
      {"nothing is known", "GET", {}, nothing(), 200, kLikely, Because::PlainSuccess},
      {"a tag implies existence", "GET", {}, tagged("\"a\""), 200, kCertain, Because::PlainSuccess},
      {"absent", "GET", {}, absent(), 404, kCertain, Because::AbsentResource},
      {"absent", "DELETE", {"If-Match: \"a\""}, absent(), 404, kCertain, Because::AbsentResource},
      {"absent", "PUT", {}, absent(), 201, kCertain, Because::AbsentResource},
      {"PUT", "PUT", {}, nothing(), 204, kLikely, Because::PlainSuccess},
      {"DELETE", "DELETE", {}, existing(), 204, kCertain, Because::PlainSuccess},
      {"PATCH", "PATCH", {}, existing(), 200, kCertain, Because::PlainSuccess},
      {"a stated status leads", "POST", {}, answering(202), 202, kCertain, Because::PlainSuccess},
      {"a failure",
       "PUT",
       {"If-Match: W/\"a\""},
       answering(403),
       403,
       kCertain,
       Because::FailureComesFirst},
      {"likely failure",
       "GET",
       {"If-None-Match: *"},
       answering(401, kLikely),
       401,
       kLikely,
       Because::FailureComesFirst},
      {"412 goes on", "GET", {}, answering(412), 412, kCertain, Because::PlainSuccess},
      {"304 is no unconditional answer",
       "GET",
       {},
       answering(304),
       200,
       kLikely,
       Because::PlainSuccess},
      {"416 is none either", "HEAD", {}, answering(416), 200, kLikely, Because::PlainSuccess},
      {"206 is none either", "GET", {}, answering(206), 200, kLikely, Because::PlainSuccess},
  });
}

TEST(Predict, TheStrongerClaimOfExistenceWins) {
  ServerState s = absent();
  s.unconditional_status = Fact<int>::likely(200);
  EXPECT_EQ(predict(request("GET", {}), s).status, 404);
  s.unconditional_status = Fact<int>::certain(200);
  EXPECT_EQ(predict(request("GET", {}), s).status, 200);
  s = tagged("\"a\"");
  s.unconditional_status = Fact<int>::likely(404);
  EXPECT_EQ(predict(request("GET", {}), s).status, 200);
  s.unconditional_status = Fact<int>::likely(403);
  EXPECT_EQ(predict(request("GET", {}), s).status, 403);
  s.unconditional_status = Fact<int>::likely(200);
  EXPECT_EQ(predict(request("GET", {}), s).confidence, kCertain);
}

TEST(Predict, MethodsWithoutConditions) {
  expect({
      {"OPTIONS",
       "OPTIONS",
       {"If-Match: \"x\""},
       nothing(),
       200,
       kLikely,
       Because::MethodHasNoConditions},
      {"TRACE",
       "TRACE",
       {"Range: bytes=0-"},
       existing(),
       200,
       kCertain,
       Because::MethodHasNoConditions},
      {"QUERY", "QUERY", {"If-None-Match: *"}, existing(), 0, kUnknown, Because::MethodNotModelled},
      {"QUERY fails",
       "QUERY",
       {"If-None-Match: *"},
       answering(403),
       403,
       kCertain,
       Because::FailureComesFirst},
      {"PROPFIND", "PROPFIND", {}, answering(207), 207, kCertain, Because::PlainSuccess},
      {"get",
       "get",
       {"If-None-Match: \"a\""},
       tagged("\"a\""),
       0,
       kUnknown,
       Because::MethodNotModelled},
  });
}

TEST(Predict, UnknownFactsLeaveTheStatusOpen) {
  expect({
      {"tag", "GET", {"If-None-Match: \"a\""}, existing(), 0, kUnknown, Because::TagUnknown},
      {"tag", "PUT", {"If-Match: \"a\""}, existing(), 0, kUnknown, Because::TagUnknown},
      {"date",
       "GET",
       {std::string_view("If-Modified-Since: Sun, 06 Nov 1994 08:49:37 GMT")},
       existing(),
       0,
       kUnknown,
       Because::DateUnknown},
      {"existence", "PUT", {"If-None-Match: *"}, nothing(), 0, kUnknown, Because::ExistenceUnknown},
      {"existence", "PUT", {"If-Match: *"}, nothing(), 0, kUnknown, Because::ExistenceUnknown},
      {"length",
       "GET",
       {"Range: bytes=500-"},
       existing(),
       0,
       kUnknown,
       Because::RangeLengthUnknown},
      {"If-Range",
       "GET",
       {"Range: bytes=0-", "If-Range: \"a\""},
       sized(10),
       0,
       kUnknown,
       Because::IfRangeUnknown},
  });
}

TEST(Predict, AnswersThatNeedNoTag) {
  expect({
      {"weak If-Range",
       "GET",
       {"Range: bytes=5-", "If-Range: W/\"a\""},
       nothing(),
       200,
       kLikely,
       Because::IfRangeWeakTag},
      {"weak If-Match",
       "PUT",
       {"If-Match: W/\"a\", W/\"b\""},
       nothing(),
       412,
       kLikely,
       Because::OnlyWeakTags},
      {"star", "GET", {"If-None-Match: *"}, nothing(), 304, kLikely, Because::StarExists},
      {"star", "GET", {"If-Match: *"}, nothing(), 200, kLikely, Because::StarExists},
      {"star", "PUT", {"If-None-Match: *"}, answering(201), 201, kCertain, Because::StarAbsent},
      {"star", "PUT", {"If-None-Match: *"}, answering(204), 412, kCertain, Because::StarExists},
      {"empty list", "GET", {"If-None-Match:"}, existing(), 200, kCertain, Because::EmptyList},
      {"empty list", "PUT", {"If-Match: ,"}, existing(), 412, kCertain, Because::EmptyList},
      {"both ways 412",
       "PUT",
       {"If-Match: \"a\"", "If-None-Match: *"},
       existing(),
       412,
       kLikely,
       Because::StarExists},
      {"If-Range is moot",
       "GET",
       {"Range: items=1", "If-Range: \"a\""},
       existing(),
       200,
       kLikely,
       Because::RangeUnitUnknown},
      {"If-Range is moot",
       "GET",
       {"Range: bytes=0-", "If-Range: \"a\""},
       sized(0),
       200,
       kLikely,
       Because::RangeEmptyRepresentation},
  });
}

TEST(Predict, TagLists) {
  ServerState untagged = existing();
  untagged.etag = Fact<EntityTag>::none();
  expect({
      {"no tag on the server",
       "GET",
       {"If-None-Match: \"a\""},
       untagged,
       200,
       kCertain,
       Because::ServerHasNoTag},
      {"no tag on the server",
       "PUT",
       {"If-Match: \"a\""},
       untagged,
       412,
       kCertain,
       Because::ServerHasNoTag},
      {"across weakness",
       "GET",
       {"If-None-Match: W/\"a\""},
       tagged("\"a\""),
       304,
       kCertain,
       Because::TagMatchesAcrossWeakness},
      {"both weak",
       "GET",
       {"If-None-Match: W/\"a\""},
       tagged("W/\"a\""),
       304,
       kCertain,
       Because::TagMatches},
      {"a good member of a bad list",
       "GET",
       {"If-None-Match: x, \"a\""},
       tagged("\"a\""),
       304,
       kLikely,
       Because::TagMatches},
      {"star in a list",
       "GET",
       {"If-None-Match: \"b\", *"},
       tagged("\"a\""),
       200,
       kLikely,
       Because::NoTagMatches},
      {"weak member, strong tag",
       "PUT",
       {"If-Match: W/\"a\", \"b\""},
       tagged("\"a\""),
       412,
       kCertain,
       Because::NoTagMatches},
      {"weak member first",
       "PUT",
       {"If-Match: W/\"a\", \"a\""},
       tagged("\"a\""),
       204,
       kCertain,
       Because::TagMatches},
      {"bad and weak",
       "PUT",
       {"If-Match: W/\"a\", a"},
       tagged("\"a\""),
       412,
       kLikely,
       Because::MalformedList},
      {"POST",
       "POST",
       {"If-None-Match: \"a\""},
       tagged("\"a\""),
       412,
       kCertain,
       Because::TagMatches},
  });
  const auto r = request("GET", {"If-None-Match: \"x\", \"y\", \"a\""});
  EXPECT_EQ(predict(r, tagged("\"a\"")).decision().member, 2);
}

TEST(Predict, DatesNextToTagsAreNotConsulted) {
  ServerState s = existing();
  s.etag = Fact<EntityTag>::none();
  s.last_modified = Fact<HttpDate>::certain(date(kDate));
  const auto r =
      request("GET", {"If-None-Match: \"a\"", "If-Modified-Since: Sun, 06 Nov 1994 08:49:37 GMT"});
  const Prediction p = predict(r, s);
  EXPECT_EQ(p.status, 200);
  ASSERT_NE(p.find(Condition::IfModifiedSince), nullptr);
  EXPECT_EQ(p.find(Condition::IfModifiedSince)->because, Because::TagListPresent);
  const auto empty =
      request("GET", {"If-None-Match:", "If-Modified-Since: Sun, 06 Nov 1994 08:49:37 GMT"});
  EXPECT_EQ(predict(empty, s).status, 200);
}

TEST(Predict, Dates) {
  ServerState s = existing();
  s.last_modified = Fact<HttpDate>::certain(date(kDate));
  ServerState undated = existing();
  undated.last_modified = Fact<HttpDate>::none(kLikely);
  expect({
      {"asctime",
       "GET",
       {"If-Modified-Since: Sun Nov  6 08:49:37 1994"},
       s,
       304,
       kCertain,
       Because::NotModifiedSince},
      {"lower case",
       "GET",
       {"If-Modified-Since: sun, 06 nov 1994 08:49:37 gmt"},
       s,
       200,
       kCertain,
       Because::DateInvalid},
      {"repeated",
       "GET",
       {"If-Modified-Since: Sun, 06 Nov 1994 08:49:37 GMT",
        "If-Modified-Since: Sun, 06 Nov 1994 08:49:37 GMT"},
       s,
       200,
       kCertain,
       Because::DateInvalid},
      {"invalid needs no fact",
       "PUT",
       {"If-Unmodified-Since: yesterday"},
       existing(),
       204,
       kCertain,
       Because::DateInvalid},
      {"no date, likely",
       "GET",
       {"If-Modified-Since: Sun, 06 Nov 1994 08:49:37 GMT"},
       undated,
       200,
       kLikely,
       Because::ServerHasNoDate},
      {"GET If-Unmodified-Since",
       "GET",
       {"If-Unmodified-Since: Sun, 06 Nov 1994 08:00:00 GMT"},
       s,
       412,
       kCertain,
       Because::ModifiedSince},
      {"POST If-Modified-Since",
       "POST",
       {"If-Modified-Since: Sun, 06 Nov 1994 08:49:37 GMT"},
       s,
       200,
       kCertain,
       Because::MethodIgnoresDate},
      {"absent PUT",
       "PUT",
       {"If-Unmodified-Since: Sun, 06 Nov 1994 08:00:00 GMT"},
       absent(),
       201,
       kCertain,
       Because::NoRepresentation},
  });
}

TEST(Predict, IfRangeDates) {
  const std::vector<std::string_view> lines = {"Range: bytes=0-9",
                                               "If-Range: Sun, 06 Nov 1994 08:49:37 GMT"};
  ServerState s = sized(1000);
  s.last_modified = Fact<HttpDate>::certain(date(kDate));
  ServerState strong = s;
  strong.last_modified_strong = Fact<bool>::likely(true);
  ServerState other = s;
  other.last_modified = Fact<HttpDate>::certain({0});
  ServerState newer = s;
  newer.last_modified = Fact<HttpDate>::certain({date(kDate).seconds + 1});
  ServerState none = s;
  none.last_modified = Fact<HttpDate>::none();
  ServerState weak = sized(1000);
  weak.last_modified_strong = Fact<bool>::certain(false);
  expect({
      {"strength unknown", "GET", lines, s, 0, kUnknown, Because::IfRangeUnknown},
      {"strong", "GET", lines, strong, 206, kLikely, Because::RangeSatisfiable},
      {"other date", "GET", lines, other, 200, kCertain, Because::IfRangeDateDiffers},
      {"newer date", "GET", lines, newer, 200, kCertain, Because::IfRangeDateDiffers},
      {"no date", "GET", lines, none, 200, kCertain, Because::ServerHasNoDate},
      {"weak whatever it is", "GET", lines, weak, 200, kCertain, Because::IfRangeDateWeak},
  });
}

TEST(Predict, Ranges) {
  ServerState refusing = sized(1000);
  refusing.accepts_ranges = Fact<bool>::certain(false);
  ServerState untagged = existing();
  untagged.etag = Fact<EntityTag>::none();
  ServerState transformed = sized(1000);
  transformed.unconditional_status = Fact<int>::certain(203);
  ServerState tagged_only = tagged("\"a\"");
  ServerState evidenced = tagged("\"a\"");
  evidenced.length = Fact<std::uint64_t>::certain(1000);
  evidenced.accepts_ranges = Fact<bool>::certain(true);
  expect({
      {"refused", "GET", {"Range: bytes=0-9"}, refusing, 200, kCertain, Because::RangeNotSupported},
      {"behind the end",
       "GET",
       {"Range: bytes=1000-"},
       evidenced,
       416,
       kCertain,
       Because::RangeUnsatisfiable},
      {"behind the end of the same version",
       "GET",
       {"Range: bytes=1000-", "If-Range: \"a\""},
       evidenced,
       416,
       kLikely,
       Because::RangeUnsatisfiable},
      {"weak tag on the server",
       "GET",
       {"Range: bytes=0-9", "If-Range: \"a\""},
       tagged("W/\"a\""),
       200,
       kCertain,
       Because::IfRangeServerTagWeak},
      {"no tag on the server",
       "GET",
       {"Range: bytes=0-9", "If-Range: \"a\""},
       untagged,
       200,
       kCertain,
       Because::IfRangeServerHasNoTag},
      {"not on 203",
       "GET",
       {"Range: bytes=0-9"},
       transformed,
       203,
       kCertain,
       Because::RangeNotOn200},
      {"repeated",
       "GET",
       {"Range: bytes=0-9", "Range: bytes=0-9"},
       sized(1000),
       200,
       kLikely,
       Because::RangeInvalid},
      {"length unknown, first byte",
       "GET",
       {"Range: bytes=0-9"},
       existing(),
       206,
       kLikely,
       Because::RangeSatisfiable},
      {"length unknown, suffix",
       "GET",
       {"Range: bytes=-9"},
       existing(),
       206,
       kLikely,
       Because::RangeSatisfiable},
      {"length unknown, no suffix",
       "GET",
       {"Range: bytes=-0"},
       existing(),
       416,
       kLikely,
       Because::RangeUnsatisfiable},
      {"length unknown, same version",
       "GET",
       {"Range: bytes=500-", "If-Range: \"a\""},
       tagged_only,
       206,
       kLikely,
       Because::RangeSatisfiable},
      {"If-Range repeated",
       "GET",
       {"Range: bytes=0-9", "If-Range: \"a\"", "If-Range: \"a\""},
       tagged_only,
       200,
       kCertain,
       Because::IfRangeInvalid},
      {"If-Range star",
       "GET",
       {"Range: bytes=0-9", "If-Range: *"},
       tagged_only,
       200,
       kCertain,
       Because::IfRangeInvalid},
      {"If-Range list",
       "GET",
       {"Range: bytes=0-9", "If-Range: \"a\", \"b\""},
       tagged_only,
       200,
       kCertain,
       Because::IfRangeInvalid},
      {"huge",
       "GET",
       {"Range: bytes=99999999999999999999999-"},
       sized(1000),
       416,
       kLikely,
       Because::RangeUnsatisfiable},
  });
}

TEST(Predict, SeveralRanges) {
  const auto p = predict(request("GET", {"Range: bytes=0-9,20-29"}), sized(1000));
  EXPECT_EQ(p.status, 206);
  EXPECT_TRUE(p.multipart);
  EXPECT_FALSE(p.content_range);
  EXPECT_FALSE(p.allowed.contains(416));
  const auto one = predict(request("GET", {"Range: bytes=2000-,-0,5-6"}), sized(1000));
  EXPECT_FALSE(one.multipart);
  EXPECT_EQ(to_string(*one.content_range), "bytes 5-6/1000");
  EXPECT_FALSE(one.allowed.contains(416));
  EXPECT_TRUE(
      predict(request("GET", {"Range: bytes=0-9,5-15,10-20"}), sized(1000)).allowed.contains(416));
  EXPECT_FALSE(
      predict(request("GET", {"Range: bytes=0-9,5-15"}), sized(1000)).allowed.contains(416));
  EXPECT_FALSE(predict(request("GET", {"Range: bytes=0-9,5-15,20-30,40-50"}), sized(1000))
                   .allowed.contains(416));
  EXPECT_TRUE(
      predict(request("GET", {"Range: bytes=10-20,5-15,0-9"}), sized(1000)).allowed.contains(416));
  EXPECT_FALSE(
      predict(request("GET", {"Range: bytes=40-50,5-15,0-9"}), sized(1000)).allowed.contains(416));
}

TEST(Predict, ManyRangesOutOfOrderMayBeRefused) {
  std::string ascending = "Range: bytes=0-0";
  std::string descending = "Range: bytes=990-990";
  for (int i = 1; i < 20; ++i) {
    ascending += fmt::format(",{0}-{0}", i * 10);
    descending += fmt::format(",{0}-{0}", 990 - i * 10);
  }
  EXPECT_FALSE(predict(request("GET", {ascending}), sized(1000)).allowed.contains(416));
  EXPECT_TRUE(predict(request("GET", {descending}), sized(1000)).allowed.contains(416));
}

TEST(Predict, TemplatedFieldsLeaveOnlyTheirOwnStepOpen) {
  ServerState s = tagged("\"a\"");
  s.length = Fact<std::uint64_t>::certain(1000);
  s.last_modified = Fact<HttpDate>::certain(date(kDate));
  ServerState untagged = existing();
  untagged.etag = Fact<EntityTag>::none();
  expect({
      {"list", "GET", {"If-None-Match: {{tag}}"}, s, 0, kUnknown, Because::Templated},
      {"it may be a star",
       "GET",
       {"If-None-Match: {{tag}}"},
       untagged,
       0,
       kUnknown,
       Because::Templated},
      {"so may If-Match", "PUT", {"If-Match: {{tag}}"}, untagged, 0, kUnknown, Because::Templated},
      {"a literal member decides",
       "GET",
       {"If-None-Match: {{tag}}, \"a\""},
       s,
       304,
       kCertain,
       Because::TagMatches},
      {"no literal member does",
       "GET",
       {"If-None-Match: {{tag}}, \"b\""},
       s,
       0,
       kUnknown,
       Because::Templated},
      {"If-Match fails before",
       "PUT",
       {"If-Match: \"b\"", "If-None-Match: {{tag}}"},
       s,
       412,
       kCertain,
       Because::NoTagMatches},
      {"match settles before Range",
       "GET",
       {"If-None-Match: \"a\"", "Range: bytes={{n}}-"},
       s,
       304,
       kCertain,
       Because::TagMatches},
      {"weak If-Range settles before Range",
       "GET",
       {"If-Range: W/\"a\"", "Range: bytes={{n}}-"},
       s,
       200,
       kCertain,
       Because::IfRangeWeakTag},
      {"Range", "GET", {"Range: bytes={{n}}-"}, s, 0, kUnknown, Because::Templated},
      {"If-Range",
       "GET",
       {"Range: bytes=0-9", "If-Range: {{tag}}"},
       s,
       0,
       kUnknown,
       Because::Templated},
      {"date", "GET", {"If-Modified-Since: {{date}}"}, s, 0, kUnknown, Because::Templated},
      {"date next to a tag",
       "GET",
       {"If-Modified-Since: {{date}}", "If-None-Match: \"a\""},
       s,
       304,
       kCertain,
       Because::TagMatches},
      {"failure first",
       "GET",
       {"If-None-Match: {{tag}}"},
       answering(500),
       500,
       kCertain,
       Because::FailureComesFirst},
      {"absent", "PUT", {"If-Match: {{tag}}"}, absent(), 412, kCertain, Because::NoRepresentation},
  });
}

TEST(Predict, StepsFollowThePrecedence) {
  const auto r =
      request("GET", {"Range: bytes=0-9", "If-Range: \"a\"", "If-None-Match: \"b\"",
                      "If-Modified-Since: x", "If-Match: \"a\"", "If-Unmodified-Since: x"});
  ServerState s = tagged("\"a\"");
  s.length = Fact<std::uint64_t>::certain(1000);
  const Prediction p = predict(r, s);
  EXPECT_EQ(p.status, 206);
  const std::vector<Condition> expected = {
      Condition::Unconditional, Condition::IfMatch,         Condition::IfUnmodifiedSince,
      Condition::IfNoneMatch,   Condition::IfModifiedSince, Condition::IfRange,
      Condition::Range};
  ASSERT_EQ(p.step_count, expected.size());
  for (std::size_t i = 0; i < expected.size(); ++i) EXPECT_EQ(p.steps[i].condition, expected[i]);
}

TEST(StatusSet, KeepsOrderAndDropsRepeats) {
  StatusSet set{412, 200, 412};
  EXPECT_EQ(codes(set), (std::vector<int>{412, 200}));
  for (int i = 0; i < 20; ++i) set.insert(300 + i);
  EXPECT_EQ(set.size(), 12U);
  EXPECT_FALSE(set.contains(319));
}

}  // namespace
}  // namespace wiretag::http
