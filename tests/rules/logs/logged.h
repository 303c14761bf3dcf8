#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "documents/model/log_traffic.h"
#include "rules/finding.h"

namespace wiretag::rules::tests {

/// A log in memory with what was read from it.
class Logged {
 public:
  explicit Logged(std::string text);
  ~Logged();
  Logged(const Logged&) = delete;
  Logged& operator=(const Logged&) = delete;

  /// nullptr where no format fits.
  [[nodiscard]] const LogTraffic* traffic() const;
  /// What the rules of family N find, after absorption, in the order of the rules.
  [[nodiscard]] std::vector<Finding> findings() const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

/// A finding in short.
struct LogFinding {
  std::string rule;
  Severity severity = Severity::Error;
  std::string message;
  std::uint32_t line = 0;   ///< 0-based
  std::uint32_t begin = 0;  ///< bytes from the start of the line
  std::uint32_t end = 0;
  std::size_t related = 0;
};

[[nodiscard]] std::vector<LogFinding> lint_log(const std::string& text);
/// The rules, from `least` up, sorted.
[[nodiscard]] std::vector<std::string> rules_in(const std::vector<LogFinding>& found,
                                                Severity least = Severity::Warning);
/// The only finding of a rule; fails the running test where there is none or more.
[[nodiscard]] LogFinding only(const std::vector<LogFinding>& found, std::string_view rule);

/// One request, written as a line by `line_of`.
struct Request {
  std::int64_t second = 0;  ///< after 2026-06-10 12:00:00
  std::string url = "/app.js";
  int status = 200;
  std::uint64_t size = 8192;
  std::string tag = "\"a\"";   ///< as on the wire; empty for none
  std::string condition = {};  ///< If-None-Match
  std::string node = "-";
  std::string cache = "-";
  std::string client = "192.0.2.1";
  std::string range = {};
  std::string if_range = {};
  std::string method = "GET";
};

/// The comment that names the format of `line_of`.
[[nodiscard]] std::string format_line();
[[nodiscard]] std::string line_of(const Request& request);
[[nodiscard]] std::string log_of(const std::vector<Request>& requests);

}  // namespace wiretag::rules::tests
