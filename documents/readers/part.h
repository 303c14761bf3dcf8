#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "documents/model/exchange.h"
#include "documents/model/suppression.h"

namespace wiretag::readers {

class LogContent;

/// What a stretch of a file says, in its order.
struct HttpContent {
  std::vector<Exchange> exchanges;
  std::vector<Problem> problems;
  std::vector<Suppression> suppressions;  ///< point at `exchanges`, which is not to grow any more
};

/// How the text of a part was gained from its file.
class Decoding {
 public:
  /// `source` is the text that is decoded: a file, or a part of one.
  explicit Decoding(const Origin& source) : source_(source) {}

  /// Takes bytes as they are. `part` is a view into the source's text.
  void copy(std::string_view part);
  /// `decoded` is written as `part` in the source; an empty `part` stands for text that the file
  /// does not spell out, in front of `part`.
  void stand_in(std::string_view decoded, std::string_view part);

  [[nodiscard]] const std::string& text() const { return text_; }
  [[nodiscard]] std::uint32_t size() const { return static_cast<std::uint32_t>(text_.size()); }

 private:
  friend struct Part;

  const Origin& source_;
  std::string text_;
  SourceMap map_;
};

/// One stretch of HTTP that was found in a file of another format. Values point into it, so it
/// stays where it is.
struct Part {
  /// Evidence is never edited; else `line_prefix` stands in front of each line in the file.
  Part(Decoding decoding, bool evidence, std::string line_prefix = {})
      : text(std::move(decoding.text_)),
        origin(text, std::move(decoding.map_), std::move(line_prefix), evidence) {}

  std::string text;
  Origin origin;
  HttpContent content;
};

/// What was read from a file that is not `.http` itself, in the order in which it happened.
struct Parts {
  Parts();
  ~Parts();
  Parts(Parts&&) noexcept;
  Parts& operator=(Parts&&) noexcept;

  std::vector<std::unique_ptr<Part>> http;
  std::vector<std::unique_ptr<LogContent>> logs;
  std::vector<Problem> problems;          ///< of the file as a whole
  std::vector<Suppression> suppressions;  ///< in the file's own comments
  std::vector<text::Span> listings;       ///< those read of a document for people, in its order
};

}  // namespace wiretag::readers
