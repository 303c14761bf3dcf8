#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include <tl/expected.hpp>

namespace wiretag::logs {

/// A log as a stream of bytes: decoded if it is gzip or zstd, recognised by its first bytes.
class LogInput {
 public:
  virtual ~LogInput() = default;

  /// Up to `size` bytes; 0 at the end. The error says what is wrong with the file.
  [[nodiscard]] virtual tl::expected<std::size_t, std::string> read(char* to, std::size_t size) = 0;
  /// Bytes of the file itself that were read so far.
  [[nodiscard]] virtual std::uint64_t consumed() const = 0;
};

enum class Compression : std::uint8_t { None, Gzip, Zstd };

/// Takes over the descriptor and closes it.
[[nodiscard]] tl::expected<std::unique_ptr<LogInput>, std::string> open_input(int descriptor);

/// By the first four bytes of a file.
[[nodiscard]] Compression compression_of(std::string_view start);

/// A text that was compressed by `compress`, or none where it is damaged.
[[nodiscard]] tl::expected<std::string, std::string> decompress(std::string_view data);
[[nodiscard]] std::string compress(std::string_view text);

}  // namespace wiretag::logs
