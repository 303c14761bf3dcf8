#include <gtest/gtest.h>

#include "tests/server/lsp/client.h"

namespace wiretag::lsp {
namespace {

std::vector<std::string> lenses(std::string_view text) {
  Client client;
  client.initialize();
  client.open(text);
  std::vector<std::string> all;
  for (const json& lens : client.ask_document("textDocument/codeLens")) {
    all.push_back(lens["range"]["start"]["line"].dump() + ": " +
                  lens["command"]["title"].get<std::string>());
  }
  return all;
}

using Lines = std::vector<std::string>;

TEST(CodeLenses, ComparePredictedWithRecorded) {
  EXPECT_EQ(lenses(kPerNode),
            (Lines{"1: 304 predicted · 304 recorded", "7: 200 predicted · 200 recorded"}));
  EXPECT_EQ(lenses("# @origin ETag: \"v1\"\nGET /x HTTP/1.1\nHost: a.example\n"
                   "If-None-Match: \"v1\"\n\nHTTP/1.1 200 OK\nETag: \"v1\"\n"),
            (Lines{"1: 304 predicted · 200 recorded"}));
}

TEST(CodeLenses, SayWhatA304Saves) {
  EXPECT_EQ(lenses(kRevalidation),
            (Lines{"9: the 304 saves 5,120 bytes · one round trip remains"}));
}

TEST(CodeLenses, AreNotShownWithoutAConditionOrAPrediction) {
  EXPECT_EQ(lenses("GET /x HTTP/1.1\nHost: a.example\nIf-None-Match: \"q\"\n"), Lines());
  EXPECT_EQ(lenses("GET /x HTTP/1.1\nHost: a.example\n\nHTTP/1.1 200 OK\n"), Lines());
  EXPECT_EQ(lenses("If-None-Match: \"q\"\n"), Lines());
  EXPECT_EQ(lenses(""), Lines());
}

}  // namespace
}  // namespace wiretag::lsp
