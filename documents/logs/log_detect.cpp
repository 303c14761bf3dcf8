#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "documents/logs/format_build.h"
#include "documents/logs/line_reader.h"
#include "documents/logs/log_format.h"
#include "documents/logs/log_values.h"

namespace wiretag::logs {
namespace {

constexpr std::size_t kSampleLines = 200;

struct Sample {
  std::vector<std::string_view> lines;     ///< without comments
  std::vector<std::string_view> comments;  ///< and directives
};

Sample sample_of(std::string_view start) {
  Sample sample;
  if (start.starts_with("\xEF\xBB\xBF")) start.remove_prefix(3);
  while (!start.empty() && sample.lines.size() < kSampleLines) {
    const std::size_t end = start.find('\n');
    // A last line without its end may be cut; alone it is all there is.
    if (end == std::string_view::npos && !sample.lines.empty()) break;
    std::string_view line = start.substr(0, end);
    start.remove_prefix(std::min(line.size() + 1, start.size()));
    if (!line.empty() && line.back() == '\r') line.remove_suffix(1);
    (is_comment(line) ? sample.comments : sample.lines).push_back(line);
  }
  return sample;
}

/// What most lines have in front of them.
Prefix prefix_of(const std::vector<std::string_view>& lines) {
  for (const Prefix prefix : {Prefix::Cri, Prefix::Container, Prefix::Syslog}) {
    const auto with = std::count_if(lines.begin(), lines.end(), [&](std::string_view line) {
      return without_prefix(line, prefix).size() < line.size();
    });
    if (static_cast<std::size_t>(with) * 2 > lines.size()) return prefix;
  }
  return Prefix::None;
}

bool is_host(std::string_view text) {
  return !text.empty() && text.find_first_of("/\"[(") == std::string_view::npos &&
         text.find_first_of(".:") != std::string_view::npos;
}

/// A column of a tag: none, or something in quotes.
bool is_tags(std::string_view text, Escape escape) {
  if (text.empty() || text == "-" || text == "*") return true;
  std::string memory;
  return unescape(text, escape, memory).find('"') != std::string_view::npos;
}

/// The columns of a line that was cut hold what they are meant to hold.
bool is_plausible(const LogRecord& record, const LogFormat& format) {
  const auto has_value = [&](Meaning meaning) { return !record.value(meaning).empty(); };
  if (has_value(Meaning::Time) && record.time_s == 0) return false;
  // Of the formats of nginx one differs from another by such a column.
  if (format.product == "nginx" && record.cache == CacheWord::Other) return false;
  if (has_value(Meaning::Host) && !is_host(record.value(Meaning::Host)) &&
      record.value(Meaning::Host) != "localhost")
    return false;
  for (const Meaning meaning : {Meaning::ETag, Meaning::IfNoneMatch}) {
    if (!is_tags(record.column(meaning), format.escape)) return false;
  }
  for (const Meaning meaning : {Meaning::ContentBytes, Meaning::SentBytes}) {
    if (has_value(meaning) && !parse_number(record.value(meaning))) return false;
  }
  return record.status != 0 || record.target.empty() || record.column(Meaning::Status) == "000" ||
         record.column(Meaning::Status).starts_with('-');
}

struct Score {
  std::size_t plausible = 0;
  std::size_t read = 0;
};

Score score(const LogFormat& format, const std::vector<std::string_view>& lines) {
  LineReader reader(format);
  LogRecord record;
  Score result;
  for (const std::string_view line : lines) {
    if (reader.read(line, record) != LineResult::Request) continue;
    ++result.read;
    if (is_plausible(record, format)) ++result.plausible;
  }
  return result;
}

/// Formats that no text between columns tells apart are guessed from what the lines hold.
std::vector<LogFormat> candidates(const std::vector<std::string_view>& lines, Prefix prefix) {
  std::vector<std::string_view> bare;
  for (const std::string_view line : lines) bare.push_back(without_prefix(line, prefix));
  std::vector<LogFormat> formats;
  for (const LogFormat& format : builtin_formats()) {
    if (format.shape == Shape::Template || format.shape == Shape::Fields) formats.push_back(format);
  }
  if (auto format = guess_json(bare)) formats.push_back(*std::move(format));
  if (auto format = guess_labels(bare)) formats.push_back(*std::move(format));
  return formats;
}

/// How many columns say something.
std::ptrdiff_t meaningful(const LogFormat& format) {
  return std::ranges::count_if(
      format.columns, [](const Column& column) { return column.meaning != Meaning::Ignore; });
}

std::string describe_failure(const std::vector<LogFormat>& formats, std::string_view closest,
                             std::size_t read, std::size_t lines) {
  std::string names;
  for (const LogFormat& format : formats) {
    if (!names.empty()) names += ", ";
    names += format.name;
  }
  if (lines == 0) return "the log has no lines besides comments";
  if (read == 0)
    return fmt::format("none of {} reads {}", names,
                       lines == 1 ? "its line" : fmt::format("any of its first {} lines", lines));
  return fmt::format("of {} the closest, {}, reads {} of its first {} lines", names, closest, read,
                     lines);
}

}  // namespace

std::optional<LogFormat> best_of(std::span<const LogFormat> formats, std::string_view start) {
  const Sample sample = sample_of(start);
  const Prefix prefix = prefix_of(sample.lines);
  std::optional<LogFormat> best;
  std::pair<std::size_t, std::ptrdiff_t> most;
  const auto offer = [&](const LogFormat& format) {
    const std::pair found(score(format, sample.lines).read, meaningful(format));
    if (found.first * 3 < sample.lines.size() || found <= most) return;
    most = found;
    best = format;
  };
  for (LogFormat format : formats) {
    // What looks like a prefix may be the first column.
    offer(format);
    if (format.prefix != Prefix::None || prefix == Prefix::None) continue;
    format.prefix = prefix;
    offer(format);
  }
  return best;
}

Detection detect(std::string_view start) {
  const Sample sample = sample_of(start);
  Detection detection;
  const Prefix prefix = prefix_of(sample.lines);
  for (const std::string_view comment : sample.comments) {
    auto named = format_of_comment(comment);
    if (!named) continue;
    if (*named) {
      detection.named = true;
      detection.format = **std::move(named);
      detection.format->prefix = prefix;
    } else {
      detection.error = named->error();
      detection.tried =
          fmt::format("\"{}\" is not understood: {}", comment, named->error().message);
    }
    return detection;
  }

  std::vector<LogFormat> formats = candidates(sample.lines, prefix);
  Score best;
  const LogFormat* chosen = nullptr;
  for (LogFormat& format : formats) {
    format.prefix = prefix;
    const Score found = score(format, sample.lines);
    if (found.plausible > best.plausible ||
        (found.plausible == best.plausible && found.read > best.read)) {
      best = found;
      chosen = &format;
    }
  }
  // A third is enough: error messages stand among the requests of some logs.
  if (chosen && best.plausible * 3 >= sample.lines.size() && best.plausible > 0) {
    detection.format = *chosen;
  } else {
    detection.tried =
        describe_failure(formats, chosen ? chosen->name : "", best.plausible, sample.lines.size());
  }
  return detection;
}

}  // namespace wiretag::logs
