#include <gtest/gtest.h>

#include "http/cache/update.h"
#include "tests/http/cache_support.h"

namespace wiretag::http::cache {
namespace {

TEST(Invalidation, FollowsUnsafeMethodsThatSucceed) {
  for (const Method method :
       {Method::Put, Method::Post, Method::Delete, Method::Patch, Method::Other}) {
    for (const int status : {200, 204, 303, 399}) EXPECT_TRUE(invalidates(method, status));
    for (const int status : {0, 100, 199, 400, 412, 500}) EXPECT_FALSE(invalidates(method, status));
  }
  for (const Method method :
       {Method::Get, Method::Head, Method::Options, Method::Trace, Method::Connect}) {
    EXPECT_FALSE(invalidates(method, 204));
  }
}

constexpr Update kFreshens = Update::Freshens;
constexpr Update kElsewhere = Update::Elsewhere;

struct Row {
  Text stored;
  Text not_modified;
  Text request;
  Update expected;
};

TEST(Update, ChoosesByTheValidatorOfThe304) {
  const std::vector<Row> rows = {
      {{"ETag: \"a\""}, {"ETag: \"a\""}, {}, kFreshens},
      {{"ETag: \"a\""}, {"ETag: \"b\""}, {}, kElsewhere},
      {{"ETag: W/\"a\""}, {"ETag: \"a\""}, {}, kElsewhere},
      {{"ETag: \"a\""}, {"ETag: W/\"a\""}, {}, kFreshens},
      {{}, {"ETag: \"a\""}, {}, kElsewhere},
      {{date_line("Last-Modified", -9)}, {date_line("Last-Modified", -9)}, {}, kFreshens},
      {{date_line("Last-Modified", -9)}, {date_line("Last-Modified", -8)}, {}, kElsewhere},
      {{}, {}, {}, kFreshens},
      {{"ETag: \"a\""}, {}, {}, kElsewhere},
      {{"ETag: \"a\""}, {}, {"If-None-Match: \"x\", W/\"a\""}, kFreshens},
      {{"ETag: \"a\""}, {}, {"If-None-Match: \"x\""}, kElsewhere},
      {{date_line("Last-Modified", -9)}, {}, {date_line("If-Modified-Since", -9)}, kFreshens},
      {{date_line("Last-Modified", -9)}, {}, {date_line("If-Modified-Since", -1)}, kElsewhere},
  };
  for (std::size_t i = 0; i < rows.size(); ++i) {
    const Exchanged stored(rows[i].stored);
    const Exchanged checked(rows[i].not_modified, rows[i].request, 304);
    EXPECT_EQ(update_by_304(stored.received, checked.received.request, checked.received.response),
              rows[i].expected)
        << "row " << i;
  }
}

TEST(Update, ComparesAHeadWithWhatIsStored) {
  const Exchanged stored({"ETag: \"a\"", "Content-Length: 9"});
  const auto by_head = [&](const Text& head) {
    const Exchanged one(head, {}, 200, true, Method::Head);
    return update_by_head(stored.received, one.received.response);
  };
  EXPECT_EQ(by_head({"ETag: \"a\""}), kFreshens);
  EXPECT_EQ(by_head({}), kFreshens);
  EXPECT_EQ(by_head({"ETag: \"b\""}), Update::Outdates);
  EXPECT_EQ(by_head({"ETag: \"a\"", "Content-Length: 8"}), Update::Outdates);
  EXPECT_EQ(by_head({date_line("Last-Modified", 0)}), Update::Outdates);
}

TEST(Update, ReplacesFieldsButNotThoseOfTheContent) {
  const Exchanged stored({"ETag: \"a\"", "Cache-Control: max-age=1", "Age: 7", "Content-Length: 9",
                          "Content-Type: text/html", "X-A: old", "X-B: old"});
  const Exchanged update({"cache-control: max-age=60", "cache-control: public", "Content-Length: 0",
                          "Content-Type: x/y", "Keep-Alive: 5", "x-a: new"},
                         {}, 304, false);
  std::string shown;
  for (const FieldLine& line :
       freshened(stored.received.response.fields, update.received.response.fields)) {
    shown += std::string(line.name) + ": " + std::string(line.value) + "\n";
  }
  EXPECT_EQ(shown,
            "ETag: \"a\"\nContent-Length: 9\nContent-Type: text/html\nX-B: old\n"
            "cache-control: max-age=60\ncache-control: public\nx-a: new\n");
}

}  // namespace
}  // namespace wiretag::http::cache
