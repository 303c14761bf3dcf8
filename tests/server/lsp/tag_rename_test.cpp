#include <gtest/gtest.h>

#include "tests/server/lsp/client.h"

namespace wiretag::lsp {
namespace {

constexpr std::string_view kWritten = R"(GET /a HTTP/1.1
Host: x.example
If-None-Match: "v0", W/"v1"

# @mock
HTTP/1.1 200 OK
ETag: "v1"

###
GET /a HTTP/1.1
Host: x.example
If-Match: "v1"

# ETag: W/"v1"

###
GET /b HTTP/1.1
Host: x.example
If-None-Match: "v1"
)";

class TagRename : public testing::Test {
 protected:
  void open(std::string_view text) {
    client_.initialize();
    client_.open(text);
  }

  json ask(std::string_view what, std::uint32_t line, std::uint32_t character,
           std::string_view name = "new") {
    return client_.ask("textDocument/" + std::string(what),
                       {{"textDocument", {{"uri", kUri}}},
                        {"position", position(line, character)},
                        {"newName", name}});
  }

  Client client_;
};

TEST_F(TagRename, ChangesTheTagInItsResourceAndKeepsWeakness) {
  open(kWritten);
  for (const std::string_view name : {"v2", "\"v2\""}) {
    std::string expected(kWritten);
    for (std::size_t at = expected.find("v1"); at < expected.find("/b"); at = expected.find("v1"))
      expected.replace(at, 2, "v2");
    EXPECT_EQ(applied(kWritten, ask("rename", 6, 8, name)["result"]), expected);
  }
}

TEST_F(TagRename, IsPreparedForTheOpaquePart) {
  open(kWritten);
  const json prepared = ask("prepareRename", 2, 22)["result"];
  EXPECT_EQ(prepared["range"], range(2, 24, 26));
  EXPECT_EQ(prepared["placeholder"], "v1");
}

TEST_F(TagRename, ARecordedResponseIsEvidence) {
  open(kRevalidation);
  for (const std::string_view method : {"rename", "prepareRename"}) {
    const json answer = ask(method, 11, 17);
    ASSERT_TRUE(answer.contains("error")) << answer;
    EXPECT_EQ(answer["error"]["code"], -32803);
    EXPECT_EQ(answer["error"]["message"],
              "\"v42\" stands in a recorded response (line 6), which is evidence and is not "
              "edited; # @mock marks a response written by hand");
  }
}

TEST_F(TagRename, TheNameMustBeATagOfItsOwn) {
  open(kWritten);
  for (const std::string_view name : {"a b", "a\"b", "W/\"x\"", "v0", "\n"}) {
    EXPECT_EQ(ask("rename", 6, 8, name)["error"]["code"], -32803) << name;
  }
  EXPECT_TRUE(ask("rename", 6, 8, "v1").contains("result"));
}

TEST_F(TagRename, ThereIsNothingElsewhere) {
  open(kWritten);
  for (const std::uint32_t line : {0U, 1U, 3U, 4U, 900U}) {
    EXPECT_TRUE(ask("rename", line, 3)["result"].is_null());
    EXPECT_TRUE(ask("prepareRename", line, 3)["result"].is_null());
  }
}

}  // namespace
}  // namespace wiretag::lsp
