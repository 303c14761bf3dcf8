#pragma once

#include <string>
#include <string_view>

#include <tl/expected.hpp>

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
                                                                const std::string& stdin_filename);

/// Replaces a file's text as a whole, with its mode kept; a failure leaves it as it was. The error
/// is the reason in words.
[[nodiscard]] tl::expected<void, std::string> replace_file(const std::string& path,
                                                           std::string_view text);

}  // namespace wiretag::cli
