#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace wiretag::lsp {

/// One message of the base protocol, or what is wrong with the bytes that stand in its place.
struct Frame {
  bool broken = false;
  std::string text;  ///< the content, or an explanation of what is broken
};

/// Cuts a byte stream into messages. After bytes that are no message it looks for the next line
/// that can be nothing but a Content-Length header: JSON holds no line break inside a string, so
/// message content is never mistaken for one.
class FrameReader {
 public:
  /// Larger contents are refused.
  static constexpr std::uint64_t kLargestContent = 256U << 20U;

  explicit FrameReader(std::uint64_t largest = kLargestContent) : largest_(largest) {}

  void feed(std::string_view bytes);
  /// The next whole message; nothing until more bytes are fed.
  [[nodiscard]] std::optional<Frame> next();
  /// The content of the last frame was no message, so its stated length is doubted: looks for a
  /// header inside of it.
  void reject(std::string_view content);

 private:
  enum class State : std::uint8_t { Header, Content, Lost };

  [[nodiscard]] std::string_view pending() const {
    return std::string_view(buffer_).substr(begin_);
  }
  void consume(std::size_t count) { begin_ += count; }

  // Each takes what it can and says whether there may be more to take.
  bool step(std::optional<Frame>& frame);
  bool header(std::optional<Frame>& frame);
  bool content(std::optional<Frame>& frame);
  bool find_header();

  void lose(std::optional<Frame>& frame, std::string why);

  std::uint64_t largest_;
  std::string buffer_;
  std::size_t begin_ = 0;
  State state_ = State::Header;
  bool in_header_ = false;
  std::optional<std::uint64_t> length_;
};

/// `content` with its header.
[[nodiscard]] std::string framed(std::string_view content);

/// There is something to read, or the end. Waits so many milliseconds for it; -1 waits for ever.
[[nodiscard]] bool readable(int descriptor, int milliseconds);

/// Reads what is there, at most `capacity` bytes; waits for the first. 0 at the end or on an error.
[[nodiscard]] std::size_t read_some(int descriptor, char* bytes, std::size_t capacity);

/// False where the other side is gone.
[[nodiscard]] bool write_all(int descriptor, std::string_view bytes);

}  // namespace wiretag::lsp
