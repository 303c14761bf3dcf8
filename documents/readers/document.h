#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "documents/model/exchange.h"
#include "documents/model/stretch.h"
#include "documents/model/suppression.h"
#include "documents/readers/format.h"
#include "documents/readers/part.h"
#include "documents/syntax/tree.h"
#include "documents/text/edit.h"
#include "documents/text/line_index.h"

namespace wiretag {
struct LogTraffic;
namespace logs {
struct ScannedLog;
}
}  // namespace wiretag

namespace wiretag::readers {

/// How long a document lives: one that is edited keeps the trees of its large chunks.
enum class Lifetime : std::uint8_t { Once, Edited };

/// A line as people find it: its file, and its 0-based number there.
struct LineName {
  std::string_view path;
  std::uint64_t number = 0;
};

/// One file's text with what was read from it. A `.http` text is cut into chunks (`cuts.h`); a
/// chunk is parsed and read by itself, so an edit costs its block and the memory of trees follows
/// the largest chunk. Texts of other formats are read anew after an edit.
class Document {
 public:
  Document(std::string path, std::string text, Lifetime lifetime = Lifetime::Once,
           Format format = Format::Http);
  /// What is to be shown of scanned logs: the text is the excerpt.
  Document(std::string path, logs::ScannedLog log);
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
  /// Where a line of `text()` is to be found: in `path()`, unless the text is an excerpt of logs.
  [[nodiscard]] LineName line_name(std::uint32_t line) const;
  /// In the order of the text; those of a HAR in the order of time. Pointers live until the next
  /// edit.
  [[nodiscard]] std::vector<const Exchange*> exchanges() const;
  /// The same exchanges as they were read together: what an edit leaves of them is still good. Ids
  /// are never the same within the process.
  [[nodiscard]] std::vector<Stretch> stretches() const;
  /// The logs and snippets of logs that the text holds. Pointers live until the next edit.
  [[nodiscard]] std::vector<const LogTraffic*> logs() const;
  /// The log or snippet around a byte offset, where one is read; null elsewhere. It lives until the
  /// next edit.
  [[nodiscard]] LogContent* log_at(std::uint32_t offset) const;
  /// The listing of a document for people that the offset is in, with the lines of markup around
  /// it; nullopt elsewhere.
  [[nodiscard]] std::optional<text::Span> listing_at(std::uint32_t offset) const;
  /// What was not understood; behind it, of NUL bytes and of bytes that are not UTF-8 only the
  /// first.
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
  [[nodiscard]] const Problem* first_odd_byte(Problem::Kind kind) const;
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
  std::uint64_t first_part_ = 0;  ///< the id of the first part; the others count on
  std::unique_ptr<logs::ScannedLog> scanned_;
};

}  // namespace wiretag::readers
