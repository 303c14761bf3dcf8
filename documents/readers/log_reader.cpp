#include "documents/readers/log_reader.h"

#include <algorithm>
#include <utility>

#include "documents/logs/excerpt.h"
#include "documents/logs/log_fold.h"
#include "documents/logs/log_source.h"
#include "documents/readers/log_cut.h"

namespace wiretag::readers {
namespace {

using logs::LineReader;
using logs::LineResult;
using logs::LogFormat;
using logs::LogRecord;
using logs::Position;

/// So much of a log tells its format.
constexpr std::size_t kTellingBytes = 64 << 10;

/// From `at` to the line end, without it.
std::string_view line_from(std::string_view text, std::size_t at) {
  std::string_view line = text.substr(at, text.find('\n', at) - at);
  if (line.ends_with('\r')) line.remove_suffix(1);
  return line;
}

/// As much of a line as a finding shows, not cut inside a character.
std::string_view shown(std::string_view line) {
  if (line.size() <= logs::kShownLineBytes) return line;
  std::size_t size = logs::kShownLineBytes;
  while (size > logs::kShownLineBytes - 4 &&
         (static_cast<unsigned char>(line[size]) & 0xC0) == 0x80)
    --size;
  return line.substr(0, size);
}

}  // namespace

LogContent::LogContent(const Origin& origin, const LogFormat* named) : origin_(&origin) {
  if (named) {
    formats_.push_back({0, std::make_shared<const LogFormat>(*named)});
  } else {
    find_format();
  }
  if (!formats_.empty()) fold();
}

void LogContent::find_format() {
  const std::string_view start = origin_->text().substr(0, kTellingBytes);
  logs::Detection found = logs::detect(start);
  bool told = found.format || found.error;
  if (found.format) {
    formats_.push_back({0, std::make_shared<const LogFormat>(*std::move(found.format))});
  }
  for (std::size_t at = 0; at < start.size();
       at = std::min(start.find('\n', at), start.size()) + 1) {
    const Text line{line_from(origin_->text(), at), origin_};
    if (const auto comment = logs::format_of_comment(line.view); comment && !*comment) {
      problems_.push_back({LogProblem::Kind::MalformedFormat, line, comment->error().message});
    } else if (!told && !logs::is_comment(line.view)) {
      problems_.push_back({LogProblem::Kind::UnknownFormat, line, found.tried});
      told = true;
    }
  }
}

void LogContent::fold() {
  const std::string_view text = origin_->text();
  const LogFormat& first = *formats_.front().format;
  if (first.directives) logs::find_directives(text, 0, first, formats_);
  logs::BlockFolder folder({}, text.size());
  folder.fold({0, 0, 0, text, false}, formats_);
  folder.result().observe_format(0, first);
  traffic_ = folder.result().finish([&](const std::vector<Position>& positions) {
    std::vector<logs::ShownLine> lines;
    lines.reserve(positions.size());
    for (const Position& position : positions) {
      const auto at = static_cast<std::size_t>(position.offset);
      lines.push_back({{shown(line_from(text, at)), origin_}, logs::format_at(formats_, at)});
    }
    return lines;
  });
}

std::optional<std::size_t> LogContent::in_text(std::uint32_t file_offset) const {
  const std::string_view text = origin_->text();
  const text::Span all = origin_->in_file(text);
  if (file_offset < all.begin || file_offset > all.end) return std::nullopt;
  // Places ascend with the text: the last character that does not stand behind the offset.
  std::size_t low = 0;
  std::size_t high = text.size();
  while (low < high) {
    const std::size_t middle = high - (high - low) / 2;
    if (origin_->in_file(text.substr(middle, 0)).begin <= file_offset) {
      low = middle;
    } else {
      high = middle - 1;
    }
  }
  return low;
}

std::string_view LogContent::line_around(std::size_t at) const {
  const std::string_view text = origin_->text();
  const std::size_t end = at == 0 ? std::string_view::npos : text.rfind('\n', at - 1);
  return line_from(text, end == std::string_view::npos ? 0 : end + 1);
}

const LogFormat* LogContent::format_at(std::uint32_t file_offset) const {
  const auto at = in_text(file_offset);
  return at ? logs::format_at(formats_, *at) : nullptr;
}

std::optional<LogRecord> LogContent::record_at(std::uint32_t file_offset) {
  const auto at = in_text(file_offset);
  const LogFormat* format = at ? logs::format_at(formats_, *at) : nullptr;
  if (!format) return std::nullopt;
  if (reads_ != format) reader_.emplace(*format);
  reads_ = format;
  LogRecord record;
  if (reader_->read(line_around(*at), record) != LineResult::Request) return std::nullopt;
  return record;
}

std::optional<LogColumn> LogContent::column_at(std::uint32_t file_offset) const {
  const auto at = in_text(file_offset);
  const LogFormat* format = at ? logs::format_at(formats_, *at) : nullptr;
  if (!format) return std::nullopt;
  const char* here = origin_->text().data() + *at;
  for (const LineReader::Cut& cut : GrammarCut().cut(line_around(*at), *format)) {
    if (here < cut.text.data() || here > cut.text.data() + cut.text.size()) continue;
    return LogColumn{&format->columns[cut.column], {cut.text, origin_}};
  }
  return std::nullopt;
}

void read_log(const Origin& origin, Parts& parts) {
  auto content = std::make_unique<LogContent>(origin);
  for (const LogProblem& problem : content->problems()) {
    parts.problems.push_back({problem.place, {}, Problem::Kind::LogFormat, problem.detail});
  }
  parts.logs.push_back(std::move(content));
}

void read_log_snippet(const Origin& origin, Parts& parts) {
  auto content = std::make_unique<LogContent>(origin);
  if (content->traffic()) parts.logs.push_back(std::move(content));
}

}  // namespace wiretag::readers
