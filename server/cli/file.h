#pragma once

#include <string>
#include <string_view>

#include <tl/expected.hpp>

#include "server/cli/standard_input.h"

namespace wiretag::cli {

/// The text of one input. A byte order mark is set aside: it is no part of a line.
struct SourceFile {
  std::string path;  ///< as it is named in the report
  std::string text;
  bool byte_order_mark = false;
};

/// Reads a file, or standard input for "-". The error is the reason in words; what is no text, or
/// larger than 2 GiB, is one.
[[nodiscard]] tl::expected<SourceFile, std::string> read_source(const std::string& path,
                                                                StandardInput& standard_input,
                                                                const std::string& stdin_filename);

/// The first 64 KiB of a file, or of standard input for "-", which stays unread.
[[nodiscard]] tl::expected<std::string, std::string> read_start(const std::string& path,
                                                                StandardInput& standard_input);

/// Replaces a file's text as a whole, with its mode kept; a failure leaves it as it was. The error
/// is the reason in words.
[[nodiscard]] tl::expected<void, std::string> replace_file(const std::string& path,
                                                           std::string_view text);

/// Writes a file as a whole, with mode 0600 less the umask: what is converted may be private. One
/// that exists keeps its mode.
[[nodiscard]] tl::expected<void, std::string> write_new_file(const std::string& path,
                                                             std::string_view text);

}  // namespace wiretag::cli
