#include "documents/readers/listing_info.h"

#include <algorithm>
#include <array>
#include <string>
#include <vector>

#include "http/fields/text.h"

namespace wiretag::readers {
namespace {

constexpr std::array<std::string_view, 10> kHttp = {
    "http", "http1",    "http2",    "http3",        "https",
    "rest", "httpspec", "http/1.1", "http_request", "http_response"};
constexpr std::array<std::string_view, 23> kTerminal = {
    "",           "console",  "sh",     "bash",         "shell",      "zsh",
    "fish",       "terminal", "curl",   "text",         "txt",        "plain",
    "plaintext",  "none",     "output", "shellsession", "sh-session", "shell-session",
    "powershell", "ps1",      "cmd",    "bat",          "httpie"};
constexpr std::array<std::string_view, 8> kLog = {
    "log", "logs", "accesslog", "access-log", "access_log", "nginx-log", "apache-log", "squid-log"};
constexpr std::array<std::string_view, 9> kWrong = {
    "bad",         "wrong",         "invalid",        "incorrect",      "example-bad",
    "bad-example", "example-wrong", "counterexample", "counter-example"};

template <std::size_t N>
bool one_of(const std::array<std::string_view, N>& words, std::string_view word) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

bool ends_word(char c) { return http::is_blank(c) || c == ',' || c == '{' || c == '}'; }

/// Behind the quoted text that starts at `at`.
std::size_t behind_quotes(std::string_view info, std::size_t at) {
  const std::size_t close = info.find(info[at], at + 1);
  return close == std::string_view::npos ? info.size() : close + 1;
}

/// The words, in lower case; of an attribute like `title="a b"` all is one word.
std::vector<std::string> words_of(std::string_view info) {
  std::vector<std::string> words;
  for (std::size_t at = 0; at < info.size();) {
    if (ends_word(info[at])) {
      ++at;
      continue;
    }
    std::size_t end = at;
    while (end < info.size() && !ends_word(info[end])) {
      end = info[end] == '"' || info[end] == '\'' ? behind_quotes(info, end) : end + 1;
    }
    words.push_back(http::lowered(info.substr(at, end - at)));
    at = end;
  }
  return words;
}

/// Without the dot of a class.
std::string_view name_of(std::string_view word) {
  if (word.starts_with('.') || word.starts_with('#')) word.remove_prefix(1);
  return word;
}

/// `role="x y"` and `class=x` name classes too.
std::vector<std::string> classes_of(const std::string& word) {
  const std::size_t equals = word.find('=');
  const std::string key = word.substr(0, equals);
  if (equals == std::string::npos || (key != "role" && key != "class")) return {word};
  std::string value = word.substr(equals + 1);
  std::erase_if(value, [](char c) { return c == '"' || c == '\''; });
  return words_of(value);
}

/// `expect=etag-unquoted`: the listing shows what that rule finds.
bool names_expected_rule(std::string_view word) {
  constexpr std::string_view kKey = "expect=";
  return word.starts_with(kKey) && word.size() > kKey.size() && http::is_letter(word[kKey.size()]);
}

std::string_view language_of(const std::vector<std::string>& words) {
  if (words.empty()) return {};
  const std::string_view first = name_of(words.front());
  // `http[1-3]` names lines to stress; `http:title`.
  const std::string_view language = first.substr(0, first.find_first_of("[(:="));
  const bool attribute = language.size() < first.size() && first[language.size()] == '=';
  return attribute ? std::string_view() : language;
}

}  // namespace

ListingKind listing_kind(std::string_view info) {
  const std::vector<std::string> words = words_of(info);
  const std::string_view language = language_of(words);
  if (one_of(kHttp, language) || language.starts_with("http-")) return ListingKind::Http;
  if (one_of(kTerminal, language)) return ListingKind::Terminal;
  return one_of(kLog, language) ? ListingKind::Log : ListingKind::Other;
}

bool is_counter_example(std::string_view info) {
  for (const std::string& word : words_of(info)) {
    if (names_expected_rule(word)) return true;
    for (const std::string& name : classes_of(word)) {
      if (one_of(kWrong, name_of(name))) return true;
    }
  }
  return false;
}

}  // namespace wiretag::readers
