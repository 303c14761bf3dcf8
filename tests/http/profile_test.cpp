#include "http/profiles/profile.h"

#include <array>
#include <ostream>
#include <string>

#include <gtest/gtest.h>

#include "tests/http/support.h"

namespace wiretag::http {
namespace {

constexpr std::string_view kModified = "Tue, 02 Jan 2024 03:04:05 GMT";
constexpr std::string_view kEarlier = "Mon, 01 Jan 2024 03:04:05 GMT";
constexpr std::string_view kLater = "Wed, 03 Jan 2024 03:04:05 GMT";
constexpr std::array kProducts = {Product::Nginx,     Product::Apache,  Product::Lighttpd,
                                  Product::Caddy,     Product::Varnish, Product::Haproxy,
                                  Product::NginxCache};

ServerState file(std::string_view etag = "\"v42\"") {
  ServerState state;
  state.exists = Fact<bool>::certain(true);
  state.etag = etag.empty() ? Fact<EntityTag>::none() : Fact<EntityTag>::certain(tag(etag));
  state.last_modified = Fact<HttpDate>::certain(date(kModified));
  state.last_modified_strong = Fact<bool>::certain(true);
  state.length = Fact<std::uint64_t>::certain(1000);
  state.accepts_ranges = Fact<bool>::certain(true);
  return state;
}

const HttpDate kNow = {date(kModified).seconds + 365LL * 86400};

void expect_part(std::string_view part, const std::string& text) {
  EXPECT_PRED_FORMAT2(testing::IsSubstring, std::string(part), text);
}

struct Answered {
  Prediction standard;
  ProductAnswer product;
};

Answered ask(Product p, std::string_view method_name, const std::vector<std::string_view>& lines,
             const ServerState& state) {
  const ConditionalRequest r = request(method_name, lines);
  const Prediction standard = predict(r, state);
  return {standard, answer(p, r, state, standard, kNow)};
}

struct Departure {
  Product product;
  std::string_view method;
  std::vector<std::string_view> lines;
  std::string_view etag;
  int standard;
  int status;
  std::string_view because;
};

void PrintTo(const Departure& d, std::ostream* out) {
  *out << to_string(d.product) << ": " << d.method;
  for (std::string_view line : d.lines) *out << " | " << line;
}

class KnownDeparture : public testing::TestWithParam<Departure> {};

TEST_P(KnownDeparture, IsToldAndExplained) {
  const Departure& d = GetParam();
  const Answered a = ask(d.product, d.method, d.lines, file(d.etag));
  EXPECT_EQ(a.standard.status, d.standard);
  EXPECT_EQ(a.product.status, d.status);
  EXPECT_TRUE(a.product.departs);
  expect_part(d.because, because(d.product, a.product));
}

constexpr std::string_view kBoth = "If-None-Match and If-Modified-Since both hold";
constexpr std::string_view kText = "compares If-Range as text, W/ included";
constexpr std::string_view kNoGuards = "does not evaluate If-Match and If-Unmodified-Since";
constexpr std::string_view kOneString = "as one string";
constexpr std::string_view kStrong = "strongly where Range is present";
constexpr std::string_view kAnyMethod = "applies Range to other methods than GET";

INSTANTIATE_TEST_SUITE_P(
    Nginx, KnownDeparture,
    testing::Values(
        Departure{Product::Nginx,
                  "GET",
                  {"If-None-Match: \"v42\"", "If-Modified-Since: Mon, 01 Jan 2024 03:04:05 GMT"},
                  "\"v42\"",
                  304,
                  200,
                  kBoth},
        Departure{Product::Nginx,
                  "GET",
                  {"If-Range: W/\"v42\"", "Range: bytes=0-9"},
                  "W/\"v42\"",
                  200,
                  206,
                  kText},
        Departure{Product::NginxCache,
                  "GET",
                  {"If-Range: W/\"v42\"", "Range: bytes=0-9"},
                  "W/\"v42\"",
                  200,
                  206,
                  kText},
        Departure{Product::Nginx,
                  "GET",
                  {"If-Match: W/\"v42\""},
                  "W/\"v42\"",
                  412,
                  200,
                  "compares If-Match as text"},
        Departure{Product::Nginx,
                  "GET",
                  {"If-Unmodified-Since: yesterday"},
                  "\"v42\"",
                  200,
                  412,
                  "where it is no date"},
        Departure{Product::Nginx,
                  "GET",
                  {"If-Match: \"v42\"", "If-Unmodified-Since: Mon, 01 Jan 2024 03:04:05 GMT"},
                  "\"v42\"",
                  200,
                  412,
                  "next to If-Match"},
        Departure{Product::Nginx,
                  "GET",
                  {"If-None-Match: \"v42\"", "If-None-Match: \"v41\""},
                  "\"v42\"",
                  304,
                  400,
                  "repeats a condition line"},
        Departure{Product::Nginx, "HEAD", {"Range: bytes=0-9"}, "\"v42\"", 200, 206, kAnyMethod},
        Departure{Product::Nginx,
                  "PUT",
                  {"If-Match: \"v41\""},
                  "\"v42\"",
                  412,
                  204,
                  "performs a write whatever"},
        Departure{Product::Nginx,
                  "GET",
                  {"Range: bytes=0-99999999999999999999"},
                  "\"v42\"",
                  206,
                  416,
                  "beyond 63 bits"}));

INSTANTIATE_TEST_SUITE_P(
    Apache, KnownDeparture,
    testing::Values(
        Departure{Product::Apache,
                  "GET",
                  {"If-None-Match: \"v42\"", "If-Modified-Since: Mon, 01 Jan 2024 03:04:05 GMT"},
                  "\"v42\"",
                  304,
                  200,
                  kBoth},
        Departure{Product::Apache,
                  "GET",
                  {"If-None-Match: W/\"v42\"", "Range: bytes=0-9"},
                  "\"v42\"",
                  304,
                  206,
                  kStrong},
        Departure{Product::Apache,
                  "GET",
                  {"If-None-Match: \"v42\"", "If-Range: W/\"v42\"", "Range: bytes=0-9"},
                  "\"v42\"",
                  304,
                  200,
                  "never 304"},
        Departure{Product::Apache,
                  "GET",
                  {"If-Match: \"v42\"", "If-Unmodified-Since: Mon, 01 Jan 2024 03:04:05 GMT"},
                  "\"v42\"",
                  200,
                  412,
                  "next to If-Match"},
        Departure{Product::Apache,
                  "GET",
                  {"If-None-Match: \"v42\"", "If-Unmodified-Since: Tue, 02 Jan 2024 03:04:05 GMT"},
                  "\"v42\"",
                  304,
                  200,
                  "once If-Unmodified-Since holds"},
        Departure{Product::Apache,
                  "PUT",
                  {"If-Unmodified-Since: Tue, 02 Jan 2024 03:04:05 GMT"},
                  "\"v42\"",
                  204,
                  412,
                  "with the present on writes"},
        Departure{Product::Apache,
                  "PUT",
                  {"If-None-Match: W/\"v42\""},
                  "\"v42\"",
                  412,
                  204,
                  "strongly on writes"},
        Departure{Product::Apache,
                  "GET",
                  {"If-None-Match: *, \"v41\""},
                  "\"v42\"",
                  200,
                  304,
                  "malformed around it"},
        Departure{Product::Apache, "HEAD", {"Range: bytes=0-9"}, "\"v42\"", 200, 206, kAnyMethod}));

INSTANTIATE_TEST_SUITE_P(
    Lighttpd, KnownDeparture,
    testing::Values(
        Departure{Product::Lighttpd, "GET", {"If-Match: \"v41\""}, "\"v42\"", 412, 200, kNoGuards},
        Departure{Product::Lighttpd,
                  "GET",
                  {"If-Unmodified-Since: Mon, 01 Jan 2024 03:04:05 GMT"},
                  "\"v42\"",
                  412,
                  200,
                  kNoGuards},
        Departure{Product::Lighttpd,
                  "GET",
                  {"If-None-Match: W/\"v42\"", "Range: bytes=0-9"},
                  "\"v42\"",
                  304,
                  206,
                  kStrong},
        Departure{Product::Lighttpd,
                  "GET",
                  {"If-None-Match: *"},
                  "",
                  304,
                  200,
                  "goes on to If-Modified-Since"},
        Departure{Product::Lighttpd,
                  "GET",
                  {"If-None-Match: \"v42\"", "If-Modified-Since: Tue, 02 Jan 2024 03:04:05 GMT"},
                  "",
                  200,
                  304,
                  "goes on to If-Modified-Since"},
        Departure{Product::Lighttpd,
                  "GET",
                  {"If-None-Match: \"v41\"", "If-None-Match: \"v42\""},
                  "\"v42\"",
                  304,
                  200,
                  "only the first line"},
        Departure{Product::Lighttpd,
                  "GET",
                  {"Range: bytes=a-b,0-9"},
                  "\"v42\"",
                  200,
                  206,
                  "skips malformed members"},
        Departure{Product::Lighttpd,
                  "PUT",
                  {"If-Unmodified-Since: yesterday"},
                  "\"v42\"",
                  204,
                  412,
                  "where it is no date"}));

INSTANTIATE_TEST_SUITE_P(
    Caddy, KnownDeparture,
    testing::Values(
        Departure{Product::Caddy,
                  "GET",
                  {"Range: items=0-9"},
                  "\"v42\"",
                  200,
                  416,
                  "range unit that it does not know"},
        Departure{
            Product::Caddy, "GET", {"Range: bytes=-0"}, "\"v42\"", 416, 206, "suffix of no bytes"},
        Departure{Product::Caddy,
                  "GET",
                  {"If-Match:"},
                  "\"v42\"",
                  412,
                  200,
                  "empty field for an absent one"},
        Departure{Product::Caddy,
                  "GET",
                  {"If-None-Match: \"v42\" junk"},
                  "\"v42\"",
                  200,
                  304,
                  "malformed around it"},
        Departure{Product::Caddy,
                  "OPTIONS",
                  {"If-Match: \"v41\""},
                  "\"v42\"",
                  200,
                  412,
                  "on every method"},
        Departure{Product::Caddy, "HEAD", {"Range: bytes=0-9"}, "\"v42\"", 200, 206, kAnyMethod}));

INSTANTIATE_TEST_SUITE_P(
    Varnish, KnownDeparture,
    testing::Values(
        Departure{Product::Varnish,
                  "GET",
                  {"If-None-Match: \"v41\", \"v42\""},
                  "\"v42\"",
                  304,
                  200,
                  kOneString},
        Departure{Product::Varnish, "GET", {"If-None-Match: *"}, "\"v42\"", 304, 200, kOneString},
        Departure{Product::Varnish,
                  "GET",
                  {"If-None-Match: W/\"v42\"", "Range: bytes=0-9"},
                  "\"v42\"",
                  304,
                  206,
                  kStrong},
        Departure{Product::Varnish, "GET", {"If-Match: \"v41\""}, "\"v42\"", 412, 200, kNoGuards},
        Departure{Product::Varnish,
                  "GET",
                  {"Range: bytes=0-9,20-29"},
                  "\"v42\"",
                  206,
                  416,
                  "more than one range"},
        Departure{Product::Varnish,
                  "GET",
                  {"Range: items=0-9"},
                  "\"v42\"",
                  200,
                  416,
                  "range unit that it does not know"},
        Departure{
            Product::Varnish, "HEAD", {"Range: bytes=0-9"}, "\"v42\"", 200, 206, kAnyMethod}));

INSTANTIATE_TEST_SUITE_P(
    Haproxy, KnownDeparture,
    testing::Values(
        Departure{Product::Haproxy, "GET", {"If-Match: \"v41\""}, "\"v42\"", 412, 200, kNoGuards},
        Departure{Product::Haproxy,
                  "GET",
                  {"If-None-Match: \"v41\", *"},
                  "\"v42\"",
                  200,
                  304,
                  "malformed around it"},
        Departure{Product::Haproxy,
                  "GET",
                  {"If-Modified-Since: Tue, 02 Jan 2024 03:04:05 GMT; length=1000"},
                  "\"v42\"",
                  200,
                  304,
                  "more texts as dates"}));

TEST(Profile, AgreesOnWhatAllProductsDo) {
  for (Product p : kProducts) {
    SCOPED_TRACE(to_string(p));
    for (std::string_view line : {"If-None-Match: \"v42\"", "If-None-Match: W/\"v42\"",
                                  "If-Modified-Since: Tue, 02 Jan 2024 03:04:05 GMT"}) {
      const Answered a = ask(p, "GET", {line}, file());
      EXPECT_EQ(a.product.status, 304) << line;
      EXPECT_FALSE(a.product.departs || a.product.differs) << line;
      EXPECT_EQ(a.product.confidence, Confidence::Certain) << line;
      expect_part("as the standard asks", because(p, a.product));
    }
    EXPECT_EQ(ask(p, "GET", {"If-None-Match: \"v41\""}, file()).product.status, 200);
    EXPECT_EQ(ask(p, "GET", {"If-Range: \"v41\"", "Range: bytes=0-9"}, file()).product.status, 200);
  }
}

TEST(Profile, TellsAnAllowedDifferenceFromADeparture) {
  const std::string later = "If-Modified-Since: " + std::string(kLater);
  const Answered a = ask(Product::Nginx, "GET", {later}, file());
  EXPECT_EQ(a.product.status, 200);
  EXPECT_FALSE(a.product.departs);
  EXPECT_TRUE(a.product.differs);
  expect_part("dates are equal", because(Product::Nginx, a.product));
}

TEST(Profile, NamesTheBytesThatAreSent) {
  const Answered merged = ask(Product::Lighttpd, "GET", {"Range: bytes=0-9,20-29"}, file());
  EXPECT_EQ(merged.product.status, 206);
  EXPECT_FALSE(merged.product.multipart);
  EXPECT_EQ(to_string(*merged.product.content_range), "bytes 0-29/1000");
  expect_part("merges ranges", because(Product::Lighttpd, merged.product));

  const Answered parts = ask(Product::Nginx, "GET", {"Range: bytes=0-9,20-29"}, file());
  EXPECT_TRUE(parts.product.multipart);
  EXPECT_FALSE(parts.product.content_range);

  const Answered refused = ask(Product::Nginx, "GET", {"Range: bytes=5000-"}, file());
  EXPECT_EQ(to_string(*refused.product.content_range), "bytes */1000");
  const Answered unnamed = ask(Product::Apache, "GET", {"Range: bytes=5000-"}, file());
  EXPECT_EQ(unnamed.product.status, 416);
  EXPECT_FALSE(unnamed.product.content_range);
}

TEST(Profile, ApacheTakesADateOfTheLastMinuteForWeak) {
  const std::string if_range = "If-Range: " + std::string(kModified);
  const ConditionalRequest r = request("GET", {if_range, "Range: bytes=0-9"});
  const Prediction standard = predict(r, file());
  const HttpDate soon{date(kModified).seconds + 5};
  EXPECT_EQ(answer(Product::Apache, r, file(), standard, soon).status, 200);
  EXPECT_EQ(answer(Product::Apache, r, file(), standard, kNow).status, 206);
}

TEST(Profile, IgnoresADateInTheFutureWhereTheClockIsKnown) {
  const ConditionalRequest r = request("GET", {"If-Modified-Since: Thu, 01 Jan 2037 00:00:00 GMT"});
  const Prediction standard = predict(r, file());
  EXPECT_EQ(answer(Product::Varnish, r, file(), standard, kNow).status, 200);
  const ProductAnswer guessed = answer(Product::Varnish, r, file(), standard);
  EXPECT_EQ(guessed.status, 304);
  EXPECT_EQ(guessed.confidence, Confidence::Likely);
}

TEST(Profile, AWriteThatIsPerformedHasSeveralStatuses) {
  const Answered a = ask(Product::Apache, "PUT", {"If-Match: \"v42\""}, file());
  EXPECT_FALSE(a.product.differs);
  for (int status : {200, 201, 204}) EXPECT_TRUE(a.product.acceptable.contains(status));
}

TEST(Profile, CachesPassWritesOn) {
  for (Product p : {Product::Varnish, Product::Haproxy, Product::NginxCache}) {
    const Answered a = ask(p, "PUT", {"If-Match: \"v41\""}, file());
    EXPECT_EQ(a.product.status, a.standard.status);
    EXPECT_EQ(a.product.confidence, Confidence::Likely);
    expect_part("the origin decides", because(p, a.product));
  }
}

TEST(Profile, SaysNothingWhereAFactThatItReadsIsUnknown) {
  for (Product p : kProducts) {
    const Answered a = ask(p, "GET", {"If-None-Match: \"v42\""}, {});
    EXPECT_EQ(a.product.status, 0) << to_string(p);
    EXPECT_EQ(a.product.confidence, Confidence::Unknown);
    EXPECT_FALSE(a.product.departs || a.product.differs);
  }
}

TEST(Profile, SaysNothingAboutATemplatedRequest) {
  for (Product p : kProducts) {
    EXPECT_EQ(ask(p, "GET", {"If-None-Match: {{etag}}"}, file()).product.status, 0);
  }
}

TEST(Profile, AFailureComesBeforeConditions) {
  ServerState gone;
  gone.exists = Fact<bool>::certain(false);
  ServerState moved = file();
  moved.unconditional_status = Fact<int>::certain(301);
  for (Product p : kProducts) {
    EXPECT_EQ(ask(p, "GET", {"If-None-Match: *", "Range: bytes=0-9"}, gone).product.status, 404);
    EXPECT_EQ(ask(p, "GET", {"If-None-Match: \"v42\""}, moved).product.status, 301);
  }
}

void expect_same(const Prediction& a, const Prediction& b) {
  EXPECT_EQ(a.status, b.status);
  EXPECT_EQ(codes(a.allowed), codes(b.allowed));
  EXPECT_EQ(a.confidence, b.confidence);
  EXPECT_EQ(a.content_range, b.content_range);
  EXPECT_EQ(a.deciding, b.deciding);
}

TEST(Profile, NeverChangesTheStandardPrediction) {
  const std::string earlier = "If-Modified-Since: " + std::string(kEarlier);
  const std::vector<std::vector<std::string_view>> requests = {
      {"If-None-Match: \"v42\"", earlier},
      {"If-Match: \"v41\""},
      {"If-Range: W/\"v42\"", "Range: bytes=0-9"},
      {"Range: bytes=0-9,20-29"},
      {"If-None-Match: *, \"v41\"", "Range: items=0-9"},
  };
  for (std::string_view method_name : {"GET", "HEAD", "PUT", "DELETE", "POST", "OPTIONS"}) {
    for (const auto& lines : requests) {
      const ConditionalRequest r = request(method_name, lines);
      const Prediction alone = predict(r, file());
      for (Product p : kProducts) {
        const Prediction standard = predict(r, file());
        const ProductAnswer a = answer(p, r, file(), standard, kNow);
        expect_same(standard, alone);
        expect_same(predict(r, file()), alone);
        EXPECT_TRUE(a.differs || !a.departs);
        EXPECT_FALSE(a.departs && !writes(r.method) && alone.allowed.contains(a.status));
      }
    }
  }
}

TEST(Profile, NamesRoundTrip) {
  for (Product p : kProducts) EXPECT_EQ(product(to_string(p)), p);
  EXPECT_FALSE(product("Nginx"));
  EXPECT_FALSE(product("iis"));
  EXPECT_FALSE(product(""));
}

TEST(Profile, EveryMechanismIsWorded) {
  for (int m = 0; m <= static_cast<int>(Mechanism::LengthNotNamed); ++m) {
    EXPECT_FALSE(to_string(static_cast<Mechanism>(m)).empty()) << m;
  }
}

}  // namespace
}  // namespace wiretag::http
