#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "tests/rules/logs/traffic.h"
#include "tests/server/cli/process.h"

namespace wiretag::test {

/// Two nodes that send `/app.js` under two tags, in turn; each client asks with the other's tag.
[[nodiscard]] std::vector<rules::tests::Request> drifting_requests();
[[nodiscard]] std::string drifting_log();

/// "rule severity" of each finding of JSON output, sorted.
[[nodiscard]] std::vector<std::string> found(const Result& result);
/// JSON output without what differs from run to run.
[[nodiscard]] std::string timeless(std::string json);
/// `text` with each `from` replaced.
[[nodiscard]] std::string replaced(std::string text, std::string_view from, std::string_view to);

[[nodiscard]] inline bool holds(const std::string& text, std::string_view part) {
  return text.find(part) != std::string::npos;
}

}  // namespace wiretag::test
