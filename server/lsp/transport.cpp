#include "server/lsp/transport.h"

#include <algorithm>
#include <cerrno>
#include <charconv>

#include <fmt/format.h>
#include <poll.h>
#include <unistd.h>

namespace wiretag::lsp {
namespace {

constexpr std::string_view kContentLength = "content-length";
constexpr std::size_t kLongestLine = 4096;
/// A Content-Length line with any sensible number is shorter.
constexpr std::size_t kLongestLengthLine = 64;

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

bool same_letters(char a, char b) { return lower(a) == lower(b); }

bool is_content_length(std::string_view name) {
  return std::equal(name.begin(), name.end(), kContentLength.begin(), kContentLength.end(),
                    same_letters);
}

bool is_name(std::string_view name) {
  return !name.empty() && std::all_of(name.begin(), name.end(), [](char c) {
    return (lower(c) >= 'a' && lower(c) <= 'z') || c == '-';
  });
}

std::string_view trim(std::string_view text) {
  const auto blank = [](char c) { return c == ' ' || c == '\t' || c == '\r'; };
  while (!text.empty() && blank(text.front())) text.remove_prefix(1);
  while (!text.empty() && blank(text.back())) text.remove_suffix(1);
  return text;
}

std::optional<std::uint64_t> parse_length(std::string_view text) {
  std::uint64_t length = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), length);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return length;
}

}  // namespace

void FrameReader::feed(std::string_view bytes) {
  if (begin_ > buffer_.size() / 2) {
    buffer_.erase(0, begin_);
    begin_ = 0;
  }
  buffer_.append(bytes);
}

std::optional<Frame> FrameReader::next() {
  std::optional<Frame> frame;
  while (!frame && step(frame)) {
  }
  return frame;
}

void FrameReader::reject(std::string_view content) {
  buffer_.insert(begin_, content);
  state_ = State::Lost;
}

bool FrameReader::step(std::optional<Frame>& frame) {
  switch (state_) {
    case State::Header: return header(frame);
    case State::Content: return content(frame);
    case State::Lost: return find_header();
  }
  return false;
}

void FrameReader::lose(std::optional<Frame>& frame, std::string why) {
  frame = Frame{true, std::move(why)};
  state_ = State::Lost;
  in_header_ = false;
  length_.reset();
}

bool FrameReader::header(std::optional<Frame>& frame) {
  const std::size_t end = pending().find('\n');
  if (std::min(end, pending().size()) > kLongestLine) {
    lose(frame, "the header line is too long");
    return true;
  }
  if (end == std::string_view::npos) return false;
  const std::string_view line = trim(pending().substr(0, end));
  if (line.empty()) {
    consume(end + 1);
    if (!in_header_) return true;
    in_header_ = false;
    if (length_) {
      state_ = State::Content;
    } else {
      lose(frame, "the header has no Content-Length");
    }
    return true;
  }
  const std::size_t colon = line.find(':');
  const std::string_view name = trim(line.substr(0, colon));
  if (colon == std::string_view::npos || !is_name(name)) {
    lose(frame, "this is no header line");
    return true;
  }
  in_header_ = true;
  if (is_content_length(name)) {
    length_ = parse_length(trim(line.substr(colon + 1)));
    if (!length_ || *length_ > largest_) {
      consume(end + 1);
      lose(frame, length_ ? "the message is too large" : "Content-Length is no number");
      return true;
    }
  }
  consume(end + 1);
  return true;
}

bool FrameReader::content(std::optional<Frame>& frame) {
  if (pending().size() < *length_) return false;
  const auto size = static_cast<std::size_t>(*length_);
  frame = Frame{false, std::string(pending().substr(0, size))};
  consume(size);
  state_ = State::Header;
  length_.reset();
  return true;
}

bool FrameReader::find_header() {
  const std::string_view text = pending();
  const auto found = std::search(text.begin(), text.end(), kContentLength.begin(),
                                 kContentLength.end(), same_letters);
  if (found == text.end()) {
    consume(text.size() - std::min(text.size(), kContentLength.size() - 1));
    return false;
  }
  consume(static_cast<std::size_t>(found - text.begin()));
  const std::string_view rest = pending().substr(0, kLongestLengthLine);
  const std::size_t end = rest.find('\n');
  if (end == std::string_view::npos && rest.size() < kLongestLengthLine) return false;
  const std::string_view value = rest.substr(kContentLength.size(), end - kContentLength.size());
  if (end != std::string_view::npos && value.starts_with(':') &&
      parse_length(trim(value.substr(1)))) {
    state_ = State::Header;
  } else {
    consume(1);
  }
  return true;
}

std::string framed(std::string_view content) {
  std::string out = fmt::format("Content-Length: {}\r\n\r\n", content.size());
  out += content;
  return out;
}

bool readable(int descriptor, int milliseconds) {
  pollfd poll{descriptor, POLLIN, 0};
  const int count = ::poll(&poll, 1, milliseconds);
  // What cannot be waited for is read, which tells what is wrong.
  return count > 0 || (count < 0 && errno != EINTR);
}

std::size_t read_some(int descriptor, char* bytes, std::size_t capacity) {
  while (true) {
    const ssize_t count = ::read(descriptor, bytes, capacity);
    if (count >= 0) return static_cast<std::size_t>(count);
    if (errno != EINTR) return 0;
  }
}

bool write_all(int descriptor, std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t count = ::write(descriptor, bytes.data(), bytes.size());
    if (count >= 0) {
      bytes.remove_prefix(static_cast<std::size_t>(count));
    } else if (errno != EINTR) {
      return false;
    }
  }
  return true;
}

}  // namespace wiretag::lsp
