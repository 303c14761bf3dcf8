#include <algorithm>
#include <filesystem>
#include <fstream>
#include <random>
#include <sstream>

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "server/lint/analysis.h"

namespace wiretag::lint {
namespace {

namespace fs = std::filesystem;

std::string show(const readers::Document& document) {
  Selection selection;
  selection.severity = rules::Severity::Hint;
  const Analysis analysis(document, selection);
  std::string out;
  for (const rules::Finding& finding : analysis.findings()) {
    out += fmt::format("{} {}-{} {}\n", finding.rule->info.id, finding.place.span().begin,
                       finding.place.span().end, finding.message);
    for (const rules::Related& related : finding.related) {
      out += fmt::format("  {}-{} {}\n", related.place.span().begin, related.place.span().end,
                         related.message);
    }
    for (const rules::Fix& fix : finding.fixes) {
      for (const rules::Replacement& edit : fix.replacements) {
        out += fmt::format("  fix {}-{} {}\n", edit.place.span().begin, edit.place.span().end,
                           edit.text);
      }
    }
  }
  return out;
}

std::string read(const fs::path& path) {
  std::ifstream in(path, std::ios::binary);
  std::ostringstream out;
  out << in.rdbuf();
  return out.str();
}

/// Pieces that make and break exchanges, validators and statuses.
std::string piece(std::mt19937& random) {
  static const std::string_view pieces[] = {"\n",
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
                                            "3",
                                            "\r\n",
                                            ""};
  return std::string(pieces[random() % std::size(pieces)]);
}

void edit_and_compare(const fs::path& path, std::mt19937& random, int edits) {
  std::string text = read(path);
  if (text.size() > 30000) return;
  readers::Document document(path, text, readers::Lifetime::Edited);
  for (int i = 0; i < edits; ++i) {
    const auto size = static_cast<std::uint32_t>(text.size());
    const std::uint32_t begin = random() % (size + 1);
    const std::uint32_t end = std::min<std::uint32_t>(size, begin + random() % 10);
    const std::string inserted = piece(random);
    text.replace(begin, end - begin, inserted);
    document.edit({begin, end}, inserted);
    ASSERT_EQ(show(document), show(readers::Document(path, text))) << path << " edit " << i;
  }
}

void edit_folder(const fs::path& folder, int edits) {
  if (!fs::exists(folder)) GTEST_SKIP() << "no files at " << folder;
  std::vector<fs::path> files;
  for (const auto& entry : fs::directory_iterator(folder)) files.push_back(entry.path());
  std::sort(files.begin(), files.end());
  std::mt19937 random(17);
  for (const fs::path& file : files) {
    edit_and_compare(file, random, edits);
    if (testing::Test::HasFatalFailure()) return;
  }
}

TEST(Edits, OfTheExamplesEndInTheFindingsOfAFreshRead) { edit_folder(WIRETAG_EXAMPLES, 400); }
TEST(Edits, OfFencesEndInTheFindingsOfAFreshRead) {
  edit_folder(WIRETAG_CORPORA "/http_fences", 15);
}
TEST(Edits, OfRequestFilesEndInTheFindingsOfAFreshRead) { edit_folder(WIRETAG_CORPORA "/http", 8); }

}  // namespace
}  // namespace wiretag::lint
