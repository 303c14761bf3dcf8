#include "tests/rules/cases.h"

#include <algorithm>
#include <cctype>
#include <fstream>
#include <iterator>

namespace wiretag::rules::tests {
namespace {

constexpr std::string_view kMark = "#====";

}  // namespace

std::filesystem::path folder() { return WIRETAG_RULE_TESTS; }

std::vector<std::filesystem::path> http_files(const std::filesystem::path& path) {
  std::vector<std::filesystem::path> files;
  for (const auto& entry : std::filesystem::directory_iterator(path)) {
    if (entry.path().extension() == ".http") files.push_back(entry.path());
  }
  std::sort(files.begin(), files.end());
  return files;
}

std::string read_file(const std::filesystem::path& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> lines;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = std::min(text.find('\n', at), text.size() - 1) + 1;
    lines.push_back(text.substr(at, end - at));
    at = end;
  }
  return lines;
}

std::vector<Case> cases_in(const std::filesystem::path& path) {
  std::vector<Case> cases;
  for (const std::string& line : lines_of(read_file(path))) {
    if (line.starts_with(kMark)) {
      std::string name = line.substr(kMark.size());
      name.erase(0, name.find_first_not_of(' '));
      name.erase(name.find_last_not_of(" \r\n") + 1);
      cases.push_back({name, ""});
    } else if (!cases.empty()) {
      cases.back().text += line;
    }
  }
  return cases;
}

std::string test_name(const std::string& text) {
  std::string name;
  for (const char c : text) {
    const bool word = std::isalnum(static_cast<unsigned char>(c)) != 0;
    if (word) name += c;
    if (!word && !name.empty() && name.back() != '_') name += '_';
  }
  return name;
}

}  // namespace wiretag::rules::tests
