#include <algorithm>

#include <gtest/gtest.h>

#include "tests/rules/lint.h"

namespace wiretag::rules::tests {
namespace {

std::string unsafely(const std::string& text, std::string_view rule) {
  lint::Selection only;
  only.select = {std::string(rule)};
  only.severity = Severity::Hint;
  return fixed(text, FixKind::Unsafe, only);
}

std::string safely(const std::string& text, std::string_view rule) {
  lint::Selection only;
  only.select = {std::string(rule)};
  only.severity = Severity::Hint;
  return fixed(text, FixKind::Safe, only);
}

const std::string kRead =
    "GET /a HTTP/1.1\r\nHost: a.example\r\n\r\nHTTP/1.1 200 OK\r\nETag: \"r7\"\r\n\r\n###\r\n";

TEST(ConditionFixes, AGuardGoesBelowHostWithItsLineEnd) {
  const std::string write = "PUT /a HTTP/1.1\r\nHost: a.example\r\nX: 1\r\n\r\n{}\r\n";
  EXPECT_EQ(unsafely(kRead + write, "unguarded-write"),
            kRead + "PUT /a HTTP/1.1\r\nHost: a.example\r\nIf-Match: \"r7\"\r\nX: 1\r\n\r\n{}\r\n");
}

TEST(ConditionFixes, AGuardIsAddedAtTheEndOfTheFile) {
  const std::string read = "GET https://a.example/a\n\nHTTP/1.1 200 OK\nETag: \"r7\"\n\n###\n";
  EXPECT_EQ(unsafely(read + "DELETE https://a.example/a", "unguarded-write"),
            read + "DELETE https://a.example/a\nIf-Match: \"r7\"");
}

TEST(ConditionFixes, AWeakTagGuardsNothing) {
  std::string text = kRead + "PUT /a HTTP/1.1\r\nHost: a.example\r\n\r\n{}\r\n";
  text.replace(text.find("\"r7\""), 4, "W/\"r7\"");
  EXPECT_EQ(unsafely(text, "unguarded-write"), text);
}

TEST(ConditionFixes, ADateBesideAGuardIsRemoved) {
  EXPECT_EQ(unsafely("PUT /a HTTP/1.1\nHost: a.example\nIf-Match: \"r7\"\nIf-Modified-Since: Sun, "
                     "06 Nov 1994 08:49:37 GMT\n\n{}\n",
                     "ims-on-write"),
            "PUT /a HTTP/1.1\nHost: a.example\nIf-Match: \"r7\"\n\n{}\n");
}

TEST(ConditionFixes, OnlyAnUnambiguousDateIsRespelledUnasked) {
  const std::string head = "GET /a HTTP/1.1\nHost: a.example\nIf-Modified-Since: ";
  EXPECT_EQ(safely(head + "2026-11-22T10:00:00Z\n", "http-date-invalid"),
            head + "Sun, 22 Nov 2026 10:00:00 GMT\n");
  EXPECT_EQ(safely(head + "2026-11-22T10:00:00\n", "http-date-invalid"),
            head + "2026-11-22T10:00:00\n");
  EXPECT_EQ(unsafely(head + "2026-11-22T10:00:00\n", "http-date-invalid"),
            head + "Sun, 22 Nov 2026 10:00:00 GMT\n");
}

TEST(ConditionFixes, BothReadingsOfAMixedListAreOffered) {
  const auto seen = lint("PUT /a HTTP/1.1\nHost: a.example\nIf-Match: *, \"r7\"\n\n{}\n");
  const auto it = std::find_if(seen.begin(), seen.end(),
                               [](const Seen& one) { return one.rule == "star-mixed-with-tags"; });
  ASSERT_NE(it, seen.end());
  ASSERT_EQ(it->fixes.size(), 2u);
  EXPECT_EQ(it->fixes[0].substr(0, 13), "Keep the tags");
  EXPECT_EQ(it->fixes[1].substr(0, 6), "Keep *");
}

TEST(ConditionFixes, RecordedResponsesStayAsTheyAre) {
  const std::string recorded[] = {
      "DELETE /a HTTP/1.1\nHost: a.example\n\nHTTP/1.1 204 No Content\nContent-Length: 0\n",
      "PUT /a HTTP/1.1\nHost: a.example\nIf-None-Match: *\n\n{}\n\nHTTP/1.1 204 No Content\n",
      "PUT /a HTTP/1.1\nHost: a.example\n\n{}\n\nHTTP/1.1 428 Precondition Required\n"
      "Cache-Control: max-age=60\n",
      "GET /a HTTP/1.1\nHost: a.example\n\nHTTP/1.1 200 OK\nETag: \"v\"\nContent-Length: 9\n\n###\n"
      "GET /a HTTP/1.1\nHost: a.example\nIf-None-Match: \"v\"\n\nHTTP/1.1 304 Not Modified\n"
      "Date: 2026-11-22T10:00:00Z\nContent-Length: 0\n",
  };
  for (const std::string& text : recorded) {
    EXPECT_FALSE(lint(text).empty()) << text;
    EXPECT_EQ(fixed(text, FixKind::Unsafe), text);
  }
}

}  // namespace
}  // namespace wiretag::rules::tests
