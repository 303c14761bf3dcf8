#include <algorithm>
#include <cstring>
#include <thread>

#include "documents/logs/excerpt.h"
#include "documents/logs/log_source.h"
#include "documents/text/utf8.h"

namespace wiretag::logs {
namespace {

constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";

/// A view into the line, or an empty one.
bool is_part(std::string_view part, std::string_view line) {
  return part.empty() || (part.data() >= line.data() && part.data() < line.data() + line.size());
}

}  // namespace

const LogFormat* format_at(const std::vector<FormatChange>& changes, std::uint64_t offset) {
  const auto behind = std::upper_bound(
      changes.begin(), changes.end(), offset,
      [](std::uint64_t at, const FormatChange& change) { return at < change.offset; });
  return behind == changes.begin() ? nullptr : std::prev(behind)->format.get();
}

std::string shown_text(std::string_view line) {
  if (line.starts_with(kByteOrderMark)) line.remove_prefix(kByteOrderMark.size());
  if (!line.empty() && line.back() == '\r') line.remove_suffix(1);
  if (line.size() > kShownLineBytes) {
    // Not in the middle of a character.
    std::size_t size = kShownLineBytes;
    while (size > kShownLineBytes - 4 && (static_cast<unsigned char>(line[size]) & 0xC0) == 0x80)
      --size;
    line = line.substr(0, size);
  }
  std::string text(line);
  std::replace(text.begin(), text.end(), '\r', ' ');
  return text;
}

unsigned thread_count(const ScanOptions& options) {
  if (options.threads > 0) return options.threads;
  return std::max(1u, std::thread::hardware_concurrency());
}

LineReader& BlockFolder::reader_of(const LogFormat* format) {
  if (format != last_format_) {
    auto found = readers_.find(format);
    if (found == readers_.end()) found = readers_.emplace(format, LineReader(*format)).first;
    last_format_ = format;
    last_reader_ = &found->second;
  }
  return *last_reader_;
}

void BlockFolder::keep(const Position& position, std::string_view line) {
  kept_.emplace(position, shown_text(line));
  if (kept_.size() < sweep_at_) return;
  // Most of what was kept has been overtaken by lines in front of it.
  const std::vector<Position> live = fold_.first_lines();
  std::erase_if(kept_, [&](const auto& entry) {
    return !std::binary_search(live.begin(), live.end(), entry.first);
  });
  sweep_at_ = std::max<std::size_t>(100'000, 2 * kept_.size());
}

void BlockFolder::too_long(const Position& position, std::string_view start, bool keep_text) {
  if (fold_.observe_unreadable(LineFault::TooLong, position) && keep_text) keep(position, start);
}

void BlockFolder::fold_waiting(bool keep_text) {
  std::array<bool, LogFold::kMostAtOnce> kept{};
  fold_.observe(std::span(records_).first(waiting_), std::span(positions_).first(waiting_), kept);
  for (std::size_t i = 0; i < waiting_ && keep_text; ++i) {
    if (kept[i]) keep(positions_[i], records_[i].line);
  }
  waiting_ = 0;
}

std::uint32_t BlockFolder::fold(const Block& block, const std::vector<FormatChange>& formats) {
  const char* at = block.text.data();
  const char* const end = at + block.text.size();
  Position position{block.source, block.first_line, block.offset};
  std::uint64_t next_change = 0;
  LineReader* reader = nullptr;
  while (at < end) {
    if (!reader || position.offset >= next_change) {
      reader = &reader_of(format_at(formats, position.offset));
      next_change = ~std::uint64_t{0};
      for (const FormatChange& change : formats) {
        if (change.offset > position.offset) {
          next_change = change.offset;
          break;
        }
      }
    }
    const auto* lf =
        static_cast<const char*>(std::memchr(at, '\n', static_cast<std::size_t>(end - at)));
    const char* line_end = lf ? lf : end;
    std::string_view line(at, static_cast<std::size_t>(line_end - at));
    if (position.offset == 0 && line.starts_with(kByteOrderMark))
      line.remove_prefix(kByteOrderMark.size());

    if (line.size() > longest_line_) {
      too_long(position, line, block.keep_text);
    } else if (const LineResult result = reader->read(line, records_[waiting_]);
               result == LineResult::Request) {
      positions_[waiting_++] = position;
      // A tag with escapes inside lives in the reader until its next line.
      if (waiting_ == records_.size() || !is_part(records_[waiting_ - 1].etag.opaque, line))
        fold_waiting(block.keep_text);
    } else if (result != LineResult::Comment &&
               fold_.observe_unreadable(fault_of(result), position) && block.keep_text) {
      keep(position, line);
    }

    const char* next = lf ? lf + 1 : end;
    position.offset += static_cast<std::uint64_t>(next - at);
    ++position.line_in_block;
    at = next;
  }
  fold_waiting(block.keep_text);
  return position.line_in_block - block.first_line;
}

void find_directives(std::string_view text, std::uint64_t offset, const LogFormat& first,
                     std::vector<FormatChange>& changes) {
  constexpr std::string_view kDirective = "#Fields:";
  for (std::size_t at = text.find(kDirective); at != std::string_view::npos;
       at = text.find(kDirective, at + 1)) {
    if (at > 0 && text[at - 1] != '\n') continue;
    const std::string_view line = text.substr(at, text.find('\n', at) - at);
    auto format = parse_format(line);
    if (!format) continue;
    format->prefix = first.prefix;
    format->open_end = first.open_end;
    changes.push_back({offset + at, std::make_shared<const LogFormat>(*std::move(format))});
  }
}

}  // namespace wiretag::logs
