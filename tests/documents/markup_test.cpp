#include <algorithm>
#include <filesystem>
#include <fstream>
#include <random>
#include <sstream>

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "documents/readers/document.h"
#include "documents/text/edit.h"
#include "documents/traffic/traffic.h"

namespace wiretag::readers {
namespace {

namespace fs = std::filesystem;

Document markup(std::string text, Format format = Format::Markdown) {
  return {"x", std::move(text), Lifetime::Once, format};
}

/// "3:7": one-based, in characters.
std::string at(const Document& document, const Text& text) {
  const text::Position place =
      document.lines().position(document.text(), text.span().begin, text::Units::CodePoints);
  return fmt::format("{}:{}", place.line + 1, place.column + 1);
}

std::string in_file(const Document& document, const Text& text) {
  return std::string(document.text().substr(text.span().begin, text.span().size()));
}

void show(const Document& document, const Fields& fields, std::string& out) {
  for (const Field& field : fields.lines()) {
    out += fmt::format(" | {} {}: {} {}", at(document, field.name()), field.name().view,
                       at(document, field.value()), field.value().view);
  }
}

/// All exchanges, a line each, with the places of their values.
std::string show(const Document& document) {
  std::string out;
  for (const Exchange* exchange : document.exchanges()) {
    if (exchange->counter_example) out += "(bad) ";
    if (exchange->request.stated()) {
      out += at(document, exchange->request.line) + " " + std::string(exchange->request.line.view);
    }
    show(document, exchange->request.fields, out);
    if (const auto& response = exchange->response) {
      if (response->stated()) {
        out += fmt::format(" => {} {}", at(document, response->line), response->status);
      } else {
        out += " =>";
      }
      show(document, response->fields, out);
      if (response->body.recorded()) out += " + " + at(document, response->body.text);
    }
    out += "\n";
  }
  return out;
}

struct Case {
  const char* name;
  const char* text;
  const char* expected;
};

void check(const std::vector<Case>& cases, Format format = Format::Markdown) {
  for (const Case& one : cases) {
    EXPECT_EQ(show(markup(one.text, format)), one.expected) << one.name << "\n" << one.text;
  }
}

TEST(Markdown, ListingsAreReadAtTheirCharacters) {
  check({
      {"plain", "# A\n\n```http\nGET /a HTTP/1.1\nHost: x\n```\n",
       "4:1 GET /a HTTP/1.1 | 5:1 Host: 5:7 x\n"},
      {"tildes", "~~~ HTTP\nGET /a\n~~~~\n", "2:1 GET /a\n"},
      {"fence in the listing", "````http\nGET /a\n\n```\nGET /b\n````\n", "2:1 GET /a\n"},
      {"no line end", "```http\nGET /a", "2:1 GET /a\n"},
      {"not terminated", "```http\nGET /a\nHost: x\n\nText\n", "2:1 GET /a | 3:1 Host: 3:7 x\n"},
      {"indented fence", "  ```http\n  GET /a\n Host: x\n  ```\n",
       "2:3 GET /a | 3:2 Host: 3:8 x\n"},
      {"quote", "> ```http\n> GET /a\n>Host: x\n> ```\n", "2:3 GET /a | 3:2 Host: 3:8 x\n"},
      {"quote in quote", "> > ```http\n> > GET /a\n>> Host: x\n",
       "2:5 GET /a | 3:4 Host: 3:10 x\n"},
      {"list", "1. Ask\n\n   ```http\n   GET /a\n   Host: x\n   ```\n",
       "4:4 GET /a | 5:4 Host: 5:10 x\n"},
      {"on the marker's line", "- ```http\n  GET /a\n  ```\n", "2:3 GET /a\n"},
      {"list in quote", "> - x\n>\n>   ```http\n>   GET /a\n>   ```\n", "4:5 GET /a\n"},
      {"tab as indent", "- x\n\n\t```http\n\tGET /a\n\tHost: x\n\t```\n",
       "4:2 GET /a | 5:2 Host: 5:8 x\n"},
      {"end of the quote", "> ```http\n> GET /a\nHost: x\n", "2:3 GET /a\n"},
      {"lone CR and CR LF", "```http\rGET /a\r\nHost: x\r```\r\n",
       "2:1 GET /a | 3:1 Host: 3:7 x\n"},
      {"characters above ASCII", "é\n> ```http\n> GET /é\n> X: é\n> ETag: \"é\"\n> ```\n",
       "3:3 GET /é | 4:3 X: 4:6 é | 5:3 ETag: 5:9 \"é\"\n"},
      {"byte order mark", "\xEF\xBB\xBF```http\nGET /a\n```\n", "2:1 GET /a\n"},
      {"NUL", "```http\nGET /a\nX: a\0b\n```\n", "2:1 GET /a | 3:1 X: 3:4 a\n"},
      {"exchange", "```http\nGET /a\n\nHTTP/1.1 304 Not Modified\nETag: \"a\"\n```\n",
       "2:1 GET /a => 4:1 304 | 5:1 ETag: 5:7 \"a\"\n"},
      {"response", "```http\nHTTP/1.1 200 OK\n\nhi\n```\n", " => 2:1 200 + 4:1\n"},
      {"fields", "```http\nETag: \"a\"\n```\n", " => | 2:1 ETag: 2:7 \"a\"\n"},
      {"two messages", "```http\nGET /a\n\nGET /b HTTP/1.1\n```\n",
       "2:1 GET /a\n4:1 GET /b HTTP/1.1\n"},
      {"alternatives", "```http\nETag: \"a\"\n\nETag: W/\"a\"\n```\n",
       " => | 2:1 ETag: 2:7 \"a\"\n => | 4:1 ETag: 4:7 W/\"a\"\n"},
      {"comments", "```http\n# Ask\nGET /a\n// why\nHost: x\n```\n",
       "3:1 GET /a | 5:1 Host: 5:7 x\n"},
      {"entities are text", "```http\nGET /a?b&amp;c\n```\n", "2:1 GET /a?b&amp;c\n"},
      {"several", "```http\nGET /a\n```\n```json\nGET /no\n```\n```rest\nGET /b\n```\n",
       "2:1 GET /a\n8:1 GET /b\n"},
  });
}

TEST(Markdown, WhatIsNoListingIsSkipped) {
  check({
      {"prose", "GET /a HTTP/1.1\n\n    GET /a HTTP/1.1\n", ""},
      {"comment", "<!--\n```http\nGET /a\n```\n-->\n", ""},
      {"front matter", "---\ntitle: |\n  ```http\n  GET /a\n---\n```http\nGET /b\n```\n",
       "7:1 GET /b\n"},
      {"rule, not front matter", "---\n```http\nGET /b\n```\n", "3:1 GET /b\n"},
      {"no HTTP", "```httpd\nGET /a\n```\n```json\nGET /a\n```\n", ""},
      {"HTML block", "<div>\n```http\nGET /a\n```\n</div>\n", ""},
  });
}

TEST(Markdown, ComponentsOfMdxHoldListings) {
  check({{"tabs", "<Tabs>\n<TabItem value=\"a\">\n```http\nGET /a\n```\n</TabItem>\n</Tabs>\n",
          "4:1 GET /a\n"}});
}

TEST(Markdown, OfItsInfoStringsTheFirstWordSaysWhatAListingHolds) {
  for (const char* info : {"http", "HTTP", "rest", "http-message", "http-message-new",
                           "http request", "httpspec", "{.http}", "{ .http .x }", "http{1,3}",
                           "http title=\"x\"", "http,linenos", "http[class=\"x\"]"}) {
    const Document document = markup(fmt::format("```{}\nGET /a\n```\n", info));
    EXPECT_EQ(document.exchanges().size(), 1U) << info;
  }
  for (const char* info : {"httpd", "nginx", "json http", "title=http", "", "bash", "text"}) {
    const Document document = markup(fmt::format("```{}\nGET /a\n```\n", info));
    EXPECT_EQ(document.exchanges().size(), 0U) << info;
  }
}

TEST(Markdown, CounterExamplesAreMarked) {
  for (const char* info :
       {"http example-bad", "http bad", "http wrong", "http invalid", "http incorrect",
        "{.http .bad}", "http {.bad}", "HTTP Bad", "http role=\"bad x\"", "http class=wrong",
        "http expect=etag-unquoted"}) {
    const Document document = markup(fmt::format("```{}\nGET /a\n```\n", info));
    ASSERT_EQ(document.exchanges().size(), 1U) << info;
    EXPECT_TRUE(document.exchanges()[0]->counter_example) << info;
    EXPECT_EQ(document.exchanges()[0]->medium, Medium::Documentation);
  }
  for (const char* info : {"http", "http example-good", "http title=\"Bad request\"", "http badge",
                           "http title=bad", "http expect=200"}) {
    const Document document = markup(fmt::format("```{}\nGET /a\n```\n", info));
    ASSERT_EQ(document.exchanges().size(), 1U) << info;
    EXPECT_FALSE(document.exchanges()[0]->counter_example) << info;
  }
}

TEST(Markdown, EachListingIsAWorldOfItsOwn) {
  const Document document = markup(
      "```http\nGET /a\nHost: x\n\nHTTP/1.1 200 OK\n\nGET /a HTTP/1.1\n```\n"
      "```http\nGET /a\nHost: x\n```\n");
  const Traffic traffic(document.exchanges());
  ASSERT_EQ(traffic.resources().size(), 2U);
  EXPECT_EQ(traffic.resources()[0].url, "x/a");
  EXPECT_EQ(traffic.resources()[0].exchanges.size(), 2U);
  EXPECT_EQ(traffic.resources()[1].exchanges.size(), 1U);
}

TEST(Markdown, OnlyAFieldWithoutItsColonIsReported) {
  const auto problems = [](std::string_view listing) {
    return markup(fmt::format("```http\n{}\n```\n", listing)).problems().size();
  };
  EXPECT_EQ(problems("GET /a\nIf-None-Match \"x\""), 1U);
  EXPECT_EQ(problems("GET /a\n{\n\"x\": 1}"), 0U);
  EXPECT_EQ(problems("Then the server answers\nwith this:"), 0U);
  EXPECT_EQ(problems("200 OK"), 0U);
}

TEST(Markdown, FoldedLinesAreJoined) {
  check({
      {"one backslash",
       "```http\nNOTE: '\\' line wrapping per RFC 8792\n\nGET /a HTTP/1.1\nX: a \\\n  b \\\nc\nY: "
       "d\n```",
       "4:1 GET /a HTTP/1.1 | 5:1 X: 5:4 a b c | 8:1 Y: 8:4 d\n"},
      {"two backslashes",
       "```http\n===== NOTE: '\\\\' line wrapping per RFC 8792 =====\n\nX: a \\\n  \\ b\nY: "
       "c\\\nZ: d\n```",
       " => | 4:1 X: 4:4 a  b | 6:1 Y: 6:4 c\\ | 7:1 Z: 7:4 d\n"},
      {"in a quote",
       "> ```http\n> # NOTE: '\\' line wrapping per [RFC8792]\n> ETag: \"a\\\n>   b\"\n> ```",
       " => | 3:3 ETag: 3:9 \"ab\"\n"},
      {"not announced", "```http\nX: a \\\nY: b\n```", " => | 2:1 X: 2:4 a \\ | 3:1 Y: 3:4 b\n"},
  });
  const Document document = markup(
      "> ```http\n> NOTE: '\\' line wrapping per RFC 8792\n>\n> ETag: \"a\\\n>   b\"\n> ```");
  EXPECT_EQ(in_file(document, document.exchanges().at(0)->response->fields.lines()[0].value()),
            "\"a\\\n>   b\"");
}

TEST(AsciiDoc, ListingsAreReadAtTheirCharacters) {
  check(
      {
          {"listing", "[source,http]\n----\nGET /a\nHost: x\n----\n",
           "3:1 GET /a | 4:1 Host: 4:7 x\n"},
          {"blank and options", "[source, HTTP, role=\"x\"]\n.Title\n------\nGET /a\n------\n",
           "4:1 GET /a\n"},
          {"options of the style", "[source%linenums,http]\n----\nGET /a\n----\n", "3:1 GET /a\n"},
          {"short form", "[,http]\n----\nGET /a\n----\n", "3:1 GET /a\n"},
          {"counter-example", "[source,http,role=\"bad\"]\n----\nGET /a\n----\n",
           "(bad) 3:1 GET /a\n"},
          {"role on its own line", "[source,http]\n[.x]\n----\nGET /a\n----\n", "4:1 GET /a\n"},
          {"literal", "[source,http]\n....\nGET /a\n....\n", "3:1 GET /a\n"},
          {"fence", "```http\nGET /a\n```\n", "2:1 GET /a\n"},
          {"paragraph", "[source,http]\nGET /a\nHost: x\n\nHost: y\n",
           "2:1 GET /a | 3:1 Host: 3:7 x\n"},
          {"callouts",
           "[source,http]\n----\nGET /a <1>\nETag: \"a\" <2> <3>\nX: b # <.>\n----\n<1> x\n",
           "3:1 GET /a | 4:1 ETag: 4:7 \"a\" | 5:1 X: 5:4 b\n"},
          {"include", "[source,http]\n----\ninclude::x.adoc[]\nGET /a\n----\n", "4:1 GET /a\n"},
          {"in a block", "====\n[source,http]\n----\nGET /a\n----\n====\n", "4:1 GET /a\n"},
          {"other language", "[source,json]\n----\nGET /a\n----\n", ""},
          {"comment block", "////\n[source,http]\n----\nGET /a\n----\n////\n", ""},
          {"not terminated", "[source,http]\n----\nGET /a", "3:1 GET /a\n"},
      },
      Format::AsciiDoc);
}

TEST(ReStructuredText, ListingsAreReadAtTheirCharacters) {
  check(
      {
          {"code-block", "Text\n\n.. code-block:: http\n\n   GET /a\n   Host: x\n\nText\n",
           "5:4 GET /a | 6:4 Host: 6:10 x\n"},
          {"sourcecode", ".. sourcecode:: http\n\n  GET /a\n", "3:3 GET /a\n"},
          {"options", ".. code-block:: http\n   :caption: x\n   :linenos:\n\n   GET /a\n",
           "5:4 GET /a\n"},
          {"class", ".. code-block:: http\n   :class: bad\n\n   GET /a\n", "(bad) 4:4 GET /a\n"},
          {"example", ".. http:example:: curl httpie\n\n   GET /a\n", "3:4 GET /a\n"},
          {"blank lines", ".. code:: HTTP\n\n   HTTP/1.1 200 OK\n   ETag: \"a\"\n\n     hi\n",
           " => 3:4 200 | 4:4 ETag: 4:10 \"a\" + 6:6\n"},
          {"in a list", "- x\n\n  .. code-block:: http\n\n     GET /a\n\n  y\n", "5:6 GET /a\n"},
          {"highlight", ".. highlight:: http\n\nSo::\n\n  GET /a\n", "5:3 GET /a\n"},
          {"literal block", "So::\n\n  GET /a\n", ""},
          {"commented out", "..\n   .. code-block:: http\n\n      GET /a\n", ""},
          {"in a note", ".. note::\n\n   .. code-block:: http\n\n      GET /a\n", "5:7 GET /a\n"},
          {"other language", ".. code-block:: json\n\n   GET /a\n", ""},
          {"empty", ".. code-block:: http\n\nText\n", ""},
      },
      Format::ReStructuredText);
}

/// The text after a line was put below the first field of the first exchange, and after that field
/// was taken out.
std::pair<std::string, std::string> edited(const Document& document) {
  const Field& field = document.exchanges().at(0)->request.fields.lines().at(0);
  const std::string_view line = field.line().view;
  const Origin& origin = *field.line().origin;
  const bool ended = line.ends_with('\n');
  const std::string_view end = line.ends_with("\r\n") ? "\r\n" : "\n";
  const std::string added = ended ? fmt::format("X: 1{}", end) : "\nX: 1";
  const std::string text(document.text());
  return {text::apply(text, {origin.edit(line.substr(line.size()), added)}),
          text::apply(text, {origin.edit(line, "")})};
}

TEST(Markup, LinesAreAddedAndRemovedWithTheirPrefix) {
  struct Edit {
    Format format;
    const char* before;
    const char* added;
    const char* removed;
  };
  const Edit edits[] = {
      {Format::Markdown, "> ```http\n> GET /a\n> A: b\n> ```\n",
       "> ```http\n> GET /a\n> A: b\n> X: 1\n> ```\n", "> ```http\n> GET /a\n> ```\n"},
      {Format::Markdown, "> ```http\r\n> GET /a\r\n> A: b\r\n> C: d\r\n> ```\r\n",
       "> ```http\r\n> GET /a\r\n> A: b\r\n> X: 1\r\n> C: d\r\n> ```\r\n",
       "> ```http\r\n> GET /a\r\n> C: d\r\n> ```\r\n"},
      {Format::Markdown, "1. x\n   ```http\n   GET /a\n   A: b\n\n   y\n   ```\n",
       "1. x\n   ```http\n   GET /a\n   A: b\n   X: 1\n\n   y\n   ```\n",
       "1. x\n   ```http\n   GET /a\n\n   y\n   ```\n"},
      {Format::Markdown, "```http\nGET /a\nA: b\n  ```\n", "```http\nGET /a\nA: b\nX: 1\n  ```\n",
       "```http\nGET /a\n  ```\n"},
      {Format::Markdown, "> ```http\n> GET /a\n> A: b\n", "> ```http\n> GET /a\n> A: b\n> X: 1\n",
       "> ```http\n> GET /a\n"},
      {Format::Markdown, "- x\n\n\t```http\n\tGET /a\n\tA: b\n\t```\n",
       "- x\n\n\t```http\n\tGET /a\n\tA: b\n\tX: 1\n\t```\n",
       "- x\n\n\t```http\n\tGET /a\n\t```\n"},
      {Format::Markdown, "> ```http\n> If-Match: \"a\"\n> Host: b\n> ```\n",
       "> ```http\n> If-Match: \"a\"\n> X: 1\n> Host: b\n> ```\n", "> ```http\n> Host: b\n> ```\n"},
      {Format::AsciiDoc, "[source,http]\n----\nGET /a\nA: b <1>\n----\n",
       "[source,http]\n----\nGET /a\nA: b <1>\nX: 1\n----\n",
       "[source,http]\n----\nGET /a\n----\n"},
      {Format::ReStructuredText, ".. code-block:: http\n\n   GET /a\n   A: b\n   C: d\n\nx\n",
       ".. code-block:: http\n\n   GET /a\n   A: b\n   X: 1\n   C: d\n\nx\n",
       ".. code-block:: http\n\n   GET /a\n   C: d\n\nx\n"},
      {Format::ReStructuredText, ".. code-block:: http\n\n   GET /a\n   A: b\n\nx\n",
       ".. code-block:: http\n\n   GET /a\n   A: b\n   X: 1\n\nx\n",
       ".. code-block:: http\n\n   GET /a\n\nx\n"},
  };
  for (const Edit& edit : edits) {
    const auto [added, removed] = edited(markup(edit.before, edit.format));
    EXPECT_EQ(added, edit.added);
    EXPECT_EQ(removed, edit.removed);
  }
}

struct Ignored {
  Format format;
  const char* text;
  const char* expected;  ///< of each: scope, rules, place of the target
};

TEST(Markup, CommentsAboveAListingSuppressRulesInIt) {
  const std::string fence = "```http\nGET /a\n```\n";
  const auto show_all = [](const Document& document) {
    std::string out;
    for (const Suppression* one : document.suppressions()) {
      out += one->scope == Suppression::Scope::File ? "file" : "line";
      for (const Text& rule : one->rules) out += " " + in_file(document, rule);
      out += fmt::format(" ({}) [{}]\n", one->reason.view,
                         one->target.empty() ? "-" : in_file(document, one->target));
    }
    return out;
  };
  const std::vector<std::pair<std::string, std::string>> markdown = {
      {"<!-- wiretag-ignore a, b: why -->\n```http\nGET /a\n```\n",
       "line a b (why) [```http\nGET /a\n```]\n"},
      {"<!-- wiretag-ignore a -->\n\n```http\nGET /a\n```\n", "line a () [```http\nGET /a\n```]\n"},
      {"> <!-- wiretag-ignore a -->\n> ```http\n> GET /a\n> ```\n",
       "line a () [> ```http\n> GET /a\n> ```]\n"},
      {"<!-- wiretag-ignore a -->\n<!-- wiretag-ignore b -->\n```http\nGET /a\n```\n",
       "line a () [```http\nGET /a\n```]\nline b () [```http\nGET /a\n```]\n"},
      {"{/* wiretag-ignore a */}\n```http\nGET /a\n```\n", "line a () [```http\nGET /a\n```]\n"},
      {"<!-- wiretag-ignore a -->\nText\n\n```http\nGET /a\n```\n", "line a () [-]\n"},
      {"<!-- wiretag-ignore-file a: x -->\n", "file a (x) [-]\n"},
      {"```html\n<!-- wiretag-ignore a -->\n```\n", ""},
      {"Write `<!-- wiretag-ignore a -->` above it.\n", ""},
      {"Say wiretag-ignore\n", ""},
      {"<!-- wiretag-ignored a -->\n", ""},
  };
  for (const auto& [text, expected] : markdown) EXPECT_EQ(show_all(markup(text)), expected) << text;
  EXPECT_EQ(show_all(markup("// wiretag-ignore a: x\n[source,http]\n----\nGET /a\n----\n",
                            Format::AsciiDoc)),
            "line a (x) [[source,http]\n----\nGET /a\n----]\n");
  EXPECT_EQ(show_all(markup(".. wiretag-ignore a: x\n\n.. code-block:: http\n\n   GET /a\n\nx\n",
                            Format::ReStructuredText)),
            "line a (x) [.. code-block:: http\n\n   GET /a]\n");
}

std::string file_text(const fs::path& path) {
  std::ifstream in(path, std::ios::binary);
  std::ostringstream out;
  out << in.rdbuf();
  return out.str();
}

std::vector<fs::path> files_in(const fs::path& folder) {
  std::vector<fs::path> files;
  if (!fs::exists(folder)) return files;
  for (const auto& entry : fs::directory_iterator(folder)) files.push_back(entry.path());
  std::sort(files.begin(), files.end());
  return files;
}

void expect_on_their_characters(const Document& document, const Fields& fields) {
  for (const Field& field : fields.lines()) {
    for (const Text& text : {field.name(), field.value()}) {
      if (text.view.find('\n') != std::string_view::npos) continue;
      EXPECT_EQ(in_file(document, text), text.view) << document.path();
    }
  }
}

TEST(MarkupCorpus, ValuesOfRealDocumentsStandOnTheirCharacters) {
  const std::vector<fs::path> files = files_in(WIRETAG_CORPORA "/markdown");
  if (files.empty()) GTEST_SKIP() << "no files at " WIRETAG_CORPORA "/markdown";
  std::size_t exchanges = 0;
  for (const fs::path& path : files) {
    const Document document(path, file_text(path), Lifetime::Once, Format::Markdown);
    for (const Exchange* exchange : document.exchanges()) {
      // A transcript decodes more than markup.
      if (exchange->medium != Medium::Documentation) continue;
      ++exchanges;
      EXPECT_EQ(in_file(document, exchange->request.line), exchange->request.line.view);
      expect_on_their_characters(document, exchange->request.fields);
      if (exchange->response) expect_on_their_characters(document, exchange->response->fields);
    }
  }
  EXPECT_GE(exchanges, 400U);
}

/// What was read, without places.
std::string values(const Document& document) {
  std::string out;
  const auto add = [&](const Fields& fields) {
    for (const Field& field : fields.lines()) {
      out += fmt::format("  {}: {}\n", field.name().view, field.value().view);
    }
  };
  for (const Exchange* exchange : document.exchanges()) {
    out += fmt::format("{} {} {}\n", exchange->request.line.view, exchange->request.body.text.view,
                       exchange->fragment);
    add(exchange->request.fields);
    if (!exchange->response) continue;
    out +=
        fmt::format(" {} {}\n", exchange->response->line.view, exchange->response->body.text.view);
    add(exchange->response->fields);
  }
  return out;
}

/// Puts `prefix` in front of each line.
std::string prefixed(std::string_view text, std::string_view prefix) {
  std::string out(prefix);
  for (const char c : text) {
    out += c;
    if (c == '\n') out += prefix;
  }
  return out;
}

TEST(MarkupCorpus, AFenceHoldsWhatTheSameFileHolds) {
  const std::vector<fs::path> files = files_in(WIRETAG_CORPORA "/http_fences");
  if (files.empty()) GTEST_SKIP() << "no files at " WIRETAG_CORPORA "/http_fences";
  std::size_t conditional = 0;
  for (const fs::path& path : files) {
    const std::string text = file_text(path);
    if (text.find("8792") != std::string::npos || text.starts_with("> ") ||
        text.find("\n< ") != std::string::npos) {
      continue;
    }
    const std::string expected = values(Document(path, text));
    const std::string fence = "~~~~http\n" + text + (text.ends_with('\n') ? "" : "\n") + "~~~~\n";
    EXPECT_EQ(values(markup(fence)), expected) << path;
    const Document quoted = markup("> " + prefixed(fence, "> ") + "\n");
    const Document listed = markup("1. x\n\n" + prefixed(fence, "   "));
    for (const Document* document : {&quoted, &listed}) {
      if (document == &quoted && quoted.text().starts_with("> > ")) continue;
      EXPECT_EQ(values(*document), expected) << path;
    }
    conditional += expected.find("If-None-Match") != std::string::npos;
  }
  EXPECT_GT(conditional, 3U);
}

/// Pieces that make and break listings.
std::string piece(std::mt19937& random) {
  static const std::string_view pieces[] = {"\n",
                                            "```http\n",
                                            "```\n",
                                            "> ",
                                            "   ",
                                            "\t",
                                            "~~~",
                                            "<!--",
                                            "-->",
                                            "GET /a HTTP/1.1\n",
                                            "ETag: \"x\"\n",
                                            "<!-- wiretag-ignore etag-unquoted -->\n",
                                            "---\n",
                                            "\r\n",
                                            "- ",
                                            "a",
                                            "NOTE: '\\' line wrapping per RFC 8792\n",
                                            "\\\n",
                                            "[source,http]\n",
                                            "----\n",
                                            ".. code-block:: http\n\n",
                                            ""};
  return std::string(pieces[random() % std::size(pieces)]);
}

TEST(MarkupCorpus, EditsOfDocumentsEndInAFreshRead) {
  std::vector<fs::path> files = files_in(WIRETAG_CORPORA "/markdown");
  if (files.empty()) GTEST_SKIP() << "no files at " WIRETAG_CORPORA "/markdown";
  std::mt19937 random(5);
  for (const fs::path& path : files) {
    std::string text = file_text(path);
    if (text.size() > 20000) continue;
    const Format format =
        std::array{Format::Markdown, Format::AsciiDoc, Format::ReStructuredText}[random() % 3];
    Document document(path, text, Lifetime::Edited, format);
    for (int i = 0; i < 10; ++i) {
      const std::uint32_t begin = random() % (text.size() + 1);
      const std::uint32_t end =
          std::min<std::uint32_t>(static_cast<std::uint32_t>(text.size()), begin + random() % 10);
      const std::string inserted = piece(random);
      text.replace(begin, end - begin, inserted);
      document.edit({begin, end}, inserted);
      ASSERT_EQ(show(document), show(Document(path, text, Lifetime::Once, format))) << path;
    }
  }
}

TEST(Markup, RandomTextIsReadWithoutTrouble) {
  std::mt19937 random(11);
  for (int i = 0; i < 2000; ++i) {
    std::string text;
    while (text.size() < 60 + random() % 100) text += piece(random);
    for (const Format format : {Format::Markdown, Format::AsciiDoc, Format::ReStructuredText}) {
      const Document document = markup(text, format);
      for (const Exchange* exchange : document.exchanges()) {
        const text::Span span = exchange->request.line.span();
        ASSERT_LE(span.end, text.size()) << text;
      }
      for (const Suppression* one : document.suppressions()) {
        ASSERT_LE(one->target.span().end, text.size());
        ASSERT_LE(one->whole_line.span().end, text.size());
      }
    }
  }
}

TEST(Markup, HostileTextIsReadInTime) {
  const auto repeated = [](std::string_view piece, int times) {
    std::string text;
    for (int i = 0; i < times; ++i) text += piece;
    return text;
  };
  for (const std::string_view one : {"![[]()", "[", "> ", "- ", "<", "`", "```http\n", "<!--", "* ",
                                     "<!-- wiretag-ignore a -->\n", "[source,http]\n", "----\n",
                                     ".. code-block:: http\n ", "::\n "}) {
    for (const Format format : {Format::Markdown, Format::AsciiDoc, Format::ReStructuredText}) {
      EXPECT_LE(markup(repeated(one, 20000), format).exchanges().size(), 20000U) << one;
    }
  }
}

}  // namespace
}  // namespace wiretag::readers
