#include <algorithm>
#include <filesystem>
#include <fstream>
#include <random>
#include <sstream>

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "server/lint/analysis.h"
#include "server/lint/fixes.h"

namespace wiretag::lint {
namespace {

namespace fs = std::filesystem;

void show_finding(const rules::Finding& finding, std::string& out) {
  out += fmt::format("{} {} {}-{} {}\n", finding.rule->info.id, rules::to_string(finding.severity),
                     finding.place.span().begin, finding.place.span().end, finding.message);
  for (const rules::Related& related : finding.related) {
    out += fmt::format("  {}-{} {}\n", related.place.span().begin, related.place.span().end,
                       related.message);
  }
  for (const rules::Fix& fix : finding.fixes) {
    out += fmt::format("  {} {}\n", rules::to_string(fix.kind), fix.title);
    for (const text::Edit& edit : edits_of(fix)) {
      out += fmt::format("    {}-{} {}\n", edit.span.begin, edit.span.end, edit.text);
    }
  }
}

void show_judged(const Judged& judged, std::string& out) {
  const text::Span line = judged.exchange.request.line.span();
  out += fmt::format(
      "{} {} {} of {} {}-{}: {} {} {} {} {}-{}\n", judged.resource.number, judged.resource.url,
      judged.index, judged.resource.exchanges.size(), line.begin, line.end, judged.variant,
      judged.node.key, judged.prediction.status, static_cast<int>(judged.prediction.confidence),
      judged.inference.etag.place.span().begin, judged.inference.etag.place.span().end);
}

std::string show(const Analysis& analysis) {
  std::string out;
  for (const rules::Finding& finding : analysis.findings()) show_finding(finding, out);
  for (const Judged* judged : analysis.traffic().judged()) show_judged(*judged, out);
  std::size_t number = 0;
  for (const Resource& resource : analysis.traffic().resources()) {
    out += fmt::format("{} {}\n", resource.number == number++, resource.url);
    for (const Judged& judged : resource.exchanges) {
      out += fmt::format(" {}", &judged.resource == &resource);
    }
  }
  return out;
}

const Selection& all_severities() {
  static const Selection selection{{}, {}, {}, rules::Severity::Hint};
  return selection;
}

std::string show_fresh(const std::string& text) {
  const readers::Document document("x.http", text);
  return show(Analysis(document, all_severities()));
}

std::string read(const fs::path& path) {
  std::ifstream in(path, std::ios::binary);
  std::ostringstream out;
  out << in.rdbuf();
  return out.str();
}

/// Pieces that make and break exchanges, validators, hosts, worlds, suppressions and secrets.
std::string piece(std::mt19937& random, const std::string& text) {
  static const std::string_view pieces[] = {
      "\n",
      "###\n",
      "W/",
      "\"",
      "If-None-Match: \"x\"\n",
      "ETag: \"x\"\n",
      "HTTP/1.1 304 Not Modified\n",
      "HTTP/1.1 204 No Content\n",
      "GET /a HTTP/1.1\n",
      "PUT /a HTTP/1.1\n",
      "# @node b7\n",
      "If-Range: W/\"x\"\n",
      "Range: bytes=0-\n",
      "a",
      "# ETag: \"x\"\n",
      "# wiretag-ignore E: x\n",
      "# wiretag-ignore per-node-etag: x\n",
      "# wiretag-ignore-file weak-tag-in-if-range: x\n",
      "# wiretag-ignore weak-tag-in-if-range: x\n",
      "Host: b.example\n",
      "\n### b\nGET https://b.example/a HTTP/1.1\nIf-Range: W/\"x\"\nRange: bytes=0-\n\n",
      "# @world 2\n",
      "Authorization: Bearer 0123456789abcdef\n",
      "\n###\nGET /a?b=0123456789abcdef HTTP/1.1\n\nHTTP/1.1 204 No Content\n\n###\n",
      "3",
      "\r\n",
      "",
      ""};
  const std::size_t which = random() % (std::size(pieces) + 1);
  if (which < std::size(pieces)) return std::string(pieces[which]);
  return text.substr(random() % (text.size() + 1), random() % 400);
}

/// Types into a document and takes it up now and then, as an editor does.
void edit_and_compare(const std::string& name, std::string text, std::mt19937& random, int edits) {
  readers::Document document(name, text, readers::Lifetime::Edited);
  Analysis analysis(document, all_severities());
  for (int i = 0; i < edits; ++i) {
    const auto size = static_cast<std::uint32_t>(text.size());
    const std::uint32_t begin = random() % (size + 1);
    const std::uint32_t most = random() % 16 == 0 ? 400 : 10;
    const std::uint32_t end = std::min<std::uint32_t>(size, begin + random() % most);
    const std::string inserted = piece(random, text);
    text.replace(begin, end - begin, inserted);
    document.edit({begin, end}, inserted);
    if (random() % 4 == 0) continue;
    analysis.update();
    ASSERT_EQ(show(analysis), show_fresh(text)) << name << " edit " << i;
  }
}

constexpr std::size_t kMostBytes = 30000;

std::vector<fs::path> files_of(const fs::path& folder) {
  std::vector<fs::path> files;
  if (!fs::exists(folder)) return files;
  for (const auto& entry : fs::directory_iterator(folder)) files.push_back(entry.path());
  std::sort(files.begin(), files.end());
  return files;
}

void edit_folder(const fs::path& folder, int edits) {
  if (!fs::exists(folder)) GTEST_SKIP() << "no files at " << folder;
  std::mt19937 random(17);
  for (const fs::path& file : files_of(folder)) {
    const std::string text = read(file);
    if (text.size() > kMostBytes) continue;
    edit_and_compare(file, text, random, edits);
    if (testing::Test::HasFatalFailure()) return;
  }
}

/// Files one behind the other, so that edits reach only some of what was read.
void edit_joined(const fs::path& folder, std::size_t bytes, int edits) {
  if (!fs::exists(folder)) GTEST_SKIP() << "no files at " << folder;
  std::mt19937 random(23);
  std::string joined;
  for (const fs::path& file : files_of(folder)) {
    joined += "\n###\n" + read(file) + "\n";
    if (joined.size() < bytes) continue;
    edit_and_compare(file, joined, random, edits);
    if (testing::Test::HasFatalFailure()) return;
    joined.clear();
  }
  edit_and_compare(folder, joined, random, edits);
}

/// The findings of a live analysis after one more edit, which are those of a fresh one.
class Live {
 public:
  explicit Live(std::string text)
      : text_(std::move(text)),
        document_("x.http", text_, readers::Lifetime::Edited),
        analysis_(document_, all_severities()) {}

  void replace(std::string_view from, std::string_view to) {
    const std::size_t at = text_.find(from);
    ASSERT_NE(at, std::string::npos) << from;
    const auto begin = static_cast<std::uint32_t>(at);
    text_.replace(at, from.size(), to);
    document_.edit({begin, begin + static_cast<std::uint32_t>(from.size())}, to);
    analysis_.update();
    EXPECT_EQ(show(analysis_), show_fresh(text_));
  }

  [[nodiscard]] bool tells(std::string_view part) const {
    return show(analysis_).find(part) != std::string::npos;
  }
  /// Of the exchange of that target.
  [[nodiscard]] const Judged* judged(std::string_view target) const {
    for (const Judged* one : analysis_.traffic().judged()) {
      if (one->exchange.request.target == target) return one;
    }
    return nullptr;
  }

 private:
  std::string text_;
  readers::Document document_;
  Analysis analysis_;
};

/// Blocks that fill several chunks, so that an edit before or behind does not reach what is beside.
std::string filler() {
  std::string text;
  for (int i = 0; i < 200; ++i) text += fmt::format("### f\nGET https://f.example/{}\n\n", i);
  return text;
}

const std::string kResume = "GET /v.mp4 HTTP/1.1\nRange: bytes=10-\nIf-Range: W/\"a\"\n\n";

TEST(Edits, KeepWhatWasConcludedElsewhere) {
  Live live("GET https://a.example/a\n\n" + filler() + "###\nGET https://b.example/b\n");
  const Judged* before = live.judged("https://b.example/b");
  live.replace("/a\n", "/aa\nIf-None-Match: \"x\"\n");
  EXPECT_EQ(live.judged("https://b.example/b"), before);
  live.replace("\"x\"", "\"xx\"");
  EXPECT_EQ(live.judged("https://b.example/b"), before);
}

TEST(Edits, GiveAHostToRequestsElsewhere) {
  Live live("GET /v.mp4\n\n" + filler() + "###\nGET https://a.example/w.mp4\n");
  EXPECT_EQ(live.judged("/v.mp4")->resource.url, "/v.mp4");
  live.replace("/w.mp4", "/v.mp4");
  EXPECT_EQ(live.judged("/v.mp4")->resource.url, "a.example/v.mp4");
  live.replace("example/v.mp4", "example/w.mp4");
  EXPECT_EQ(live.judged("/v.mp4")->resource.url, "/v.mp4");
}

TEST(Edits, MoveAnExchangeToAnotherWorld) {
  Live live("# @world 1\nGET https://a.example/a\n\n" + filler() +
            "###\n# @world 1\nGET https://a.example/a\n");
  EXPECT_EQ(live.judged("https://a.example/a")->resource.exchanges.size(), 2U);
  live.replace("# @world 1", "# @world 2");
  EXPECT_EQ(live.judged("https://a.example/a")->resource.exchanges.size(), 1U);
}

TEST(Edits, SilenceARuleInTheWholeFile) {
  Live live(kResume + filler() + "### end\n# x\n");
  EXPECT_TRUE(live.tells("weak-tag-in-if-range"));
  live.replace("# x", "# wiretag-ignore-file weak-tag-in-if-range: x");
  EXPECT_FALSE(live.tells("weak-tag-in-if-range"));
  live.replace("wiretag-ignore-file", "wiretag-ignore-fil");
  EXPECT_TRUE(live.tells("weak-tag-in-if-range"));
}

TEST(Edits, KeepUsedWhatSilencesSomethingElsewhere) {
  Live live("# wiretag-ignore weak-tag-in-if-range: x\n" + kResume + filler() +
            "###\nGET https://b.example/b\n");
  live.replace("b.example/b", "b.example/c");
  EXPECT_FALSE(live.tells("suppression-unused"));
  live.replace("W/\"a\"", "\"a\"");
  EXPECT_TRUE(live.tells("suppression-unused"));
}

TEST(Edits, HideASecretThatBecomesKnownElsewhere) {
  Live live("GET https://a.example/a?b=0123456789abcdef HTTP/1.1\n\nHTTP/1.1 204 No Content\n\n" +
            filler() + "###\nGET https://b.example/b\nX-Api-Ke: 0123456789abcdef\n");
  ASSERT_TRUE(live.tells("204 to GET https://a.example/a?b=0123456789abcdef"));
  live.replace("X-Api-Ke:", "Authorization: Bearer");
  EXPECT_TRUE(live.tells("?b=…"));
  live.replace("Authorization:", "Authorizatio:");
  EXPECT_FALSE(live.tells("?b=…"));
}

TEST(Edits, OfTheExamplesEndInTheFindingsOfAFreshRead) { edit_folder(WIRETAG_EXAMPLES, 400); }
TEST(Edits, OfFencesEndInTheFindingsOfAFreshRead) {
  edit_folder(WIRETAG_CORPORA "/http_fences", 15);
}
TEST(Edits, OfRequestFilesEndInTheFindingsOfAFreshRead) { edit_folder(WIRETAG_CORPORA "/http", 8); }

TEST(Edits, OfJoinedExamplesEndInTheFindingsOfAFreshRead) {
  edit_joined(WIRETAG_EXAMPLES, 100000, 300);
}
TEST(Edits, OfJoinedFencesEndInTheFindingsOfAFreshRead) {
  edit_joined(WIRETAG_CORPORA "/http_fences", 8000, 12);
}

}  // namespace
}  // namespace wiretag::lint
