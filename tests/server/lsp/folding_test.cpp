#include <gtest/gtest.h>

#include "tests/server/lsp/client.h"

namespace wiretag::lsp {
namespace {

std::vector<std::string> folds(std::string_view text) {
  Client client;
  client.initialize();
  client.open(text);
  std::vector<std::string> all;
  for (const json& fold : client.ask_document("textDocument/foldingRange")) {
    all.push_back(fold["startLine"].dump() + "-" + fold["endLine"].dump() + fold.value("kind", ""));
  }
  return all;
}

using Folds = std::vector<std::string>;

TEST(Folding, CoversRequestsResponsesBodiesAndComments) {
  EXPECT_EQ(folds("# one\n# two\n\n# alone\nPOST /x HTTP/1.1\nHost: a.example\n\n{\n}\n\n"
                  "HTTP/1.1 200 OK\nETag: \"x\"\n\n# in\n# a body\nline\nline\n"),
            (Folds{"4-8", "7-8", "10-16", "13-16", "0-1comment"}));
}

TEST(Folding, OneLineDoesNotFold) {
  EXPECT_EQ(folds("GET /x HTTP/1.1\n\n# note\n"), Folds());
  EXPECT_EQ(folds("### title\n"), Folds());
  EXPECT_EQ(folds(""), Folds());
}

}  // namespace
}  // namespace wiretag::lsp
