#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "documents/readers/part.h"
#include "documents/readers/transcript_text.h"

namespace wiretag::readers {

/// A stretch of HTTP and the characters of the transcript that say it.
struct Piece {
  std::string_view source;
  std::string decoded;  ///< where it is not a copy
  bool copied = true;
};

/// Some HTTP as a sequence of pieces.
class Pieces {
 public:
  void copy(std::string_view source);
  /// `decoded` is what `source` stands for.
  void stand_in(std::string decoded, std::string_view source);
  void append(const Pieces& other);
  void write(Decoding& decoding) const;

  [[nodiscard]] bool empty() const { return pieces_.empty(); }
  [[nodiscard]] std::uint64_t size() const { return size_; }
  [[nodiscard]] std::string text() const;
  /// The bytes from `begin` on, at most `size` of them. `begin` is at most `size()`.
  [[nodiscard]] Pieces part(std::uint64_t begin, std::uint64_t size) const;
  [[nodiscard]] const std::vector<Piece>& all() const { return pieces_; }

 private:
  std::vector<Piece> pieces_;
  std::uint64_t size_ = 0;
};

/// A request or a response as far as it was printed.
struct Message {
  Pieces head;                ///< start line and field lines, each with its line end
  Pieces body;                ///< what was printed behind the head
  bool body_late = false;     ///< printed after the client was done with the exchange
  bool body_glued = false;    ///< other output follows on the same line
  bool body_altered = false;  ///< bytes that are not printable are shown as others

  // What the head says of itself.
  std::string method;
  std::string_view target;
  std::string_view host;
  int status = 0;
  std::optional<std::uint64_t> length;
  std::string_view location;
  bool chunked = false;
  bool coded = false;
  bool conditional = false;  ///< has If-* or Range

  void add_start_line(const Line& line);
  /// A field line, or what stands for some.
  void add_field(std::string_view text, std::string_view end);
  /// Notes what the field says; its text is not added.
  void note_field(std::string_view name, std::string_view value);
};

/// One exchange while it is read.
struct Draft {
  std::optional<Message> request;
  std::vector<Pieces> interim;
  std::optional<Message> response;
  std::string_view peer;
  std::string flow;            ///< the sender and the receiver of the request, where they are known
  Pieces notes;                ///< comment lines above it
  bool shown_decoded = false;  ///< the client undoes codings
};

/// The exchange with its places; null where nothing of it is HTTP.
[[nodiscard]] std::unique_ptr<Part> make_part(const Origin& source, const Draft& draft);

}  // namespace wiretag::readers
