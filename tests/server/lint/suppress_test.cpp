#include "server/lint/suppress.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "server/lint/analysis.h"
#include "server/lint/fixes.h"

namespace wiretag::lint {
namespace {

const std::string kResume =
    "GET /v.mp4 HTTP/1.1\n"
    "Host: a.example\n"
    "Range: bytes=10-\n"
    "If-Range: W/\"a\"\n";

/// "rule@line rule@line" of all findings.
std::string findings_of(const std::string& text, const Selection& selection = {}) {
  const readers::Document document("x.http", text);
  const Analysis analysis(document, selection);
  std::string out;
  for (const rules::Finding& finding : analysis.findings()) {
    if (!out.empty()) out += ' ';
    const auto place = document.lines().position(document.text(), finding.place.span().begin,
                                                 text::Units::CodePoints);
    out += fmt::format("{}@{}", finding.rule->info.id, place.line + 1);
  }
  return out;
}

TEST(Suppressions, AreNotThereByThemselves) {
  EXPECT_EQ(findings_of(kResume), "weak-tag-in-if-range@4");
}

TEST(Suppressions, CoverTheExchangeBelow) {
  EXPECT_EQ(findings_of("# wiretag-ignore weak-tag-in-if-range: known\n" + kResume), "");
  EXPECT_EQ(findings_of("// wiretag-ignore weak-tag-in-if-range\n\n# a remark\n" + kResume), "");
  EXPECT_EQ(
      findings_of("# wiretag-ignore weak-tag-in-if-range: x\n" + kResume + "\n###\n" + kResume),
      "weak-tag-in-if-range@11");
}

TEST(Suppressions, CoverTheLineBelow) {
  const std::string head = "GET /v.mp4 HTTP/1.1\nHost: a.example\nRange: bytes=10-\n";
  const std::string ignore = "# wiretag-ignore weak-tag-in-if-range: x\n";
  EXPECT_EQ(findings_of(head + ignore + "If-Range: W/\"a\"\n"), "");
  EXPECT_EQ(findings_of(head + ignore + "Accept: */*\nIf-Range: W/\"a\"\n"),
            "suppression-unused@4 weak-tag-in-if-range@6");
}

TEST(Suppressions, CoverTheFile) {
  EXPECT_EQ(findings_of(kResume + "\n###\n" + kResume +
                        "\n### end\n# wiretag-ignore-file weak-tag-in-if-range: x\n"),
            "");
}

TEST(Suppressions, NameSeveralRules) {
  const std::string text = "# wiretag-ignore weak-tag-in-if-range, etag-unquoted: x\n" + kResume;
  EXPECT_EQ(findings_of(text), "suppression-unused@1");
  const Fixed fixed = fix_all("x.http", text, {}, rules::FixKind::Safe);
  EXPECT_EQ(fixed.text, "# wiretag-ignore weak-tag-in-if-range: x\n" + kResume);
  EXPECT_EQ(findings_of(fixed.text), "");
}

TEST(Suppressions, LoseTheirFirstNameToo) {
  const std::string text = "# wiretag-ignore etag-unquoted, weak-tag-in-if-range: x\n" + kResume;
  const Fixed fixed = fix_all("x.http", text, {}, rules::FixKind::Safe);
  EXPECT_EQ(fixed.text, "# wiretag-ignore weak-tag-in-if-range: x\n" + kResume);
}

TEST(Suppressions, AreRemovedWhereUnused) {
  const std::string text = "GET /a HTTP/1.1\r\n# wiretag-ignore etag-unquoted: x\r\nHost: a\r\n";
  EXPECT_EQ(findings_of(text), "suppression-unused@2");
  EXPECT_EQ(fix_all("x.http", text, {}, rules::FixKind::Safe).text,
            "GET /a HTTP/1.1\r\nHost: a\r\n");
}

TEST(Suppressions, AreNotCalledUnusedForRulesThatAreOff) {
  Selection selection;
  selection.select = {"P"};
  EXPECT_EQ(findings_of("# wiretag-ignore weak-tag-in-if-range: x\n" + kResume, selection), "");
}

TEST(Suppressions, ReportNamesThatNoRuleHas) {
  const std::string text = "# wiretag-ignore weak-tag-if-range: x\n" + kResume;
  EXPECT_EQ(findings_of(text), "suppression-unknown-rule@1 weak-tag-in-if-range@5");
}

TEST(Suppressions, AreNoNotesAndNoContent) {
  EXPECT_EQ(findings_of("GET /a HTTP/1.1\n\n# wiretag-ignore: ETag is fine\n"), "");
  EXPECT_EQ(findings_of("# wiretag-ignored is a word\nGET /a HTTP/1.1\n"), "");
}

}  // namespace
}  // namespace wiretag::lint
