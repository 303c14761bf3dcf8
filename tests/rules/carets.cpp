#include "tests/rules/carets.h"

#include <algorithm>
#include <optional>

#include "tests/rules/cases.h"

namespace wiretag::rules::tests {
namespace {

std::optional<Expected> expectation(const std::string& line) {
  const std::size_t caret = line.find_first_not_of(" \t", 1);
  if (line[0] != '#' || caret == std::string::npos || line[caret] != '^') return std::nullopt;
  Expected expected;
  const std::size_t end = std::min(line.find_first_not_of('^', caret), line.size());
  expected.begin = static_cast<std::uint32_t>(caret == 1 ? 0 : caret);
  expected.end = static_cast<std::uint32_t>(end);
  expected.written = line.substr(0, line.find_last_not_of("\r\n") + 1);
  const std::size_t colon = std::min(line.find(':', end), line.size());
  std::string head = line.substr(end, colon - end);
  head.erase(0, head.find_first_not_of(' '));
  head.erase(head.find_last_not_of(" \r\n") + 1);
  const std::size_t blank = head.find(' ');
  expected.rule = head.substr(0, blank);
  if (blank != std::string::npos) expected.severity = head.substr(blank + 1);
  if (colon < line.size()) {
    expected.part = line.substr(colon + 1);
    expected.part.erase(0, expected.part.find_first_not_of(' '));
    expected.part.erase(expected.part.find_last_not_of(" \r\n") + 1);
  }
  return expected;
}

}  // namespace

Annotated read_annotated(const std::string& text) {
  Annotated annotated;
  std::uint32_t line_number = 0;
  for (const std::string& line : lines_of(text)) {
    if (auto expected = expectation(line)) {
      expected->line = line_number == 0 ? 0 : line_number - 1;
      annotated.expected.push_back(*expected);
    } else {
      annotated.text += line;
      ++line_number;
    }
  }
  return annotated;
}

}  // namespace wiretag::rules::tests
