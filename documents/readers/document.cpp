#include "documents/readers/document.h"

#include <algorithm>
#include <atomic>

#include "documents/logs/log_scan.h"
#include "documents/readers/cuts.h"
#include "documents/readers/har_reader.h"
#include "documents/readers/http_reader.h"
#include "documents/readers/log_reader.h"
#include "documents/readers/markup_reader.h"
#include "documents/readers/transcript_reader.h"
#include "documents/text/utf8.h"
#include "grammars/http/http.h"

namespace wiretag::readers {
namespace {

/// A chunk is cut at the first place behind this many bytes. An edit reads its chunk again.
constexpr std::uint32_t kChunkBytes = 4096;
constexpr std::uint32_t kEditedChunkBytes = 1024;
/// Above this size an edited chunk is parsed with its old tree.
constexpr std::uint32_t kKeepTreeBytes = 32768;

constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";

/// The first of `count` ids that nothing else has.
std::uint64_t next_ids(std::uint64_t count) {
  static std::atomic<std::uint64_t> next = 1;
  return next.fetch_add(count);
}

/// The first NUL byte and the first byte that is not UTF-8.
void find_odd_bytes(const Origin& origin, std::vector<Problem>& problems) {
  const std::string_view text = origin.text();
  const auto report = [&](std::size_t at, Problem::Kind kind) {
    problems.push_back({{text.substr(at, 1), &origin}, {}, kind});
  };
  if (const std::size_t nul = text.find('\0'); nul != std::string_view::npos) {
    report(nul, Problem::Kind::NulByte);
  }
  if (const std::size_t bad = text::first_invalid(text); bad != std::string_view::npos) {
    report(bad, Problem::Kind::NotUtf8);
  }
}

}  // namespace

struct Document::Chunk {
  /// A chunk of a text that is edited keeps a copy, so that its values stay where they are.
  Chunk(std::string_view text, std::uint32_t base, bool at_separator, Lifetime lifetime)
      : copy(lifetime == Lifetime::Edited ? text : std::string_view()),
        origin(lifetime == Lifetime::Edited ? std::string_view(copy) : text, base),
        starts_block(at_separator) {}

  [[nodiscard]] std::uint32_t begin() const { return origin.base(); }
  [[nodiscard]] std::uint32_t end() const {
    return origin.base() + static_cast<std::uint32_t>(origin.text().size());
  }

  std::string copy;
  Origin origin;
  bool starts_block;  ///< whatever stands before it, it reads the same
  std::uint64_t id = next_ids(1);
  syntax::Tree tree;
  HttpContent content;
  std::vector<Problem> odd_bytes;
};

Document::Document(std::string path, std::string text, Lifetime lifetime, Format format)
    : path_(std::move(path)),
      text_(std::make_unique<std::string>(std::move(text))),
      lifetime_(lifetime),
      format_(format),
      lines_(*text_),
      parser_(tree_sitter_http()) {
  if (format_ == Format::Http) {
    read_chunks(0, static_cast<std::uint32_t>(text_->size()), nullptr, chunks_);
  } else {
    read_parts();
  }
}

Document::Document(std::string path, logs::ScannedLog log)
    : path_(std::move(path)),
      text_(std::make_unique<std::string>(log.excerpt->text)),
      lifetime_(Lifetime::Once),
      format_(Format::AccessLog),
      lines_(*text_),
      parser_(tree_sitter_http()),
      scanned_(std::make_unique<logs::ScannedLog>(std::move(log))) {}

LineName Document::line_name(std::uint32_t line) const {
  if (!scanned_) return {path_, line};
  const logs::Excerpt& excerpt = *scanned_->excerpt;
  if (line >= excerpt.lines.size()) return {path_, 0};
  const logs::LineName name = excerpt.lines[line];
  return {excerpt.sources[name.source], name.number};
}

Document::~Document() = default;
Document::Document(Document&&) noexcept = default;
Document& Document::operator=(Document&&) noexcept = default;

std::unique_ptr<Document::Chunk> Document::read_chunk(std::uint32_t begin, std::uint32_t end,
                                                      bool starts_block, const syntax::Tree* old) {
  auto chunk =
      std::make_unique<Chunk>(text().substr(begin, end - begin), begin, starts_block, lifetime_);
  chunk->tree = parser_.parse(chunk->origin.text(), old);
  chunk->content = read_http(chunk->tree, chunk->origin);
  find_odd_bytes(chunk->origin, chunk->odd_bytes);
  if (lifetime_ == Lifetime::Once || end - begin < kKeepTreeBytes) chunk->tree = {};
  return chunk;
}

void Document::read_chunks(std::uint32_t begin, std::uint32_t end, const syntax::Tree* old,
                           std::vector<std::unique_ptr<Chunk>>& chunks) {
  if (begin == 0 && text().starts_with(kByteOrderMark)) begin = 3;
  bool starts_block = true;
  const std::uint32_t least = lifetime_ == Lifetime::Once ? kChunkBytes : kEditedChunkBytes;
  while (begin < end) {
    const Cut cut = next_cut(text().substr(0, end), begin, least);
    const bool whole = cut.at == end && chunks.empty();
    chunks.push_back(read_chunk(begin, cut.at, starts_block, whole ? old : nullptr));
    begin = cut.at;
    starts_block = cut.at_separator;
  }
}

void Document::edit(text::Span span, std::string_view inserted) {
  if (lifetime_ != Lifetime::Edited) {
    *this = Document(std::move(path_), std::move(*text_), Lifetime::Edited, format_);
  }
  const auto size = static_cast<std::uint32_t>(text_->size());
  span.end = std::min(span.end, size);
  span.begin = std::min(span.begin, span.end);
  const auto added = static_cast<std::uint32_t>(inserted.size());
  text_->replace(span.begin, span.size(), inserted);
  lines_.edit(*text_, span, added);
  if (format_ == Format::Http) {
    edit_chunks(span, added);
  } else {
    read_parts();
  }
}

void Document::edit_chunks(text::Span span, std::uint32_t added) {
  const std::int64_t delta = std::int64_t{added} - span.size();
  // A separator made or broken at the border of a chunk changes its neighbour: take the chunks that
  // the edit touches.
  const auto touches = [&](const std::unique_ptr<Chunk>& chunk) {
    return chunk->end() + 3 >= span.begin && chunk->begin() <= span.end + 3;
  };
  auto first = std::find_if(chunks_.begin(), chunks_.end(), touches);
  auto last = first;
  while (last != chunks_.end() && (touches(*last) || !(*last)->starts_block)) ++last;

  // Only a block stands for itself: a chunk that starts inside one was cut there for what stands
  // before it.
  while (first != chunks_.begin() && first != chunks_.end() && !(*first)->starts_block) --first;

  const std::uint32_t begin = first == chunks_.begin() || chunks_.empty() ? 0 : (*first)->begin();
  const auto text_size = static_cast<std::uint32_t>(text_->size());
  std::uint32_t end = text_size;
  if (last != chunks_.end()) {
    end = static_cast<std::uint32_t>((*last)->begin() + delta);
    // The next chunk starts at a separator that the edit did not reach, so it stays a start.
  }
  for (auto it = last; it != chunks_.end(); ++it) {
    (*it)->origin.rebase(static_cast<std::uint32_t>((*it)->begin() + delta));
  }
  const syntax::Tree* old = nullptr;
  if (last - first == 1 && (*first)->tree && (*first)->begin() == begin) {
    Chunk& chunk = **first;
    const text::Span inside{span.begin - begin, span.end - begin};
    chunk.tree.edit(inside, added, chunk.origin.text(), text().substr(begin, end - begin));
    old = &chunk.tree;
  }
  std::vector<std::unique_ptr<Chunk>> fresh;
  read_chunks(begin, end, old, fresh);
  const auto at = chunks_.erase(first, last);
  chunks_.insert(at, std::make_move_iterator(fresh.begin()), std::make_move_iterator(fresh.end()));
}

void Document::read_parts() {
  if (format_ == Format::Har) text_->reserve(text_->size() + kHarPadding);
  std::string_view text = *text_;
  std::uint32_t base = 0;
  if (text.starts_with(kByteOrderMark)) {
    base = static_cast<std::uint32_t>(kByteOrderMark.size());
    text.remove_prefix(base);
  }
  parts_ = {};
  whole_ = std::make_unique<Origin>(text, base);
  switch (format_) {
    case Format::Har: read_har(*whole_, parts_); break;
    case Format::Transcript: read_transcript(*whole_, parts_); break;
    case Format::Markdown: read_markdown(*whole_, parts_); break;
    case Format::AsciiDoc: read_asciidoc(*whole_, parts_); break;
    case Format::ReStructuredText: read_restructured_text(*whole_, parts_); break;
    case Format::AccessLog: read_log(*whole_, parts_); break;
    case Format::Http: break;
  }
  if (format_ != Format::Har) find_odd_bytes(*whole_, parts_.problems);
  first_part_ = next_ids(parts_.http.size());
}

std::vector<const LogTraffic*> Document::logs() const {
  std::vector<const LogTraffic*> all;
  if (scanned_) return {scanned_->traffic.get()};
  for (const auto& log : parts_.logs) {
    if (log->traffic()) all.push_back(log->traffic());
  }
  return all;
}

LogContent* Document::log_at(std::uint32_t offset) const {
  const auto found = std::find_if(parts_.logs.begin(), parts_.logs.end(),
                                  [&](const auto& log) { return log->format_at(offset); });
  return found == parts_.logs.end() ? nullptr : found->get();
}

std::optional<text::Span> Document::listing_at(std::uint32_t offset) const {
  const auto& all = parts_.listings;
  const auto behind =
      std::upper_bound(all.begin(), all.end(), offset,
                       [](std::uint32_t at, text::Span one) { return at < one.begin; });
  if (behind == all.begin() || std::prev(behind)->end < offset) return std::nullopt;
  return *std::prev(behind);
}

std::vector<const Exchange*> Document::exchanges() const {
  std::vector<const Exchange*> all;
  for (const auto& part : parts_.http) {
    for (const Exchange& exchange : part->content.exchanges) all.push_back(&exchange);
  }
  for (const auto& chunk : chunks_) {
    for (const Exchange& exchange : chunk->content.exchanges) all.push_back(&exchange);
  }
  return all;
}

std::vector<Stretch> Document::stretches() const {
  std::vector<Stretch> all;
  all.reserve(parts_.http.size() + chunks_.size());
  for (std::size_t i = 0; i < parts_.http.size(); ++i) {
    all.push_back({first_part_ + i, parts_.http[i]->content.exchanges});
  }
  for (const auto& chunk : chunks_) all.push_back({chunk->id, chunk->content.exchanges});
  return all;
}

std::vector<const Suppression*> Document::suppressions() const {
  std::vector<const Suppression*> all;
  for (const Suppression& one : parts_.suppressions) all.push_back(&one);
  for (const auto& part : parts_.http) {
    for (const Suppression& one : part->content.suppressions) all.push_back(&one);
  }
  for (const auto& chunk : chunks_) {
    for (const Suppression& one : chunk->content.suppressions) all.push_back(&one);
  }
  return all;
}

const Problem* Document::first_odd_byte(Problem::Kind kind) const {
  for (const auto& chunk : chunks_) {
    for (const Problem& problem : chunk->odd_bytes) {
      if (problem.kind == kind) return &problem;
    }
  }
  return nullptr;
}

std::vector<Problem> Document::problems() const {
  std::vector<Problem> all = parts_.problems;
  for (const auto& part : parts_.http) {
    all.insert(all.end(), part->content.problems.begin(), part->content.problems.end());
  }
  for (const auto& chunk : chunks_) {
    all.insert(all.end(), chunk->content.problems.begin(), chunk->content.problems.end());
  }
  for (const auto kind : {Problem::Kind::NulByte, Problem::Kind::NotUtf8}) {
    if (const Problem* first = first_odd_byte(kind)) all.push_back(*first);
  }
  return all;
}

}  // namespace wiretag::readers
