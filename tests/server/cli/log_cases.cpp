#include "tests/server/cli/log_cases.h"

#include <algorithm>
#include <regex>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace wiretag::test {

using rules::tests::Request;

std::vector<Request> drifting_requests() {
  std::vector<Request> requests;
  for (int i = 0; i < 30; ++i) {
    Request request;
    request.second = i * 20;
    request.client = fmt::format("192.0.2.{}", i % 6 + 1);
    request.node = i % 2 == 0 ? "10.0.0.1:80" : "10.0.0.2:80";
    request.tag = i % 2 == 0 ? "\"66670a07-bb9\"" : "\"66670b11-bb9\"";
    if (i > 6) request.condition = i % 2 == 0 ? "\"66670b11-bb9\"" : "\"66670a07-bb9\"";
    requests.push_back(request);
  }
  return requests;
}

std::string drifting_log() { return rules::tests::log_of(drifting_requests()); }

std::vector<std::string> found(const Result& result) {
  const auto report = nlohmann::json::parse(result.out);
  std::vector<std::string> all;
  for (const auto& finding : report["findings"]) {
    all.push_back(finding["rule"].get<std::string>() + " " +
                  finding["severity"].get<std::string>());
  }
  std::ranges::sort(all);
  return all;
}

std::string timeless(std::string json) {
  return std::regex_replace(json, std::regex("\"elapsed_ms\":[0-9.]+"), "");
}

std::string replaced(std::string text, std::string_view from, std::string_view to) {
  for (std::size_t at = text.find(from); at != std::string::npos;
       at = text.find(from, at + to.size())) {
    text.replace(at, from.size(), to);
  }
  return text;
}

}  // namespace wiretag::test
