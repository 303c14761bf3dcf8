#include <filesystem>
#include <fstream>
#include <sstream>

#include <gtest/gtest.h>

#include "server/convert/http_file.h"
#include "tests/server/convert/findings.h"

namespace wiretag::convert::tests {
namespace {

namespace fs = std::filesystem;
using readers::Format;

std::string contents(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

/// Its conversion is found at fault for the same reasons, and converts to itself.
void expect_same(const readers::Document& source) {
  const std::vector<std::string> found = findings_of(source);
  for (const bool secrets : {true, false}) {
    const std::string text = http_file(source, {.secrets = secrets});
    const readers::Document http("converted.http", text);
    EXPECT_EQ(source.exchanges().size(), http.exchanges().size());
    EXPECT_EQ(not_understood(http), 0U);
    const std::vector<std::string> again = findings_of(http);
    EXPECT_EQ(only_in(found, again), "") << "is lost";
    EXPECT_EQ(only_in(again, found), "") << "is new";
    const std::vector<std::string> exchanges = exchanges_of(http);
    if (secrets) {
      EXPECT_EQ(only_in(exchanges_of(source), exchanges), "") << "reads differently";
    }
    const readers::Document twice = converted(http, secrets);
    EXPECT_EQ(exchanges, exchanges_of(twice)) << "is converted to something else again";
  }
}

class Corpus : public testing::TestWithParam<std::pair<const char*, Format>> {};

TEST_P(Corpus, ConvertsToTheSameFindings) {
  const fs::path folder = fs::path(WIRETAG_CORPORA) / GetParam().first;
  if (!fs::exists(folder)) GTEST_SKIP() << "no corpora at " << folder;
  for (const auto& entry : fs::directory_iterator(folder)) {
    SCOPED_TRACE(entry.path().filename().string());
    const readers::Document source(entry.path().filename().string(), contents(entry.path()),
                                   readers::Lifetime::Once, GetParam().second);
    if (!source.exchanges().empty()) expect_same(source);
  }
}

INSTANTIATE_TEST_SUITE_P(Convert, Corpus,
                         testing::Values(std::pair("har", Format::Har),
                                         std::pair("curl", Format::Transcript),
                                         std::pair("markdown", Format::Markdown),
                                         std::pair("http_fences", Format::Http),
                                         std::pair("http", Format::Http)),
                         [](const auto& test) { return test.param.first; });

}  // namespace
}  // namespace wiretag::convert::tests
