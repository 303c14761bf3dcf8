#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "documents/model/exchange.h"
#include "documents/model/log_traffic.h"
#include "documents/model/suppression.h"
#include "documents/readers/format.h"
#include "documents/readers/part.h"
#include "documents/syntax/tree.h"
#include "documents/text/edit.h"
#include "documents/text/line_index.h"

namespace wiretag::readers {

/// How long a document lives: one that is edited keeps the trees of its large chunks.
enum class Lifetime : std::uint8_t { Once, Edited };

/// One file's text with what was read from it. A `.http` text is cut into chunks (`cuts.h`); a
/// chunk is parsed and read by itself, so an edit costs its block and the memory of trees follows
/// the largest chunk. Texts of other formats are read anew after an edit.
class Document {
 public:
  Document(std::string path, std::string text, Lifetime lifetime = Lifetime::Once,
           Format format = Format::Http);
  ~Document();
  Document(Document&&) noexcept;
  Document& operator=(Document&&) noexcept;

  /// Replaces a span (clamped to the text). What was read is the same as from a fresh document of
  /// the new text.
  void edit(text::Span span, std::string_view inserted);

  [[nodiscard]] const std::string& path() const { return path_; }
  [[nodiscard]] Format format() const { return format_; }
  [[nodiscard]] std::string_view text() const { return *text_; }
  [[nodiscard]] const text::LineIndex& lines() const { return lines_; }
  /// In the order of the text; those of a HAR in the order of time. Pointers live until the next
  /// edit.
  [[nodiscard]] std::vector<const Exchange*> exchanges() const;
  /// The logs and snippets of logs that the text holds. Pointers live until the next edit.
  [[nodiscard]] std::vector<const LogTraffic*> logs() const;
  /// What was not understood; of NUL bytes and of bytes that are not UTF-8 only the first.
  [[nodiscard]] std::vector<Problem> problems() const;
  /// In the order of the text. Pointers live until the next edit.
  [[nodiscard]] std::vector<const Suppression*> suppressions() const;

 private:
  struct Chunk;

  [[nodiscard]] std::unique_ptr<Chunk> read_chunk(std::uint32_t begin, std::uint32_t end,
                                                  bool starts_block, const syntax::Tree* old);
  /// Reads a stretch that starts and ends at a block. `old` is the edited tree of exactly this
  /// stretch; it is used where the stretch stays one chunk.
  void read_chunks(std::uint32_t begin, std::uint32_t end, const syntax::Tree* old,
                   std::vector<std::unique_ptr<Chunk>>& chunks);
  void edit_chunks(text::Span span, std::uint32_t added);
  void read_parts();

  std::string path_;
  std::unique_ptr<std::string> text_;  ///< values of an unedited document point into it
  Lifetime lifetime_;
  Format format_;
  text::LineIndex lines_;
  syntax::Parser parser_;
  std::vector<std::unique_ptr<Chunk>> chunks_;  ///< of a `.http` text
  std::unique_ptr<Origin> whole_;               ///< of a text of another format
  Parts parts_;
};

}  // namespace wiretag::readers
