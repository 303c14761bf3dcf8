#include "server/lsp/dispatcher.h"

#include <optional>
#include <stdexcept>
#include <vector>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "server/lsp/protocol.h"

namespace wiretag::lsp {
namespace {

using nlohmann::json;

class DispatcherTest : public testing::Test {
 protected:
  DispatcherTest() {
    on_.request<NoParams>("initialize", [this](const NoParams&) {
      on_.enter(Phase::Running);
      return json::object();
    });
    on_.request<NoParams>("echo", [](const NoParams&) { return json("echo"); });
    on_.request<DocumentParams>("uri",
                                [](const DocumentParams& params) { return json(params.uri); });
    on_.request<NoParams>("fails",
                          [](const NoParams&) -> json { throw std::runtime_error("oops"); });
    on_.notification<NoParams>("told", [this](NoParams&) { ++told_; });
    on_.notification<DocumentParams>("opened", [this](DocumentParams&) { ++told_; });
    on_.notification<NoParams>("breaks", [](NoParams&) { throw std::runtime_error("oops"); });
  }

  void run() { on_.enter(Phase::Running); }

  std::vector<json> send(std::string_view content) {
    sent_.clear();
    on_.dispatch(content);
    return sent_;
  }

  json only(std::string_view content) {
    const auto sent = send(content);
    EXPECT_EQ(sent.size(), 1U) << content;
    return sent.size() == 1 ? sent[0] : json();
  }

  int error_of(std::string_view content) {
    const json answer = only(content);
    return answer.contains("error") ? answer["error"]["code"].get<int>() : 0;
  }

  std::vector<json> sent_;
  Outbox out_{[this](std::string_view text) { sent_.push_back(json::parse(text)); }};
  Dispatcher on_{out_};
  int told_ = 0;
};

TEST_F(DispatcherTest, AnswersWithTheSameId) {
  run();
  EXPECT_EQ(only(R"({"jsonrpc":"2.0","id":7,"method":"echo"})"),
            json::parse(R"({"jsonrpc":"2.0","id":7,"result":"echo"})"));
  EXPECT_EQ(only(R"({"jsonrpc":"2.0","id":"a\"b","method":"echo","params":null})")["id"], "a\"b");
  EXPECT_EQ(only(R"({"jsonrpc":"2.0","id":-1,"method":"echo","params":{}})")["id"], -1);
}

TEST_F(DispatcherTest, RefusesWhatIsNoJson) {
  run();
  for (const char* content : {"", "{", "{\"id\":1", "nonsense", "{\"a\":\"\x01\"}"}) {
    const json answer = only(content);
    EXPECT_EQ(answer["error"]["code"], -32700) << content;
    EXPECT_TRUE(answer["id"].is_null());
  }
}

TEST_F(DispatcherTest, RefusesWhatIsNoRequest) {
  run();
  EXPECT_EQ(error_of("[]"), -32600);
  EXPECT_EQ(error_of(R"([{"jsonrpc":"2.0","id":1,"method":"echo"}])"), -32600);
  EXPECT_EQ(error_of("3"), -32600);
  EXPECT_EQ(error_of("{}"), -32600);
  EXPECT_EQ(error_of(R"({"jsonrpc":"2.0","id":1})"), -32600);
  EXPECT_EQ(error_of(R"({"jsonrpc":"2.0","id":1,"method":3})"), -32600);
  EXPECT_EQ(error_of(R"({"jsonrpc":"1.0","id":1,"method":"echo"})"), -32600);
  EXPECT_EQ(error_of(R"({"id":1,"method":"echo"})"), -32600);
}

TEST_F(DispatcherTest, AnInvalidRequestIsAnsweredUnderItsIdWhereItHasOne) {
  run();
  EXPECT_EQ(only(R"({"id":5,"method":"echo"})")["id"], 5);
  EXPECT_TRUE(only(R"({"jsonrpc":"2.0","id":null,"method":"echo"})")["id"].is_null());
  EXPECT_EQ(error_of(R"({"jsonrpc":"2.0","id":1.5,"method":"echo"})"), -32600);
  EXPECT_EQ(error_of(R"({"jsonrpc":"2.0","id":[1],"method":"echo"})"), -32600);
}

TEST_F(DispatcherTest, RefusesUnknownRequestsAndIgnoresUnknownNotifications) {
  run();
  EXPECT_EQ(error_of(R"({"jsonrpc":"2.0","id":1,"method":"nope"})"), -32601);
  EXPECT_EQ(error_of(R"({"jsonrpc":"2.0","id":1,"method":"$/nope"})"), -32601);
  EXPECT_EQ(error_of(R"({"jsonrpc":"2.0","id":1,"method":"told"})"), -32601);
  EXPECT_TRUE(send(R"({"jsonrpc":"2.0","method":"nope"})").empty());
  EXPECT_TRUE(send(R"({"jsonrpc":"2.0","method":"$/cancelRequest","params":{"id":1}})").empty());
  EXPECT_TRUE(send(R"({"jsonrpc":"2.0","method":"$/setTrace","params":{"value":"off"}})").empty());
}

TEST_F(DispatcherTest, RefusesParametersThatDoNotFit) {
  run();
  for (const char* params :
       {"null", "[]", "3", "{}", R"({"textDocument":null})", R"({"textDocument":{"uri":3}})"}) {
    const std::string content =
        std::string(R"({"jsonrpc":"2.0","id":1,"method":"uri","params":)") + params + "}";
    EXPECT_EQ(error_of(content), -32602) << params;
  }
  EXPECT_EQ(error_of(R"({"jsonrpc":"2.0","id":1,"method":"uri"})"), -32602);
}

TEST_F(DispatcherTest, LivesOnAfterAHandlerThatFails) {
  run();
  const json answer = only(R"({"jsonrpc":"2.0","id":1,"method":"fails"})");
  EXPECT_EQ(answer["error"]["code"], -32603);
  EXPECT_EQ(answer["error"]["message"], "oops");
  EXPECT_EQ(only(R"({"jsonrpc":"2.0","id":2,"method":"echo"})")["result"], "echo");
}

TEST_F(DispatcherTest, TroubleWithANotificationIsLogged) {
  run();
  for (const char* content : {R"({"jsonrpc":"2.0","method":"breaks"})",
                              R"({"jsonrpc":"2.0","method":"opened","params":{}})"}) {
    const json logged = only(content);
    EXPECT_EQ(logged["method"], "window/logMessage") << content;
    EXPECT_FALSE(logged["params"]["message"].get<std::string>().empty());
  }
  EXPECT_EQ(told_, 0);
}

TEST_F(DispatcherTest, AnswersToOurOwnRequestsAreNoRequests) {
  run();
  EXPECT_TRUE(send(R"({"jsonrpc":"2.0","id":1,"result":null})").empty());
  EXPECT_TRUE(send(R"({"jsonrpc":"2.0","id":1,"error":{"code":1,"message":""}})").empty());
}

TEST_F(DispatcherTest, InitializeComesFirstAndOnce) {
  EXPECT_EQ(error_of(R"({"jsonrpc":"2.0","id":1,"method":"echo"})"), -32002);
  EXPECT_EQ(error_of(R"({"jsonrpc":"2.0","id":1,"method":"nope"})"), -32002);
  EXPECT_TRUE(send(R"({"jsonrpc":"2.0","method":"told"})").empty());
  EXPECT_EQ(told_, 0);
  EXPECT_TRUE(only(R"({"jsonrpc":"2.0","id":1,"method":"initialize"})").contains("result"));
  EXPECT_TRUE(send(R"({"jsonrpc":"2.0","method":"told"})").empty());
  EXPECT_EQ(told_, 1);
  EXPECT_EQ(error_of(R"({"jsonrpc":"2.0","id":1,"method":"initialize"})"), -32600);
}

TEST_F(DispatcherTest, NothingIsAnsweredAfterShutdown) {
  on_.enter(Phase::ShutDown);
  EXPECT_EQ(error_of(R"({"jsonrpc":"2.0","id":1,"method":"echo"})"), -32600);
  EXPECT_EQ(error_of(R"({"jsonrpc":"2.0","id":1,"method":"initialize"})"), -32600);
  EXPECT_TRUE(send(R"({"jsonrpc":"2.0","method":"told"})").empty());
  EXPECT_EQ(told_, 0);
}

TEST_F(DispatcherTest, DispatchSaysWhetherItWasJson) {
  EXPECT_FALSE(on_.dispatch("{"));
  EXPECT_TRUE(on_.dispatch("[]"));
}

TEST_F(DispatcherTest, AnAnswerIsGivenOnce) {
  {
    Answer answer("1", out_);
    answer.result("first");
    answer.result("second");
    answer.error(ErrorCode::InternalError, "third");
  }
  ASSERT_EQ(sent_.size(), 1U);
  EXPECT_EQ(sent_[0]["result"], "first");
}

TEST_F(DispatcherTest, AnAnswerThatIsDroppedIsAnError) {
  {
    Answer first("1", out_);
    const Answer second(std::move(first));
  }
  ASSERT_EQ(sent_.size(), 1U);
  EXPECT_EQ(sent_[0]["error"]["code"], -32603);
}

}  // namespace
}  // namespace wiretag::lsp
