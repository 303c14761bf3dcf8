#pragma once

#include <filesystem>
#include <ostream>
#include <string>
#include <vector>

namespace wiretag::rules::tests {

/// One `#==== name` section of a file.
struct Case {
  std::string name;
  std::string text;
};

inline void PrintTo(const Case& one, std::ostream* out) { *out << one.name; }

/// The folder of these tests.
[[nodiscard]] std::filesystem::path folder();

/// Files of a folder that end in `.http`, sorted.
[[nodiscard]] std::vector<std::filesystem::path> http_files(const std::filesystem::path& path);

[[nodiscard]] std::string read_file(const std::filesystem::path& path);

/// The sections of a file; text before the first one is a remark to the reader.
[[nodiscard]] std::vector<Case> cases_in(const std::filesystem::path& path);

/// Lines with their line ends.
[[nodiscard]] std::vector<std::string> lines_of(const std::string& text);

/// A name that GoogleTest takes for a parameter.
[[nodiscard]] std::string test_name(const std::string& text);

}  // namespace wiretag::rules::tests
