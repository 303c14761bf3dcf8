#include <algorithm>
#include <array>
#include <cctype>
#include <filesystem>
#include <fstream>
#include <regex>
#include <set>
#include <sstream>

#include <fmt/format.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "tests/server/cli/process.h"

namespace wiretag::test {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;

/// Shorter values are found in words.
constexpr std::size_t kLeast = 8;

std::string contents(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

std::string lower(std::string text) {
  std::transform(text.begin(), text.end(), text.begin(),
                 [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return text;
}

std::string trimmed(std::string text) {
  text.erase(0, std::min(text.find_first_not_of(" \t\r\n"), text.size()));
  text.erase(text.find_last_not_of(" \t\r\n") + 1);
  return text;
}

std::vector<std::string> split(const std::string& text, char at) {
  std::vector<std::string> parts;
  std::istringstream stream(text);
  for (std::string part; std::getline(stream, part, at);) parts.push_back(part);
  return parts;
}

std::string behind(const std::string& text, char mark) {
  const std::size_t at = text.find(mark);
  return at == std::string::npos ? std::string() : trimmed(text.substr(at + 1));
}

/// The secrets of one HAR, read from its JSON without any code of wiretag.
class Secrets {
 public:
  explicit Secrets(const json& har) {
    for (const json& entry : har["log"]["entries"]) {
      for (const char* side : {"request", "response"}) {
        for (const json& header : entry[side].value("headers", json::array())) {
          header_of(lower(header.value("name", "")), header.value("value", ""));
        }
      }
      url(entry["request"].value("url", ""));
    }
    // What stands in the name of a cookie is public, and a day is no secret.
    static const std::regex day("[0-9]{2}-[A-Z][a-z]{2}-[0-9]{4}");
    std::erase_if(all_, [&](const std::string& one) {
      return std::regex_match(one, day) || names_.find(one) != std::string::npos;
    });
  }

  [[nodiscard]] std::size_t size() const { return all_.size(); }

  /// Those that `output` shows.
  [[nodiscard]] std::string shown_in(const std::string& output) const {
    std::string shown;
    for (const std::string& secret : all_) {
      if (output.find(secret) != std::string::npos) shown += secret + "\n";
    }
    return shown;
  }

 private:
  void header_of(const std::string& name, const std::string& value) {
    if (name == "authorization" || name == "proxy-authorization") {
      add(behind(value, ' '));
    } else if (name == "cookie") {
      for (const std::string& pair : split(value, ';')) {
        names_ += pair.substr(0, pair.find('=')) + ' ';
        add(behind(pair, '='));
      }
    } else if (name == "set-cookie") {
      for (const std::string& line : split(value, '\n')) {
        add(behind(line.substr(0, line.find(';')), '='));
      }
    } else if (name == "referer" || name == "location") {
      url(value);
    }
  }

  void url(const std::string& text) {
    constexpr std::array<std::string_view, 12> kNames = {"sig",
                                                         "signature",
                                                         "token",
                                                         "access_token",
                                                         "key",
                                                         "api_key",
                                                         "apikey",
                                                         "x-amz-signature",
                                                         "auth",
                                                         "password",
                                                         "x-amz-credential",
                                                         "secret"};
    const std::size_t query = text.find('?');
    if (query == std::string::npos) return;
    for (const std::string& pair : split(text.substr(query + 1, text.find('#') - query - 1), '&')) {
      const std::string name = lower(pair.substr(0, pair.find('=')));
      if (std::find(kNames.begin(), kNames.end(), name) != kNames.end()) add(behind(pair, '='));
    }
  }

  void add(const std::string& value) {
    if (value.size() >= kLeast) all_.insert(value);
  }

  std::set<std::string> all_;
  std::string names_;  ///< of cookies
};

std::string framed(const json& message) {
  const std::string text = message.dump();
  return fmt::format("Content-Length: {}\r\n\r\n{}", text.size(), text);
}

/// What a client sends to see the diagnostics, and a hover in every line up to a bound.
std::string session(const std::string& path, const std::string& text) {
  const std::string uri = "file://" + path;
  std::string out =
      framed({{"jsonrpc", "2.0"},
              {"id", 1},
              {"method", "initialize"},
              {"params", {{"processId", nullptr}, {"capabilities", json::object()}}}});
  out += framed({{"jsonrpc", "2.0"}, {"method", "initialized"}, {"params", json::object()}});
  out += framed({{"jsonrpc", "2.0"},
                 {"method", "textDocument/didOpen"},
                 {"params",
                  {{"textDocument",
                    {{"uri", uri}, {"languageId", "json"}, {"version", 1}, {"text", text}}}}}});
  int id = 1;
  int line = 0;
  for (const std::string& one : split(text, '\n')) {
    const bool telling = one.find("\"url\"") != std::string::npos ||
                         one.find("ookie") != std::string::npos ||
                         one.find("tag") != std::string::npos;
    if (telling && id < 400) {
      const json position = {{"line", line}, {"character", one.size() / 2}};
      out += framed({{"jsonrpc", "2.0"},
                     {"id", ++id},
                     {"method", "textDocument/hover"},
                     {"params", {{"textDocument", {{"uri", uri}}}, {"position", position}}}});
    }
    ++line;
  }
  out += framed({{"jsonrpc", "2.0"}, {"id", ++id}, {"method", "shutdown"}});
  return out + framed({{"jsonrpc", "2.0"}, {"method", "exit"}});
}

class HarSecrets : public testing::Test {
 protected:
  void SetUp() override {
    folder_ = fs::path(WIRETAG_CORPORA) / "har";
    if (!fs::exists(folder_)) GTEST_SKIP() << "no corpora at " << folder_;
  }

  template <typename Visit>
  void each_file(Visit visit) const {
    std::size_t secrets = 0;
    for (const auto& entry : fs::directory_iterator(folder_)) {
      const std::string text = contents(entry.path());
      const json har = json::parse(text, nullptr, false);
      if (har.is_discarded()) continue;
      SCOPED_TRACE(entry.path().filename().string());
      const Secrets found(har);
      secrets += found.size();
      visit(entry.path().string(), text, found);
    }
    EXPECT_GT(secrets, 300U) << "the corpus holds more";
  }

 private:
  fs::path folder_;
};

TEST_F(HarSecrets, AreInNoReport) {
  const std::vector<std::vector<std::string>> commands = {
      {"check", "--format", "full"},
      {"check", "--format", "concise"},
      {"check", "--format", "json"},
      {"check", "--format", "jsonl"},
      {"predict", "--format", "full"},
      {"predict", "--format", "json"},
      {"convert"},
  };
  each_file([&](const std::string& path, const std::string&, const Secrets& secrets) {
    for (std::vector<std::string> command : commands) {
      if (command[0] == "check") {
        command.insert(command.end(), {"--select", "ALL", "--severity", "hint"});
      }
      const std::string name = command[0] + " " + command.back();
      command.push_back(path);
      const Result result = wiretag(command);
      ASSERT_FALSE(result.out.empty()) << name << result.err;
      EXPECT_EQ(secrets.shown_in(result.out), "") << name;
      EXPECT_EQ(secrets.shown_in(result.err), "") << name;
    }
  });
}

TEST_F(HarSecrets, AreInNoEditor) {
  each_file([&](const std::string& path, const std::string& text, const Secrets& secrets) {
    const Result result = wiretag({"lsp"}, {.input = session(path, text)});
    ASSERT_NE(result.out.find("publishDiagnostics"), std::string::npos) << result.err;
    EXPECT_EQ(secrets.shown_in(result.out), "");
    EXPECT_EQ(secrets.shown_in(result.err), "");
  });
}

}  // namespace
}  // namespace wiretag::test
