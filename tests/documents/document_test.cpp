#include "documents/readers/document.h"

#include <filesystem>
#include <fstream>
#include <random>
#include <sstream>

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "documents/traffic/traffic.h"

namespace wiretag::readers {
namespace {

namespace fs = std::filesystem;

std::string place(const Text& text) {
  if (!text.placed()) return "-";
  return fmt::format("{}-{}", text.span().begin, text.span().end);
}

std::string show(const Fields& fields) {
  std::string out;
  for (const Field& field : fields.lines()) {
    out += fmt::format("  {} [{}] = {} [{}] line {}\n", field.name().view, place(field.name()),
                       field.value().view, place(field.value()), place(field.line()));
  }
  return out;
}

std::string show(const Response& response) {
  return fmt::format(" response {} [{}] body [{}]\n{}", response.status, place(response.line),
                     place(response.body.text), show(response.fields));
}

/// Everything that was read, with its places.
std::string show(const Document& document) {
  std::string out;
  for (const Exchange* exchange : document.exchanges()) {
    const Request& request = exchange->request;
    out += fmt::format("{} {} [{}] {} body [{}] heading [{}] fragment {}\n{}",
                       request.method_name(), request.target, place(request.line),
                       request.version.view, place(request.body.text), place(exchange->heading),
                       exchange->fragment, show(request.fields));
    for (const Response& response : exchange->interim) out += show(response);
    if (exchange->response) out += show(*exchange->response);
    for (const OriginNote& note : exchange->notes.origin) {
      out += fmt::format(" note {} {} [{}]\n", static_cast<int>(note.field), note.status,
                         place(note.value));
    }
    out += fmt::format(" node [{}] mock {}\n", place(exchange->notes.node), exchange->notes.mock);
  }
  for (const Problem& problem : document.problems()) {
    out += fmt::format("problem [{}] {}\n", place(problem.place), problem.expected);
  }
  return out;
}

std::string file_text(const fs::path& path) {
  std::ifstream in(path, std::ios::binary);
  std::ostringstream out;
  out << in.rdbuf();
  return out.str();
}

std::vector<fs::path> samples() {
  std::vector<fs::path> files;
  for (const char* folder :
       {WIRETAG_EXAMPLES, WIRETAG_CORPORA "/http", WIRETAG_CORPORA "/http_fences",
        WIRETAG_CORPORA "/http_grammar_tests"}) {
    if (!fs::exists(folder)) continue;
    for (const auto& entry : fs::directory_iterator(folder)) files.push_back(entry.path());
  }
  std::sort(files.begin(), files.end());
  return files;
}

std::string random_insertion(std::mt19937& random) {
  static const std::string_view pieces[] = {"\n",
                                            "###",
                                            "### x\n",
                                            "#",
                                            "\r\n",
                                            "HTTP/1.1 304 Not Modified\n",
                                            "GET /a HTTP/1.1\n",
                                            "a",
                                            ": ",
                                            "ETag: \"x\"\n",
                                            "\n\n",
                                            "# ETag: \"n\"\n",
                                            "{%",
                                            "%}",
                                            " ",
                                            "\xFF",
                                            "< {%\n",
                                            "@v = 1\n",
                                            "Content-Type: a/b\n",
                                            "/*",
                                            std::string_view("\0", 1),
                                            "\xEF\xBB\xBF"};
  std::string out;
  for (std::size_t n = random() % 3; n > 0; --n) out += pieces[random() % std::size(pieces)];
  return out;
}

void edit_and_compare(const std::string& name, std::string text, std::mt19937& random, int edits) {
  Document document(name, text, Lifetime::Edited);
  for (int i = 0; i < edits; ++i) {
    const auto size = static_cast<std::uint32_t>(text.size());
    const std::uint32_t begin = random() % (size + 1);
    const std::uint32_t end = std::min<std::uint32_t>(size, begin + random() % 12);
    const std::string inserted = random_insertion(random);
    text.replace(begin, end - begin, inserted);
    document.edit({begin, end}, inserted);
    ASSERT_EQ(document.text(), text);
    ASSERT_EQ(document.lines(), text::LineIndex(text));
    const Document fresh(name, text);
    ASSERT_EQ(show(document), show(fresh)) << name << " edit " << i << " at " << begin;
  }
}

TEST(Document, AfterRandomEditsEqualsAFreshOne) {
  std::mt19937 random(3);
  for (const fs::path& path : samples()) {
    const std::string text = file_text(path);
    if (text.size() > 60000) continue;
    edit_and_compare(path.filename(), text, random, 12);
    if (HasFatalFailure()) return;
  }
}

TEST(Document, OfManyChunksSurvivesEditsAtTheirBorders) {
  std::mt19937 random(5);
  std::string text;
  for (int i = 0; i < 400; ++i) text += fmt::format("### b{}\nGET /{} HTTP/1.1\nA: b\n\n", i, i);
  edit_and_compare("chunks", text, random, 400);
}

TEST(Document, WithALargeChunkIsParsedIncrementally) {
  std::mt19937 random(9);
  std::string text;
  for (int i = 0; i < 1200; ++i) {
    text += fmt::format("GET /{} HTTP/1.1\nHost: x\n\nHTTP/1.1 200 OK\nETag: \"{}\"\n\nbody {}\n\n",
                        i, i, i);
  }
  ASSERT_GT(text.size(), 60000U);
  edit_and_compare("large", text, random, 60);
}

TEST(Document, ClampsAnEditOutOfBounds) {
  Document document("x", "GET /a", Lifetime::Edited);
  document.edit({100, 200}, " HTTP/1.1");
  EXPECT_EQ(document.text(), "GET /a HTTP/1.1");
  ASSERT_EQ(document.exchanges().size(), 1U);
  EXPECT_EQ(document.exchanges()[0]->request.version.view, "HTTP/1.1");
}

TEST(Document, MayBeEmptied) {
  Document document("x", "GET /a", Lifetime::Edited);
  document.edit({0, 6}, "");
  EXPECT_TRUE(document.exchanges().empty());
  document.edit({0, 0}, "GET /b");
  ASSERT_EQ(document.exchanges().size(), 1U);
}

TEST(Document, ReadsEveryCorpusFile) {
  std::size_t files = 0;
  for (const fs::path& path : samples()) {
    const Document document(path, file_text(path));
    const Traffic traffic(document.exchanges());
    EXPECT_EQ(traffic.judged().size(), document.exchanges().size());
    ++files;
  }
  if (!fs::exists(WIRETAG_CORPORA)) GTEST_SKIP() << "no corpora at " WIRETAG_CORPORA;
  EXPECT_GT(files, 100U);
}

}  // namespace
}  // namespace wiretag::readers
