#include <algorithm>
#include <filesystem>
#include <fstream>
#include <random>
#include <sstream>

#include <gtest/gtest.h>

#include "documents/text/utf8.h"
#include "server/lint/analysis.h"
#include "server/lsp/diagnostics.h"
#include "server/lsp/documents.h"
#include "server/lsp/formats.h"
#include "tests/server/lsp/client.h"

namespace wiretag::lsp {
namespace {

namespace fs = std::filesystem;

/// A larger file is opened, and not edited.
constexpr std::size_t kMostEdited = 200'000;
constexpr int kEdits = 3;

std::string contents(const fs::path& path) {
  std::ifstream in(path, std::ios::binary);
  std::ostringstream out;
  out << in.rdbuf();
  return out.str();
}

/// The name under which an editor has the file: logs and transcripts have all kinds of names.
std::string name_of(const fs::path& path) {
  const std::string folder = path.parent_path().filename().string();
  const std::string name = path.filename().string();
  if (folder == "accesslog") return name + ".access.log";
  return folder == "curl" ? name + ".curl" : name;
}

/// What a fresh read of the text finds, as the server is to say it.
json expected(const std::string& uri, const std::string& text, text::Units units) {
  const auto format = format_of_file(uri, text);
  if (!format) return json::array();
  const readers::Document document = read_once(uri, text, *format);
  lint::Selection selection;
  selection.severity = rules::Severity::Hint;
  const lint::Analysis analysis(document, selection);
  return diagnostics(document, analysis, uri, units);
}

json place(const text::LineIndex& lines, std::string_view text, std::uint32_t at,
           text::Units units) {
  const text::Position found = lines.position(text, at, units);
  return {{"line", found.line}, {"character", found.column}};
}

class Typist {
 public:
  explicit Typist(text::Units units) : units_(units) {
    client_.initialize(
        {{"general", {{"positionEncodings", {units == text::Units::Utf8 ? "utf-8" : "utf-16"}}}}});
  }

  void check(const fs::path& path, int edits) {
    std::string text = contents(path);
    // What is no text cannot be sent as JSON.
    if (text::first_invalid(text) != std::string_view::npos) return;
    const std::string name = name_of(path);
    const std::string uri = "file:///exchanges/" + name;
    client_.open_file(name, text);
    compare(uri, text);
    // Behind an edit another format may show, which is not looked for in an open document.
    const auto format = format_of_file(uri, text);
    for (int i = 0; format && i < edits; ++i) {
      edit(text, i + 2);
      if (format_of_file(uri, text) == format) compare(uri, text);
      if (testing::Test::HasFailure()) return;
    }
    client_.tell("textDocument/didClose", {{"textDocument", {{"uri", uri}}}});
    client_.take();
  }

 private:
  void compare(const std::string& uri, const std::string& text) {
    const json published = client_.published();
    const json wanted = expected(uri, text, units_);
    if (!format_of_file(uri, text)) return;
    ASSERT_EQ(published["uri"], uri);
    ASSERT_EQ(published["diagnostics"], wanted) << uri;
  }

  void edit(std::string& text, int version) {
    static const std::string_view pieces[] = {"\n",     "\"", "W/",        "```\n", "> ",
                                              "ü",      "😀", "ETag: v\n", "\r\n",  "3",
                                              "###\n ", "",   "\\",        "{",     "\n\n"};
    const text::LineIndex lines(text);
    const auto size = static_cast<std::uint32_t>(text.size());
    std::uint32_t begin = random_() % (size + 1);
    std::uint32_t end = std::min<std::uint32_t>(size, begin + random_() % 6);
    begin = whole(text, begin);
    end = std::max(begin, whole(text, end));
    const std::string_view piece = pieces[random_() % std::size(pieces)];
    client_.change({{{"range",
                      {{"start", place(lines, text, begin, units_)},
                       {"end", place(lines, text, end, units_)}}},
                     {"text", piece}}},
                   version);
    text.replace(begin, end - begin, piece);
  }

  /// Between characters, and not between CR and LF, where no position can be.
  static std::uint32_t whole(const std::string& text, std::uint32_t at) {
    while (at > 0 && at < text.size() &&
           ((static_cast<unsigned char>(text[at]) & 0xC0) == 0x80 ||
            (text[at] == '\n' && text[at - 1] == '\r'))) {
      --at;
    }
    return at;
  }

  text::Units units_;
  Client client_;
  std::mt19937 random_{23};
};

class Corpus : public testing::TestWithParam<const char*> {};

TEST_P(Corpus, TheServerFindsWhatAFreshReadFinds) {
  const fs::path folder = fs::path(WIRETAG_CORPORA) / GetParam();
  if (!fs::exists(folder)) GTEST_SKIP() << "no corpora at " << folder;
  std::vector<fs::path> files;
  for (const auto& entry : fs::directory_iterator(folder)) files.push_back(entry.path());
  std::sort(files.begin(), files.end());
  Typist bytes(text::Units::Utf8);
  Typist units(text::Units::Utf16);
  for (const fs::path& file : files) {
    const int edits = fs::file_size(file) <= kMostEdited ? kEdits : 0;
    bytes.check(file, edits);
    units.check(file, edits);
    if (HasFailure()) return;
  }
}

INSTANTIATE_TEST_SUITE_P(Lsp, Corpus,
                         testing::Values("http", "http_fences", "markdown", "har", "curl",
                                         "accesslog"),
                         [](const auto& test) { return std::string(test.param); });

}  // namespace
}  // namespace wiretag::lsp
