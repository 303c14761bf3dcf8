#include <gtest/gtest.h>

#include "http/cache/vary.h"
#include "tests/http/cache_support.h"

namespace wiretag::http::cache {
namespace {

struct Row {
  Text vary;
  Text stored;
  Text asked;
  Match match;
  Confidence confidence = Confidence::Certain;
};

constexpr Match kYes = Match::Yes;
constexpr Match kNo = Match::No;

// clang-format off
const std::vector<Row> kRows = {
    {{}, {"Accept: a"}, {"Accept: b"}, kYes},
    {{"Vary: Accept-Encoding"}, {}, {}, kYes},
    {{"Vary: Accept-Encoding"}, {"Accept-Encoding: gzip"}, {}, kNo},
    {{"Vary: Accept-Encoding"}, {}, {"Accept-Encoding: gzip"}, kNo},
    {{"Vary: Accept-Encoding"}, {}, {"Accept-Encoding:"}, kNo},
    {{"Vary: accept-encoding"}, {"Accept-Encoding: gzip, br"}, {"accept-encoding: BR,gzip"}, kYes},
    {{"Vary: Accept-Encoding"}, {"Accept-Encoding: gzip, br"}, {"Accept-Encoding: gzip", "Accept-Encoding: br"}, kYes},
    {{"Vary: Accept-Encoding"}, {"Accept-Encoding: gzip;q=1, br"}, {"Accept-Encoding: br, gzip; q=1"}, kYes},
    {{"Vary: Accept-Encoding"}, {"Accept-Encoding: gzip, gzip, br"}, {"Accept-Encoding: gzip, br, br"}, kNo},
    {{"Vary: Cookie"}, {"Cookie: a=B"}, {"Cookie: a=b"}, kNo},
    {{"Vary: X-A"}, {"X-A: 1, 2"}, {"X-A: 2, 1"}, kNo},
    {{"Vary: X-A"}, {"X-A: 1", "X-A: 2"}, {"X-A: 1, 2"}, kYes},
    {{"Vary: X-A", "Vary: X-B"}, {"X-A: 1", "X-B: 1"}, {"X-A: 1", "X-B: 2"}, kNo},
    {{"Vary: X-A, X-B"}, {"X-A: 1", "X-B: 1"}, {"X-A: 2", "X-B: 1"}, kNo},
    {{"Vary: *"}, {}, {}, Match::Never},
    {{"Vary: Accept, *"}, {}, {}, Match::Never},
    {{"Vary: X-A"}, {"X-A: {{a}}"}, {"X-A: {{a}}"}, kYes, Confidence::Likely},
    {{"Vary: X-A"}, {"X-A: {{a}}"}, {"X-A: b"}, kNo, Confidence::Likely},
};
// clang-format on

TEST(Vary, FollowsTheTable) {
  for (const Row& row : kRows) {
    const Exchanged stored(row.vary, row.stored);
    const std::vector<FieldLine> asked = lines(row.asked);
    const Selection found = selects(stored.received, {Method::Get, asked});
    const std::string name = (row.vary.empty() ? "" : row.vary.front()) +
                             (row.asked.empty() ? "" : " | " + row.asked.front());
    EXPECT_EQ(found.match, row.match) << name;
    EXPECT_EQ(found.confidence, row.confidence) << name;
  }
}

TEST(Vary, ComparesLongListsByTheirBytes) {
  std::string forth = "Accept: a";
  std::string back = "a";
  for (int i = 0; i < 1000; ++i) {
    forth += ", " + std::to_string(i);
    back = std::to_string(i) + ", " + back;
  }
  const Exchanged stored({"Vary: Accept"}, {forth});
  const Text text = {"Accept: " + back};
  const std::vector<FieldLine> asked = lines(text);
  EXPECT_EQ(selects(stored.received, {Method::Get, asked}).match, kNo);
}

class LookUp : public ::testing::Test {
 protected:
  /// Index of the selected one of `received`, or -1.
  int select(const std::vector<Received>& received, const Text& request, const Cache& cache) {
    const std::vector<FieldLine> asked = lines(request);
    found_ = look_up({Method::Get, asked}, received, cache);
    return found_.stored == nullptr ? -1 : static_cast<int>(found_.stored - received.data());
  }

  Lookup found_;
};

TEST_F(LookUp, TakesTheNewestThatMatches) {
  const Exchanged old({"Cache-Control: max-age=9"});
  const Exchanged young({"Cache-Control: max-age=9"});
  EXPECT_EQ(select({old.received, young.received}, {}, kProxy), 1);
  EXPECT_EQ(found_.confidence, Confidence::Certain);
  EXPECT_EQ(select({}, {}, kProxy), -1);
  EXPECT_EQ(found_.absent, Reason::NothingStored);
}

TEST_F(LookUp, PrefersOneWithVary) {
  const Exchanged with({"Vary: Accept"});
  const Exchanged without({});
  EXPECT_EQ(select({with.received, without.received}, {}, kProxy), 0);
  EXPECT_EQ(select({with.received, without.received}, {"Accept: x"}, kProxy), 1);
}

TEST_F(LookUp, CountsOnOneVariantInABrowser) {
  const Exchanged german({"Vary: Accept-Language"}, {"Accept-Language: de"});
  const Exchanged french({"Vary: Accept-Language"}, {"Accept-Language: fr"});
  EXPECT_EQ(select({german.received, french.received}, {"Accept-Language: de"}, kProxy), 0);
  EXPECT_EQ(found_.confidence, Confidence::Certain);
  EXPECT_EQ(select({german.received, french.received}, {"Accept-Language: de"}, kBrowser), 0);
  EXPECT_EQ(found_.confidence, Confidence::Likely);
  EXPECT_EQ(select({german.received, french.received}, {}, kBrowser), -1);
  EXPECT_EQ(found_.absent, Reason::OtherVariant);
}

TEST_F(LookUp, LetsANewerUnstoredSuccessReplaceTheOld) {
  const Exchanged old({"Cache-Control: max-age=9"});
  const Exchanged secret({"Cache-Control: no-store"});
  const Exchanged failed({}, {}, 500);
  const Exchanged part({"Cache-Control: no-store"}, {}, 206);
  EXPECT_EQ(select({old.received, secret.received}, {}, kProxy), -1);
  EXPECT_EQ(found_.absent, Reason::NotStored);
  EXPECT_EQ(found_.not_stored, StoreReason::NoStore);
  EXPECT_EQ(select({old.received, failed.received}, {}, kProxy), 0);
  EXPECT_EQ(select({old.received, part.received}, {}, kProxy), 0);
}

}  // namespace
}  // namespace wiretag::http::cache
