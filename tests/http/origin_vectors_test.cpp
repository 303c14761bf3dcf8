#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <gtest/gtest.h>

#include "http/predict.h"
#include "tests/http/support.h"

namespace wiretag::http {
namespace {

constexpr std::string_view kModified = "Sun, 06 Nov 1994 08:49:37 GMT";

/// The state of a row: an existing representation of 1000 bytes unless it says otherwise.
struct State {
  std::string_view etag = {};
  bool modified = false;
  bool no_date = false;
  std::optional<bool> strong = {};
  bool absent = false;
  std::uint64_t length = 1000;
  int status = 0;
};

struct Vector {
  int number;
  std::string_view method;
  std::vector<std::string_view> lines;
  State state;
  std::vector<int> allowed;  ///< the expected status first
  Confidence confidence;
  std::string_view content_range = {};
};

constexpr Confidence kCertain = Confidence::Certain;
constexpr Confidence kLikely = Confidence::Likely;

ServerState server(const State& s) {
  ServerState out;
  out.exists = Fact<bool>::certain(!s.absent);
  if (!s.absent) out.length = Fact<std::uint64_t>::certain(s.length);
  if (!s.etag.empty()) out.etag = Fact<EntityTag>::certain(tag(s.etag));
  if (s.modified) out.last_modified = Fact<HttpDate>::certain(date(kModified));
  if (s.no_date) out.last_modified = Fact<HttpDate>::none();
  if (s.strong) out.last_modified_strong = Fact<bool>::certain(*s.strong);
  if (s.status != 0) out.unconditional_status = Fact<int>::certain(s.status);
  return out;
}

#define EARLIER "Sun, 06 Nov 1994 08:00:00 GMT"
#define MODIFIED "Sun, 06 Nov 1994 08:49:37 GMT"
#define LATER "Sun, 06 Nov 1994 09:00:00 GMT"

const std::vector<int> k412OnWrite = {412, 200, 201, 202, 204};

const std::vector<Vector> kVectors = {
    {1, "GET", {R"(If-None-Match: "v42")"}, {.etag = R"("v42")"}, {304}, kCertain},
    {2, "GET", {R"(If-None-Match: W/"v42")"}, {.etag = R"("v42")"}, {304}, kCertain},
    {3, "GET", {R"(If-None-Match: "v42")"}, {.etag = R"(W/"v42")"}, {304}, kCertain},
    {4, "GET", {R"(If-None-Match: "v42")"}, {.etag = R"("v43")"}, {200}, kCertain},
    {5, "GET", {R"(If-None-Match: "v41", W/"v42")"}, {.etag = R"("v42")"}, {304}, kCertain},
    {6, "GET", {R"(If-None-Match: "a,b")"}, {.etag = R"("a,b")"}, {304}, kCertain},
    {7, "GET", {"If-None-Match: *"}, {}, {304}, kCertain},
    {8, "GET", {"If-None-Match: *"}, {.absent = true}, {404}, kCertain},
    {9, "GET", {R"(If-None-Match: "V42")"}, {.etag = R"("v42")"}, {200}, kCertain},
    {10, "GET", {"If-None-Match: v42"}, {.etag = R"("v42")"}, {200}, kLikely},
    {11, "GET", {R"(If-None-Match: "v42-gzip")"}, {.etag = R"("v42")"}, {200}, kCertain},
    {12, "HEAD", {R"(If-None-Match: "v42")"}, {.etag = R"("v42")"}, {304}, kCertain},
    {13,
     "GET",
     {R"(If-None-Match: "v42")", "If-Modified-Since: " EARLIER},
     {.etag = R"("v42")", .modified = true},
     {304},
     kCertain},
    {14,
     "GET",
     {R"(If-None-Match: "v41")", "If-Modified-Since: " MODIFIED},
     {.etag = R"("v42")", .modified = true},
     {200},
     kCertain},
    {15, "GET", {"If-Modified-Since: " MODIFIED}, {.modified = true}, {304, 200}, kCertain},
    {16, "GET", {"If-Modified-Since: " LATER}, {.modified = true}, {304, 200}, kCertain},
    {17, "GET", {"If-Modified-Since: " EARLIER}, {.modified = true}, {200}, kCertain},
    {18, "GET", {"If-Modified-Since: 1994-11-06T08:49:37Z"}, {.modified = true}, {200}, kCertain},
    {19, "GET", {"If-Modified-Since: " MODIFIED}, {.no_date = true}, {200}, kCertain},
    {20, "PUT", {"If-Modified-Since: " MODIFIED}, {.modified = true}, {204, 200}, kCertain},
    {21, "PUT", {R"(If-Match: "v42")"}, {.etag = R"("v42")"}, {204, 200}, kCertain},
    {22, "PUT", {R"(If-Match: "v41")"}, {.etag = R"("v42")"}, k412OnWrite, kCertain},
    {23, "PUT", {R"(If-Match: W/"v42")"}, {}, k412OnWrite, kCertain},
    {24, "PUT", {R"(If-Match: "v42")"}, {.etag = R"(W/"v42")"}, k412OnWrite, kCertain},
    {25, "PUT", {"If-Match: *"}, {.absent = true}, k412OnWrite, kCertain},
    {26, "PUT", {"If-None-Match: *"}, {}, {412}, kCertain},
    {27, "PUT", {"If-None-Match: *"}, {.absent = true}, {201}, kCertain},
    {28, "PUT", {R"(If-None-Match: "v42")"}, {.etag = R"("v42")"}, {412}, kCertain},
    {29, "GET", {R"(If-Match: "v41")"}, {.etag = R"("v42")"}, {412}, kCertain},
    {30, "PUT", {"If-Unmodified-Since: " MODIFIED}, {.modified = true}, {204, 200}, kCertain},
    {31, "PUT", {"If-Unmodified-Since: " EARLIER}, {.modified = true}, k412OnWrite, kCertain},
    {32, "PUT", {"If-Unmodified-Since: " MODIFIED}, {.no_date = true}, {204, 200}, kCertain},
    {33,
     "PUT",
     {R"(If-Match: "v42")", "If-Unmodified-Since: " EARLIER},
     {.etag = R"("v42")", .modified = true},
     {204, 200},
     kCertain},
    {34, "GET", {"If-Match: *", R"(If-None-Match: "v42")"}, {.etag = R"("v42")"}, {304}, kCertain},
    {35,
     "GET",
     {"Range: bytes=500-", R"(If-Range: "v42")"},
     {.etag = R"("v42")"},
     {206, 200},
     kLikely,
     "bytes 500-999/1000"},
    {36,
     "GET",
     {"Range: bytes=500-", R"(If-Range: W/"v42")"},
     {.etag = R"(W/"v42")"},
     {200},
     kCertain},
    {37,
     "GET",
     {"Range: bytes=500-", R"(If-Range: W/"v42")"},
     {.etag = R"("v42")"},
     {200},
     kCertain},
    {38,
     "GET",
     {"Range: bytes=500-", R"(If-Range: "v42")"},
     {.etag = R"(W/"v42")"},
     {200},
     kCertain},
    {39, "GET", {"Range: bytes=500-", R"(If-Range: "v41")"}, {.etag = R"("v42")"}, {200}, kCertain},
    {40,
     "GET",
     {"Range: bytes=5000-", R"(If-Range: W/"v42")"},
     {.etag = R"(W/"v42")"},
     {200},
     kCertain},
    {41,
     "GET",
     {"Range: bytes=5000-", R"(If-Range: "v42")"},
     {.etag = R"("v42")"},
     {416, 200},
     kLikely,
     "bytes */1000"},
    {42,
     "GET",
     {"Range: bytes=500-", "If-Range: " MODIFIED},
     {.modified = true, .strong = true},
     {206, 200},
     kLikely,
     "bytes 500-999/1000"},
    {43,
     "GET",
     {"Range: bytes=500-", "If-Range: " MODIFIED},
     {.modified = true, .strong = false},
     {200},
     kCertain},
    {44,
     "GET",
     {"Range: bytes=500-", "If-Range: " LATER},
     {.modified = true, .strong = true},
     {200},
     kCertain},
    {45, "GET", {R"(If-Range: "v42")"}, {.etag = R"("v42")"}, {200}, kCertain},
    {46,
     "GET",
     {"Range: bytes=500-", R"(If-Range: W/"v42")", R"(If-None-Match: W/"v42")"},
     {.etag = R"("v42")"},
     {304},
     kCertain},
    {47,
     "GET",
     {"Range: bytes=500-", R"(If-None-Match: "v42")"},
     {.etag = R"("v42")"},
     {304},
     kCertain},
    {48, "GET", {"Range: bytes=0-0"}, {}, {206, 200}, kLikely, "bytes 0-0/1000"},
    {49, "GET", {"Range: bytes=900-5000"}, {}, {206, 200}, kLikely, "bytes 900-999/1000"},
    {50, "GET", {"Range: bytes=1000-"}, {}, {416, 200}, kLikely, "bytes */1000"},
    {51, "GET", {"Range: bytes=999-"}, {}, {206, 200}, kLikely, "bytes 999-999/1000"},
    {52, "GET", {"Range: bytes=-5000"}, {}, {206, 200}, kLikely, "bytes 0-999/1000"},
    {53, "GET", {"Range: bytes=-0"}, {}, {416, 200}, kLikely, "bytes */1000"},
    {54, "GET", {"Range: bytes=0-9,2000-"}, {}, {206, 200}, kLikely, "bytes 0-9/1000"},
    {55, "GET", {"Range: bytes=9-0"}, {}, {200, 400, 416}, kLikely},
    {56, "GET", {"Range: bytes 0-9"}, {}, {200, 400, 416}, kLikely},
    {57, "GET", {"Range: items=0-9"}, {}, {200}, kCertain},
    {58, "GET", {"Range: bytes=0-"}, {.length = 0}, {200, 206, 416}, kLikely},
    {59, "HEAD", {"Range: bytes=0-9"}, {}, {200}, kCertain},
    {60, "POST", {"Range: bytes=0-9"}, {}, {200, 201, 202, 204, 205, 303}, kCertain},
    {61, "GET", {"Range: bytes=0-9", R"(If-Match: "v41")"}, {.etag = R"("v42")"}, {412}, kCertain},
    {62,
     "GET",
     {"Range: bytes=0-9", R"(If-Match: "v42")"},
     {.etag = R"("v42")"},
     {206, 200},
     kLikely,
     "bytes 0-9/1000"},
    {63, "OPTIONS", {R"(If-Match: "x")"}, {.etag = R"("v42")"}, {200, 204}, kCertain},
    {64, "GET", {R"(If-None-Match: "v42")"}, {.etag = R"("v42")", .status = 301}, {301}, kCertain},
    {65, "PUT", {R"(If-Match: "v41")"}, {.etag = R"("v42")", .status = 403}, {403}, kCertain},
    {66, "GET", {R"(If-None-Match: "")"}, {.etag = R"("")"}, {304}, kCertain},
};

TEST(OriginVectors, AreComplete) {
  ASSERT_EQ(kVectors.size(), 66U);
  for (std::size_t i = 0; i < kVectors.size(); ++i) {
    EXPECT_EQ(kVectors[i].number, static_cast<int>(i) + 1);
  }
}

TEST(OriginVectors, ComeOutAsListed) {
  for (const Vector& v : kVectors) {
    const ConditionalRequest r = request(v.method, v.lines);
    const Prediction p = predict(r, server(v.state));
    EXPECT_EQ(p.status, v.allowed.front()) << v.number;
    EXPECT_EQ(codes(p.allowed), v.allowed) << v.number;
    EXPECT_EQ(p.confidence, v.confidence) << v.number;
    EXPECT_EQ(p.content_range ? to_string(*p.content_range) : "", v.content_range) << v.number;
    EXPECT_FALSE(p.multipart) << v.number;
  }
}

TEST(OriginVectors, Two06IsCertainOnceRangesAreEvidenced) {
  for (const Vector& v : kVectors) {
    if (v.allowed.front() != 206) continue;
    ServerState state = server(v.state);
    state.accepts_ranges = Fact<bool>::certain(true);
    EXPECT_EQ(predict(request(v.method, v.lines), state).confidence, kCertain) << v.number;
  }
}

}  // namespace
}  // namespace wiretag::http
