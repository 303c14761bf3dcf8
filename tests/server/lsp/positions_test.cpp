#include <gtest/gtest.h>

#include "tests/server/lsp/client.h"

namespace wiretag::lsp {
namespace {

struct Encoding {
  const char* name;
  int wide;  ///< units of U+1D11E
  int e_acute;
};

class Positions : public testing::TestWithParam<Encoding> {
 protected:
  Positions() {
    client_.initialize({{"general", {{"positionEncodings", json::array({GetParam().name})}}}});
  }

  static std::string resume(std::string_view tag, std::string_view line_end) {
    std::string text;
    for (const std::string& line :
         {std::string("# \U0001D11E comment"), std::string("GET /video.mp4 HTTP/1.1"),
          std::string("Host: media.example.com"), std::string("Range: bytes=1000000-"),
          "If-Range: " + std::string(tag), std::string(), "# ETag: " + std::string(tag)}) {
      text.append(line).append(line_end);
    }
    return text;
  }

  Client client_;
};

TEST_P(Positions, CountTheUnitsAgreedOn) {
  const auto [name, wide, e_acute] = GetParam();
  const int end = 10 + 4 + wide + e_acute;  // `W/"` and `"`
  for (const char* line_end : {"\n", "\r\n", "\r"}) {
    client_.open(resume("W/\"\U0001D11Eé\"", line_end));
    const json found = client_.published()["diagnostics"];
    ASSERT_EQ(found.size(), 1U) << name;
    EXPECT_EQ(found[0]["range"], range(4, 10, static_cast<std::uint32_t>(end))) << name;

    // Behind the wide characters, in front of the closing quote.
    const auto at = static_cast<std::uint32_t>(end - 1);
    client_.change({{{"range", range(4, at, at)}, {"text", "x"}}}, 2);
    EXPECT_EQ(client_.published()["diagnostics"][0]["range"],
              range(4, 10, static_cast<std::uint32_t>(end + 1)))
        << name;
    EXPECT_NE(client_.published()["diagnostics"][0]["message"].get<std::string>().find(
                  "W/\"\U0001D11Eéx\""),
              std::string::npos);
  }
}

TEST_P(Positions, HoverSpeaksOfTheLinesOfTheFile) {
  client_.open(resume("W/\"\U0001D11E\"", "\r\n"));
  const json hover = client_.ask_document("textDocument/hover", {{"position", position(4, 12)}});
  EXPECT_NE(hover["contents"]["value"].get<std::string>().find("from the note in line 7"),
            std::string::npos)
      << hover;
  EXPECT_EQ(hover["range"], range(4, 10, static_cast<std::uint32_t>(10 + 4 + GetParam().wide)));
}

INSTANTIATE_TEST_SUITE_P(Lsp, Positions,
                         testing::Values(Encoding{"utf-8", 4, 2}, Encoding{"utf-16", 2, 1},
                                         Encoding{"utf-32", 1, 1}),
                         [](const auto& tested) {
                           return std::string(tested.param.name).substr(0, 3) +
                                  std::string(tested.param.name).substr(4);
                         });

}  // namespace
}  // namespace wiretag::lsp
