#include "documents/logs/log_scan.h"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <fstream>
#include <numeric>
#include <optional>
#include <utility>

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include "documents/logs/hash.h"
#include "documents/logs/log_input.h"
#include "documents/logs/log_partial.h"
#include "documents/logs/log_source.h"
#include "documents/logs/log_state.h"

namespace wiretag::logs {
namespace {

constexpr std::size_t kStartBytes = std::size_t{64} << 10;
constexpr std::size_t kIdentityBytes = 4096;
/// Holds a shown line, and those right behind it.
constexpr std::size_t kFetchBytes = std::size_t{8} << 10;
static_assert(kFetchBytes > kShownLineBytes + 8);

ScanError unreadable(const std::string& path, int error) {
  return {path, ScanError::Reason::Unreadable, std::strerror(error)};
}

std::string read_at(int descriptor, std::uint64_t offset, std::size_t size) {
  std::string text(size, '\0');
  std::size_t done = 0;
  while (done < size) {
    const ssize_t count =
        pread(descriptor, text.data() + done, size - done, static_cast<off_t>(offset + done));
    if (count < 0 && errno == EINTR) continue;
    if (count <= 0) break;
    done += static_cast<std::size_t>(count);
  }
  text.resize(done);
  return text;
}

/// Behind the last LF of a file, not in front of `begin`.
std::uint64_t last_line_end(int descriptor, std::uint64_t begin, std::uint64_t size) {
  std::uint64_t end = size;
  while (end > begin) {
    const std::uint64_t from = end - std::min<std::uint64_t>(end - begin, kStartBytes);
    const std::string text = read_at(descriptor, from, static_cast<std::size_t>(end - from));
    if (const std::size_t lf = text.rfind('\n'); lf != std::string::npos) return from + lf + 1;
    end = from;
  }
  return begin;
}

bool only_blank(std::string_view text) {
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    if (!is_comment(text.substr(0, end))) return false;
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return true;
}

/// Reads lines of a file again. Positions come in order, so most lines are in the last stretch.
class LineFetcher {
 public:
  ~LineFetcher() { open(nullptr); }

  std::string line(const Source& source, std::uint64_t offset) {
    if (&source != source_) open(&source);
    if (descriptor_ < 0) return {};
    if (offset < begin_ || offset + kShownLineBytes + 8 > begin_ + text_.size()) {
      begin_ = offset;
      text_ = read_at(descriptor_, offset, kFetchBytes);
    }
    const std::string_view rest = std::string_view(text_).substr(offset - begin_);
    return shown_text(rest.substr(0, rest.find('\n')));
  }

 private:
  void open(const Source* source) {
    if (descriptor_ >= 0) close(descriptor_);
    source_ = source;
    descriptor_ = source ? ::open(source->path.c_str(), O_RDONLY | O_CLOEXEC) : -1;
    begin_ = 0;
    text_.clear();
  }

  const Source* source_ = nullptr;
  int descriptor_ = -1;
  std::uint64_t begin_ = 0;
  std::string text_;
};

/// Numbers of lines of one source.
class LineNumbers {
 public:
  explicit LineNumbers(const Source& source)
      : source_(source), before_(source.block_lines.size() + 1) {
    for (std::size_t i = 0; i < source.block_lines.size(); ++i)
      before_[i + 1] = before_[i] + source.block_lines[i];
  }
  [[nodiscard]] std::uint64_t of(const Position& position) const {
    if (source_.numbered) {
      const auto kept = source_.kept.find(position.offset);
      return kept == source_.kept.end() ? 0 : kept->second.number;
    }
    return before_[static_cast<std::size_t>(position.block())] + position.line_in_block;
  }

 private:
  const Source& source_;
  std::vector<std::uint64_t> before_;
};

std::string text_of(const Source& source, const Position& position, LineFetcher& fetcher) {
  const auto kept = source.kept.find(position.offset);
  if (kept != source.kept.end()) return kept->second.text;
  return source.plain ? fetcher.line(source, position.offset) : std::string();
}

void renumber(LogFold::State& fold, const std::vector<std::uint32_t>& new_number) {
  const auto move = [&](Position& position) { position.source = new_number[position.source]; };
  fold.each_position(move);
  for (ClientRecord& client : fold.clients) {
    for (ClientRecord::AtNode& node : client.nodes) move(node.first);
  }
  if (fold.format_source < new_number.size()) fold.format_source = new_number[fold.format_source];
}

struct Descriptor {
  int number = -1;

  Descriptor() = default;
  explicit Descriptor(int n) : number(n) {}
  ~Descriptor() {
    if (number >= 0) close(number);
  }
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  Descriptor(Descriptor&& other) noexcept : number(std::exchange(other.number, -1)) {}
};

}  // namespace

struct LogScan::State {
  explicit State(ScanOptions given) : options(std::move(given)), fold(options.limits) {}

  ScanOptions options;
  std::vector<Source> sources;
  LogFold fold;

  using FormatPtr = std::shared_ptr<const LogFormat>;

  /// The format of a log by its start; null where it holds no lines yet.
  tl::expected<FormatPtr, ScanError> format_for(const std::string& path,
                                                std::string_view start) const {
    if (options.format) {
      // Behind what a collector has put in front of each line.
      auto fitting = best_of({&*options.format, 1}, start);
      return std::make_shared<const LogFormat>(fitting ? *std::move(fitting) : *options.format);
    }
    if (only_blank(start)) {
      // A `#Fields` line alone is enough for lines that are still to come.
      Detection directives = detect(start);
      return directives.format ? std::make_shared<const LogFormat>(*std::move(directives.format))
                               : nullptr;
    }
    Detection found = detect(start);
    if (options.other_format && !found.named && !found.error) {
      const LogFormat* built_in = found.format ? &*found.format : nullptr;
      if (auto other = options.other_format(path, start, built_in))
        return std::make_shared<const LogFormat>(*std::move(other));
    }
    if (found.format) return std::make_shared<const LogFormat>(*std::move(found.format));
    return tl::unexpected(ScanError{
        path, found.error ? ScanError::Reason::BadFormat : ScanError::Reason::UnknownFormat,
        found.tried});
  }

  /// Takes in a portion; all sources are in order from then on.
  void adopt(Portion portion) {
    std::vector<Source> all = std::move(sources);
    const std::size_t old = all.size();
    std::move(portion.sources.begin(), portion.sources.end(), std::back_inserter(all));
    std::vector<std::uint32_t> order(all.size());
    std::iota(order.begin(), order.end(), 0u);
    std::stable_sort(order.begin(), order.end(), [&](std::uint32_t a, std::uint32_t b) {
      return all[a].order() < all[b].order();
    });
    std::vector<std::uint32_t> new_number(all.size());
    sources.clear();
    for (std::uint32_t i = 0; i < order.size(); ++i) {
      new_number[order[i]] = i;
      sources.push_back(std::move(all[order[i]]));
    }
    renumber(fold.state(), {new_number.begin(), new_number.begin() + static_cast<long>(old)});
    renumber(portion.fold.state(), {new_number.begin() + static_cast<long>(old), new_number.end()});
    fold.merge(std::move(portion.fold));
  }

  Portion portion() const { return {{}, LogFold(options.limits)}; }

  Result add_file(const std::string& path);
  Result add_plain(Source source, Descriptor descriptor, std::uint64_t size);
  Result add_stream(int descriptor, Source source, std::uint64_t file_bytes);
  /// Finds the `#Fields` lines of a plain file.
  void find_changes(Source& source, int descriptor, std::uint64_t begin, std::uint64_t size) const;
  std::vector<FileJob> jobs;
};

LogScan::LogScan(ScanOptions options) : state_(std::make_unique<State>(std::move(options))) {}
LogScan::~LogScan() = default;
LogScan::LogScan(LogScan&&) noexcept = default;
LogScan& LogScan::operator=(LogScan&&) noexcept = default;

void LogScan::State::find_changes(Source& source, int descriptor, std::uint64_t begin,
                                  std::uint64_t size) const {
  const auto first = source.formats.front().format;
  if (!first->directives) return;
  std::string carry;
  for (std::uint64_t at = begin; at < size;) {
    const std::string text =
        carry + read_at(descriptor, at, std::min<std::uint64_t>(1u << 20, size - at));
    if (text.size() <= carry.size()) return;
    const std::uint64_t text_begin = at - carry.size();
    at = text_begin + text.size();
    // The last line may go on.
    const std::size_t lf = at < size ? text.rfind('\n') : text.size() - 1;
    const std::size_t whole = lf == std::string::npos ? 0 : lf + 1;
    find_directives(std::string_view(text).substr(0, whole), text_begin, *first, source.formats);
    carry = text.substr(whole);
    if (carry.size() > kStartBytes) carry.clear();
  }
}

LogScan::Result LogScan::State::add_plain(Source source, Descriptor descriptor,
                                          std::uint64_t size) {
  const std::string start = read_at(descriptor.number, 0, kStartBytes);
  source.identity = hash_of(std::string_view(start).substr(0, kIdentityBytes));
  auto format = format_for(source.path, start);
  if (!format) return tl::unexpected(format.error());
  source.plain = true;
  Portion made = portion();
  const std::uint64_t end = options.follow ? last_line_end(descriptor.number, 0, size) : size;
  if (*format) {
    source.end = end;
    source.formats.push_back({0, *format});
    find_changes(source, descriptor.number, 0, end);
    made.fold.observe_format(0, *source.formats.front().format);
    made.sources.push_back(std::move(source));
    if (Result folded = fold_files(options, {{0, descriptor.number, 0, end}}, made); !folded)
      return folded;
  } else {
    made.sources.push_back(std::move(source));
  }
  adopt(std::move(made));
  return {};
}

LogScan::Result LogScan::State::add_stream(int descriptor, Source source,
                                           std::uint64_t file_bytes) {
  Portion made = portion();
  const std::string path = source.path;
  made.sources.push_back(std::move(source));
  const FormatOfStart format_of = [&](std::string_view start) {
    auto format = format_for(path, start);
    if (format && *format) made.fold.observe_format(0, **format);
    return format;
  };
  if (Result folded = fold_stream(options, descriptor, file_bytes, 0, format_of, made); !folded)
    return folded;
  adopt(std::move(made));
  return {};
}

LogScan::Result LogScan::State::add_file(const std::string& path) {
  Descriptor descriptor(open(path.c_str(), O_RDONLY | O_CLOEXEC));
  struct stat status{};
  if (descriptor.number < 0 || fstat(descriptor.number, &status) != 0)
    return tl::unexpected(unreadable(path, errno));
  Source source;
  source.path = path;
  if (S_ISDIR(status.st_mode)) return tl::unexpected(unreadable(path, EISDIR));
  const auto size = static_cast<std::uint64_t>(status.st_size);
  if (S_ISREG(status.st_mode) &&
      compression_of(read_at(descriptor.number, 0, 4)) == Compression::None)
    return add_plain(std::move(source), std::move(descriptor), size);
  return add_stream(std::exchange(descriptor.number, -1), std::move(source),
                    S_ISREG(status.st_mode) ? size : 0);
}

LogScan::Result LogScan::add_files(std::vector<std::string> paths) {
  std::sort(paths.begin(), paths.end());
  paths.erase(std::unique(paths.begin(), paths.end()), paths.end());
  for (const std::string& path : paths) {
    if (Result added = state_->add_file(path); !added) return added;
  }
  return {};
}

LogScan::Result LogScan::add_stream(int descriptor, std::string name) {
  Source source;
  source.path = std::move(name);
  return state_->add_stream(descriptor, std::move(source), 0);
}

tl::expected<bool, ScanError> LogScan::follow() {
  bool any = false;
  for (std::size_t i = 0; i < state_->sources.size(); ++i) {
    Source& source = state_->sources[i];
    if (!source.plain) continue;
    Descriptor descriptor(open(source.path.c_str(), O_RDONLY | O_CLOEXEC));
    struct stat status{};
    if (descriptor.number < 0 || fstat(descriptor.number, &status) != 0) continue;
    const auto size = static_cast<std::uint64_t>(status.st_size);
    if (size < source.end || source.formats.empty()) {
      // Rotated: what was read stays, and the path is a new file.
      if (size == 0) continue;
      const std::string path = source.path;
      source.plain = false;
      if (Result added = state_->add_file(path); !added) return tl::unexpected(added.error());
      return true;
    }
    const std::uint64_t end = last_line_end(descriptor.number, source.end, size);
    if (end <= source.end) continue;
    any = true;
    const std::uint64_t begin = std::exchange(source.end, end);
    state_->find_changes(source, descriptor.number, begin, end);
    // The lines of a block are counted on from where the last scan has stopped.
    Portion made{std::move(state_->sources), LogFold(state_->options.limits)};
    const auto number = static_cast<std::uint32_t>(i);
    Result folded = fold_files(state_->options, {{number, descriptor.number, begin, end}}, made);
    state_->sources = std::move(made.sources);
    if (!folded) return tl::unexpected(folded.error());
    state_->fold.merge(std::move(made.fold));
  }
  return any;
}

tl::expected<ScannedLog, ScanError> LogScan::finish() {
  ScannedLog scanned;
  const ShowLines show = [&](const std::vector<Position>& positions) {
    std::string joined;
    std::vector<LineName> names;
    std::vector<std::size_t> starts;
    LineFetcher fetcher;
    std::optional<LineNumbers> numbers;
    std::uint32_t numbered = ~0u;
    for (const Position& position : positions) {
      const Source& source = state_->sources[position.source];
      if (position.source != numbered) numbers.emplace(source);
      numbered = position.source;
      starts.push_back(joined.size());
      joined += text_of(source, position, fetcher);
      joined += '\n';
      names.push_back({position.source, numbers->of(position)});
    }
    starts.push_back(joined.size());
    scanned.excerpt = std::make_unique<Excerpt>(std::move(joined));
    Excerpt& excerpt = *scanned.excerpt;
    excerpt.lines = std::move(names);
    for (const Source& source : state_->sources) excerpt.sources.push_back(source.path);
    std::vector<ShownLine> lines;
    lines.reserve(positions.size());
    for (std::size_t i = 0; i < positions.size(); ++i) {
      const std::string_view line =
          std::string_view(excerpt.text).substr(starts[i], starts[i + 1] - starts[i] - 1);
      lines.push_back(
          {{line, &excerpt.origin},
           format_at(state_->sources[positions[i].source].formats, positions[i].offset)});
    }
    return lines;
  };
  scanned.traffic = state_->fold.finish(show);
  return scanned;
}

LogScan::Result LogScan::write_partial(const std::string& path) {
  std::vector<Source> sources = state_->sources;
  LineFetcher fetcher;
  std::optional<LineNumbers> numbers;
  std::uint32_t numbered = ~0u;
  std::vector<std::map<std::uint64_t, KeptLine>> kept(sources.size());
  for (const Position& position : state_->fold.first_lines()) {
    const Source& source = state_->sources[position.source];
    if (position.source != numbered) numbers.emplace(source);
    numbered = position.source;
    kept[position.source][position.offset] = {text_of(source, position, fetcher),
                                              numbers->of(position)};
  }
  for (std::size_t i = 0; i < sources.size(); ++i) {
    sources[i].kept = std::move(kept[i]);
    sources[i].numbered = true;
  }
  const std::string data = encode_partial(state_->fold.state(), sources);
  std::ofstream file(path, std::ios::binary | std::ios::trunc);
  file.write(data.data(), static_cast<std::streamsize>(data.size()));
  file.close();
  if (!file) return tl::unexpected(unreadable(path, errno));
  return {};
}

LogScan::Result LogScan::add_partial(const std::string& path) {
  const auto bad = [&](std::string message) {
    return tl::unexpected(ScanError{path, ScanError::Reason::BadPartial, std::move(message)});
  };
  std::ifstream file(path, std::ios::binary);
  if (!file) return tl::unexpected(unreadable(path, errno));
  const std::string data((std::istreambuf_iterator<char>(file)), std::istreambuf_iterator<char>());
  Portion made = state_->portion();
  if (auto decoded = decode_partial(data, made); !decoded) return bad(decoded.error());
  for (const Source& source : made.sources) {
    for (const Source& known : state_->sources) {
      if (known.order() == source.order())
        return bad(fmt::format("it holds the lines of {}, which are in already", source.path));
    }
  }
  state_->adopt(std::move(made));
  return {};
}

}  // namespace wiretag::logs
