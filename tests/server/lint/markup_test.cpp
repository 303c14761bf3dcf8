#include <gtest/gtest.h>

#include "server/lint/analysis.h"
#include "server/lint/fixes.h"

namespace wiretag::lint {
namespace {

using readers::Format;

std::string fixed(std::string text, Format format = Format::Markdown) {
  return fix_all("x", std::move(text), {}, rules::FixKind::Safe, format).text;
}

/// The ids of what is found, in order, one blank apart.
std::string found(std::string text, Format format = Format::Markdown) {
  const readers::Document document("x", std::move(text), readers::Lifetime::Once, format);
  Selection selection;
  selection.severity = rules::Severity::Info;
  const Analysis analysis(document, selection);
  std::string out;
  for (const rules::Finding& finding : analysis.findings()) {
    if (!out.empty()) out += ' ';
    out += finding.rule->info.id;
  }
  return out;
}

TEST(MarkupFixes, KeepWhatStandsInFrontOfTheLines) {
  EXPECT_EQ(fixed("> - x\n>\n>   ```http\n>   GET /a HTTP/1.1\n>   If-None-Match: v42\n>   ```\n"),
            "> - x\n>\n>   ```http\n>   GET /a HTTP/1.1\n>   If-None-Match: \"v42\"\n>   ```\n");
  EXPECT_EQ(fixed(".. code-block:: http\n\n   GET /a HTTP/1.1\n   If-None-Match: v42\n",
                  Format::ReStructuredText),
            ".. code-block:: http\n\n   GET /a HTTP/1.1\n   If-None-Match: \"v42\"\n");
  EXPECT_EQ(fixed("[source,http]\n----\nGET /a HTTP/1.1\nIf-None-Match: v42 <1>\n----\n",
                  Format::AsciiDoc),
            "[source,http]\n----\nGET /a HTTP/1.1\nIf-None-Match: \"v42\" <1>\n----\n");
}

TEST(MarkupFixes, MendTheResponsesOfADocument) {
  EXPECT_EQ(fixed("```http\nHTTP/1.1 200 OK\nETag: v42\n```\n"),
            "```http\nHTTP/1.1 200 OK\nETag: \"v42\"\n```\n");
}

TEST(MarkupFixes, LeaveCounterExamplesAsTheyAre) {
  const std::string text = "```http example-bad\nGET /a HTTP/1.1\nIf-None-Match: v42\n```\n";
  EXPECT_EQ(fixed(text), text);
  EXPECT_EQ(found(text), "");
  EXPECT_EQ(found("```http bad\n# wiretag-ignore x\nGET /a HTTP/1.1\nETag \"a\"\n```\n"), "");
  EXPECT_EQ(found("```http\nGET /a HTTP/1.1\nETag \"a\"\n```\n"), "text-not-understood");
}

TEST(MarkupSuppressions, CoverTheListingBelow) {
  const std::string fence = "```http\nGET /a HTTP/1.1\nIf-None-Match: v42\n```\n";
  EXPECT_EQ(found(fence), "etag-unquoted");
  EXPECT_EQ(found("<!-- wiretag-ignore etag-unquoted: shown -->\n" + fence), "");
  EXPECT_EQ(found("<!-- wiretag-ignore etag-unquoted -->\n" + fence + "\n" + fence),
            "etag-unquoted");
  EXPECT_EQ(found("<!-- wiretag-ignore-file etag-unquoted -->\n\nx\n\n" + fence), "");
  EXPECT_EQ(found("<!-- wiretag-ignore etag-unquotd -->\n" + fence),
            "suppression-unknown-rule etag-unquoted");
}

TEST(MarkupSuppressions, ThatCoverNothingAreTakenOut) {
  EXPECT_EQ(found("<!-- wiretag-ignore etag-unquoted -->\n"), "suppression-unused");
  EXPECT_EQ(fixed("> a\n>\n> <!-- wiretag-ignore etag-unquoted -->\n> b\n"), "> a\n>\n> b\n");
}

TEST(MarkupWorlds, ListingsSayNothingOfOneAnother) {
  const std::string one =
      "```http\nGET /a HTTP/1.1\nHost: x\n\nHTTP/1.1 200 OK\nETag: \"1\"\n```\n";
  const std::string two =
      "```http\nGET /a HTTP/1.1\nHost: x\nIf-None-Match: \"1\"\n\nHTTP/1.1 200 OK\nETag: "
      "\"1\"\n```\n";
  EXPECT_EQ(found(one + two), found(two));
}

}  // namespace
}  // namespace wiretag::lint
