#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace wiretag::logs {

/// One pass over the JSON object of a log line. Unlike a validating parser it takes bytes that are
/// no UTF-8 and a line that was cut, needs no padding behind the text, and every value is a view
/// into the text.
///
/// The visitor has
/// - `bool enter(std::string_view path)`: whether what is below this object or array is wanted;
/// - `void value(std::string_view path, std::string_view text)`: a scalar; a string comes without
///   its quotes, with its escapes. Of an array the first scalar counts, with the path of the array.
///
/// A path is the keys from the top in small letters, joined by `.`.
template <typename Visitor>
class JsonWalk {
 public:
  JsonWalk(std::string_view text, Visitor& visitor, std::string& path)
      : at_(text.data()), end_(text.data() + text.size()), visitor_(visitor), path_(path) {
    path_.clear();
  }

  /// Whether the text is one whole object, with nothing but blanks behind it.
  bool run() {
    blanks();
    if (!object(0)) return false;
    blanks();
    return at_ == end_;
  }

 private:
  static constexpr int kDepth = 16;

  void blanks() {
    while (at_ < end_ && (*at_ == ' ' || *at_ == '\t' || *at_ == '\r' || *at_ == '\n')) ++at_;
  }
  bool skip(char c) {
    if (at_ == end_ || *at_ != c) return false;
    ++at_;
    return true;
  }

  /// The text between quotes; `at_` stands at the opening one.
  bool string(std::string_view& text) {
    const char* begin = ++at_;
    while (at_ < end_ && *at_ != '"') at_ += *at_ == '\\' ? 2 : 1;
    if (at_ >= end_) {
      at_ = end_;
      return false;
    }
    text = {begin, static_cast<std::size_t>(at_ - begin)};
    ++at_;
    return true;
  }

  /// A number or a word; also an unquoted variable of a format.
  bool bare(std::string_view& text) {
    const char* begin = at_;
    while (at_ < end_ && *at_ != ',' && *at_ != '}' && *at_ != ']' && *at_ != ' ' && *at_ != '\t' &&
           *at_ != '\r' && *at_ != '\n')
      ++at_;
    text = {begin, static_cast<std::size_t>(at_ - begin)};
    return !text.empty();
  }

  /// Goes behind an object or an array whose content does not matter.
  bool skip_nested() {
    int depth = 0;
    std::string_view ignored;
    while (at_ < end_) {
      const char c = *at_;
      if (c == '"') {
        if (!string(ignored)) return false;
        continue;
      }
      ++at_;
      if (c == '{' || c == '[') ++depth;
      if ((c == '}' || c == ']') && --depth == 0) return true;
    }
    return false;
  }

  bool object(int depth) {
    if (!skip('{')) return false;
    blanks();
    if (skip('}')) return true;
    for (;;) {
      blanks();
      std::string_view key;
      if (at_ == end_ || *at_ != '"' || !string(key)) return false;
      blanks();
      if (!skip(':')) return false;
      const std::size_t size = path_.size();
      if (size) path_ += '.';
      for (const char c : key) path_ += c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
      if (!any(depth + 1, true)) return false;
      path_.resize(size);
      blanks();
      if (skip('}')) return true;
      if (!skip(',')) return false;
    }
  }

  bool array(int depth) {
    if (!skip('[')) return false;
    blanks();
    if (skip(']')) return true;
    for (bool first = true;; first = false) {
      if (!any(depth + 1, first)) return false;
      blanks();
      if (skip(']')) return true;
      if (!skip(',')) return false;
    }
  }

  bool any(int depth, bool wanted) {
    blanks();
    if (at_ == end_) return false;
    if (*at_ == '{' || *at_ == '[') {
      const bool is_object = *at_ == '{';
      if (!wanted || depth >= kDepth || !visitor_.enter(path_)) return skip_nested();
      return is_object ? object(depth) : array(depth);
    }
    std::string_view text;
    if (*at_ == '"' ? !string(text) : !bare(text)) return false;
    if (wanted) visitor_.value(path_, text);
    return true;
  }

  const char* at_;
  const char* end_;
  Visitor& visitor_;
  std::string& path_;
};

}  // namespace wiretag::logs
