#include "documents/logs/line_reader.h"

#if defined(__SSE2__)
#include <emmintrin.h>
#endif

#include <bit>
#include <cstring>
#include <utility>

#include "documents/logs/json_walk.h"
#include "documents/logs/log_values.h"
#include "http/fields/text.h"

namespace wiretag::logs {
namespace {

/// The first `c` from `begin` on; nullptr without one. There are bytes from `floor` on.
inline const char* find_char(const char* floor, const char* begin, const char* end, char c) {
#if defined(__SSE2__)
  const __m128i wanted = _mm_set1_epi8(c);
  const auto found_in = [&](const char* at) {
    const __m128i bytes = _mm_loadu_si128(reinterpret_cast<const __m128i*>(at));
    return static_cast<unsigned>(_mm_movemask_epi8(_mm_cmpeq_epi8(bytes, wanted)));
  };
  for (; end - begin >= 16; begin += 16) {
    if (const unsigned found = found_in(begin)) return begin + std::countr_zero(found);
  }
  if (end - floor >= 16) {
    // The last bytes, with some that were seen before.
    const unsigned found = found_in(end - 16) >> (16 - (end - begin)) << (16 - (end - begin));
    return found ? end - 16 + std::countr_zero(found) : nullptr;
  }
#else
  static_cast<void>(floor);
#endif
  return static_cast<const char*>(std::memchr(begin, c, static_cast<std::size_t>(end - begin)));
}

using http::is_blank;

/// Goes behind `literal`; nullptr where the text is another. A blank stands for one or more.
const char* behind_literal(const char* at, const char* end, std::string_view literal) {
  // Literals are of a few bytes: comparing them here is faster than any call.
  const std::size_t size = literal.size();
  if (static_cast<std::size_t>(end - at) >= size) {
    std::size_t same = 0;
    while (same < size && at[same] == literal[same]) ++same;
    if (same == size) return at + size;
  }
  for (const char c : literal) {
    if (at == end) return nullptr;
    if (c == ' ') {
      if (!is_blank(*at)) return nullptr;
      while (at < end && is_blank(*at)) ++at;
    } else if (*at++ != c) {
      return nullptr;
    }
  }
  return at;
}

/// The character at `at` is escaped: an odd number of backslashes stands in front of it.
bool is_escaped(const char* begin, const char* at) {
  std::size_t count = 0;
  while (at > begin && at[-1] == '\\') {
    --at;
    ++count;
  }
  return count % 2 == 1;
}

/// A list of upstreams goes on behind this blank: `a:80, b:80 : c:80`.
bool list_goes_on(const char* begin, const char* blank, const char* end) {
  if (blank == begin) return false;
  if (blank[-1] == ',') return true;
  if (end - blank >= 3 && blank[1] == ':' && blank[2] == ' ') return true;
  return blank[-1] == ':' && blank - begin >= 2 && blank[-2] == ' ';
}

/// Where a column without a text behind it ends.
const char* end_of_last(const char* begin, const char* end, bool blanks, bool open_end) {
  if (!open_end || blanks) return end;
  const char* at = begin;
  while (at < end && !(is_blank(*at) && !list_goes_on(begin, at, end))) ++at;
  return at;
}

std::uint64_t word_at(const char* at) {
  std::uint64_t word = 0;
  std::memcpy(&word, at, sizeof word);
  return word;
}

struct Sink {
  LogRecord& record;
  std::vector<LineReader::Cut>* cuts;

  void take(std::size_t index, const Column& column, std::string_view text) {
    if (column.meaning != Meaning::Ignore)
      record.raw[static_cast<std::size_t>(column.meaning)] = text;
    if (cuts) cuts->push_back({index, text});
  }
};

std::string_view view(const char* begin, const char* end) {
  return {begin, static_cast<std::size_t>(end - begin)};
}

/// Takes the JSON values that are columns.
struct JsonSink {
  const std::vector<Column>& columns;
  const std::vector<std::string>& paths;
  Sink sink;

  /// Whether a column is below this path.
  [[nodiscard]] bool enter(std::string_view path) const {
    for (const std::string& known : paths) {
      if (known.size() >= path.size() && std::memcmp(known.data(), path.data(), path.size()) == 0 &&
          (known.size() == path.size() || known[path.size()] == '.'))
        return true;
    }
    return false;
  }
  void value(std::string_view path, std::string_view text) {
    for (std::size_t i = 0; i < paths.size(); ++i) {
      if (paths[i] != path) continue;
      sink.take(i, columns[i], text == "null" ? text.substr(0, 0) : text);
      return;
    }
  }
};

std::size_t digits_at(std::string_view text, std::size_t at) {
  std::size_t i = at;
  while (i < text.size() && text[i] >= '0' && text[i] <= '9') ++i;
  return i - at;
}

std::string_view behind_syslog(std::string_view line) {
  std::size_t at = 0;
  if (line.starts_with('<')) {
    const std::size_t size = digits_at(line, 1);
    if (size && line.size() > size + 1 && line[size + 1] == '>') at = size + 2;
  }
  const std::string_view rest = line.substr(at);
  if (rest.size() < 16) return line;
  if (rest.starts_with("1 ") && at > 0) {
    // RFC 5424: version, time, host, program, process, message id, structured data.
    std::size_t i = 0;
    for (int words = 0; words < 6 && i != std::string_view::npos; ++words)
      i = rest.find(' ', i + 1);
    if (i == std::string_view::npos) return line;
    const std::string_view data = rest.substr(i + 1);
    if (data.starts_with("- ")) return data.substr(2);
    const std::size_t close = data.find("] ");
    return data.starts_with('[') && close != std::string_view::npos ? data.substr(close + 2) : line;
  }
  // `Feb  6 12:14:14 host program[1]: `, or an ISO time in front.
  const bool classic = rest[3] == ' ' && rest[6] == ' ' && rest[9] == ':' && rest[12] == ':';
  const bool iso = digits_at(rest, 0) == 4 && rest[4] == '-' && rest[10] == 'T';
  if (!classic && !iso) return line;
  std::size_t i = rest.find(' ', classic ? 14 : 0);
  if (i == std::string_view::npos) return line;
  i = rest.find(' ', i + 1);  // behind the host
  if (i == std::string_view::npos) return line;
  const std::size_t colon = rest.find(": ", i);
  const std::size_t blank = rest.find(' ', i + 1);
  if (colon == std::string_view::npos || blank != colon + 1) return line;
  return rest.substr(colon + 2);
}

std::string_view behind_container(std::string_view line) {
  const std::size_t bar = line.find(" | ");
  if (bar == std::string_view::npos || bar == 0) return line;
  const std::string_view name = line.substr(0, line.find(' '));
  const bool blanks_only =
      line.substr(name.size(), bar - name.size()).find_first_not_of(' ') == std::string_view::npos;
  return blanks_only && name.find_first_of("\"{[") == std::string_view::npos ? line.substr(bar + 3)
                                                                             : line;
}

std::string_view behind_cri(std::string_view line) {
  if (digits_at(line, 0) != 4) return line;
  std::size_t at = line.find(' ');
  if (at == std::string_view::npos) return line;
  const std::string_view rest = line.substr(at + 1);
  for (const std::string_view stream : {"stdout F ", "stderr F ", "stdout P ", "stderr P "}) {
    if (rest.starts_with(stream)) return rest.substr(stream.size());
  }
  return line;
}

}  // namespace

LineFault fault_of(LineResult result) {
  switch (result) {
    case LineResult::Status: return LineFault::Status;
    case LineResult::Json: return LineFault::Json;
    default: return LineFault::Columns;
  }
}

/// Where a column ends and what follows it.
struct LineReader::End {
  const char* value = nullptr;
  const char* next = nullptr;
};

std::string_view without_prefix(std::string_view line, Prefix prefix) {
  switch (prefix) {
    case Prefix::Syslog: return behind_syslog(line);
    case Prefix::Container: return behind_container(line);
    case Prefix::Cri: return behind_cri(line);
    case Prefix::None: break;
  }
  return line;
}

LineReader::LineReader(LogFormat format) { use(std::move(format)); }

void LineReader::use(LogFormat format) {
  format_ = std::move(format);
  compile();
  known_ = 0;
  paths_.clear();
  for (const Column& column : format_.columns) {
    known_ |= LogRecord::bit(column.meaning);
    if (format_.shape != Shape::Json) continue;
    std::string path = column.name;
    for (char& c : path) {
      if (c >= 'A' && c <= 'Z') c = static_cast<char>(c + 32);
    }
    paths_.push_back(std::move(path));
  }
  last_time_.clear();
}

void LineReader::compile() {
  steps_.clear();
  names_cache_ = format_.product == "haproxy" && format_.has(Meaning::Node);
  if (format_.shape != Shape::Template) return;
  for (std::size_t i = 0; i < format_.columns.size(); ++i) {
    const Column& column = format_.columns[i];
    Step& step = steps_.emplace_back();
    step.last = i + 1 == format_.columns.size();
    step.stop = step.last ? format_.after : format_.columns[i + 1].before;
    step.quoted = column.enclosure == Enclosure::Quotes;
    step.bare = column.enclosure == Enclosure::None;
    step.blanks = column.blanks;
    step.list = column.meaning == Meaning::Node && column.blanks;
    if (step.stop.empty()) continue;
    step.first = step.stop.front();
    if (step.stop.size() > sizeof step.word) continue;
    std::memcpy(&step.word, step.stop.data(), step.stop.size());
    std::memset(&step.mask, 0xFF, step.stop.size());
  }
}

void LineReader::clear(LogRecord& record) const {
  if (format_.shape != Shape::Template || record.known != known_) {
    record = LogRecord{};
    record.known = known_;
    return;
  }
  // A template fills each of its columns on every line.
  record.method = Method::Unknown;
  record.target = {};
  record.status = 0;
  record.bytes = 0;
  record.time_s = 0;
  record.etag = {};
  record.cache = CacheWord::None;
}

LineResult LineReader::read(std::string_view line, LogRecord& record) {
  if (!line.empty() && line.back() == '\r') line.remove_suffix(1);
  clear(record);
  record.line = line;
  record.escape = format_.escape;
  if (line.empty() || line.front() == '#' || (is_blank(line.front()) && is_comment(line))) {
    record.raw = {};
    return LineResult::Comment;
  }
  if (!split(line, record, nullptr)) {
    record.raw = {};
    return format_.shape == Shape::Json ? LineResult::Json : LineResult::Columns;
  }
  return interpret(record);
}

std::vector<LineReader::Cut> LineReader::cut(std::string_view line) const {
  if (!line.empty() && line.back() == '\r') line.remove_suffix(1);
  LogRecord record;
  std::vector<Cut> cuts;
  if (is_comment(line) || !split(line, record, &cuts)) return {};
  return cuts;
}

bool LineReader::split(std::string_view line, LogRecord& record, std::vector<Cut>* cuts) const {
  const std::string_view text =
      format_.prefix == Prefix::None ? line : without_prefix(line, format_.prefix);
  switch (format_.shape) {
    case Shape::Template:
      if (split_template(text, false, record, cuts)) return true;
      if (cuts) cuts->clear();
      record.raw = {};
      return split_template(text, true, record, cuts);
    case Shape::Fields: return split_fields(text, record, cuts);
    case Shape::Labels: return split_labels(text, record, cuts);
    case Shape::Json: return split_json(text, record, cuts);
  }
  return false;
}

inline LineReader::End LineReader::end_of_column(const char* begin, const char* end,
                                                 const Step& step, bool lenient) const {
  if (step.stop.empty()) {
    const char* value = end_of_last(begin, end, step.blanks, format_.open_end);
    return {value, value};
  }
  const bool bare = step.bare && !lenient && !step.blanks;
  for (const char* at = begin; (at = find_char(begin, at, end, step.first)); ++at) {
    if (step.quoted && at > begin && at[-1] == '\\' && is_escaped(begin, at)) continue;
    const bool same = step.mask && end - at >= 8 && (word_at(at) & step.mask) == step.word;
    const char* next = same ? at + step.stop.size() : behind_literal(at, end, step.stop);
    if (next && step.last && next != end && !(format_.open_end && is_blank(*next))) next = nullptr;
    if (next) {
      if (step.list && is_blank(*at) && list_goes_on(begin, at, end)) continue;
      // A bare column ends at its first blank, whatever else ends it.
      if (bare && step.first != ' ' &&
          std::memchr(begin, ' ', static_cast<std::size_t>(at - begin)))
        return {};
      return {at, next};
    }
    if (bare && step.first == ' ') return {};
  }
  return {};
}

bool LineReader::split_template(std::string_view text, bool lenient, LogRecord& record,
                                std::vector<Cut>* cuts) const {
  const char* const end = text.data() + text.size();
  Sink sink{record, cuts};
  const char* at = behind_literal(text.data(), end, format_.columns.front().before);
  if (!at) return false;
  for (std::size_t i = 0; i < steps_.size(); ++i) {
    const Step& step = steps_[i];
    if (step.bare) {
      while (at < end && *at == ' ') ++at;
    }
    const End found = end_of_column(at, end, step, lenient);
    if (!found.value) return false;
    sink.take(i, format_.columns[i], view(at, found.value));
    at = found.next;
  }
  return true;
}

bool LineReader::split_fields(std::string_view text, LogRecord& record,
                              std::vector<Cut>* cuts) const {
  const char* at = text.data();
  const char* const end = at + text.size();
  const bool tabs = find_char(at, at, end, '\t') != nullptr;
  Sink sink{record, cuts};
  for (std::size_t i = 0; i < format_.columns.size(); ++i) {
    if (!tabs) {
      while (at < end && *at == ' ') ++at;
    }
    if (at > end || (at == end && !tabs)) return false;
    const char* stop = at;
    if (at < end && *at == '"') {
      // A doubled quote inside is no end.
      for (stop = at + 1; stop < end; ++stop) {
        if (*stop != '"') continue;
        if (stop + 1 < end && stop[1] == '"') {
          ++stop;
        } else if (stop + 1 == end || is_blank(stop[1])) {
          break;
        }
      }
      if (stop >= end) return false;
      sink.take(i, format_.columns[i], view(at + 1, stop));
      ++stop;
    } else {
      stop = find_char(at, at, end, tabs ? '\t' : ' ');
      if (!stop) stop = end;
      sink.take(i, format_.columns[i], view(at, stop));
    }
    at = stop + 1;
  }
  return format_.open_end || at >= end ||
         view(at, end).find_first_not_of(" \t") == view(at, end).npos;
}

bool LineReader::split_labels(std::string_view text, LogRecord& record,
                              std::vector<Cut>* cuts) const {
  Sink sink{record, cuts};
  const char* at = text.data();
  const char* const end = at + text.size();
  std::size_t next = 0;
  bool any = false;
  while (at < end) {
    const char* tab = find_char(at, at, end, '\t');
    if (!tab) tab = end;
    const char* colon = find_char(at, at, tab, ':');
    if (!colon) return false;
    const std::string_view label = view(at, colon);
    // Lines of one log have their labels in one order.
    for (std::size_t tries = 0; tries < format_.columns.size(); ++tries) {
      const std::size_t i = (next + tries) % format_.columns.size();
      if (format_.columns[i].name != label) continue;
      sink.take(i, format_.columns[i], view(colon + 1, tab));
      next = i + 1;
      any = true;
      break;
    }
    at = tab + 1;
  }
  return any;
}

bool LineReader::split_json(std::string_view text, LogRecord& record,
                            std::vector<Cut>* cuts) const {
  const std::size_t begin = text.find('{');
  if (begin == std::string_view::npos) return false;
  JsonSink sink{format_.columns, paths_, {record, cuts}};
  return JsonWalk(text.substr(begin), sink, path_).run();
}

LineResult LineReader::interpret(LogRecord& record) {
  const std::string_view status = record.column(Meaning::Status);
  if (status.size() == 3 && digits_at(status, 0) == 3) {
    record.status = static_cast<std::uint16_t>((status[0] - '0') * 100 + (status[1] - '0') * 10 +
                                               (status[2] - '0'));
    if (record.status < 100) record.status = 0;
  } else if (const auto number = parse_number(status); !status.empty() && status != "-") {
    // -1 is HAProxy's word for no response.
    if (!(status == "-1" || (number && *number == 0))) return LineResult::Status;
  }
  read_request(record);
  const Meaning bytes =
      record.knows(Meaning::ContentBytes) ? Meaning::ContentBytes : Meaning::SentBytes;
  record.bytes = parse_number(record.column(bytes)).value_or(0);
  read_time(record);
  if (record.knows(Meaning::ETag)) read_tag(record);
  if (record.knows(Meaning::CacheStatus))
    record.cache = cache_word(record.column(Meaning::CacheStatus));
  if (names_cache_ && record.cache == CacheWord::None && record.column(Meaning::Node) == "<CACHE>")
    record.cache = CacheWord::Hit;
  return LineResult::Request;
}

void LineReader::read_request(LogRecord& record) const {
  std::string_view method = record.column(Meaning::Method);
  if (record.knows(Meaning::Request)) {
    const std::string_view request = record.column(Meaning::Request);
    const std::size_t blank = request.find(' ');
    if (blank != std::string_view::npos) {
      method = request.substr(0, blank);
      std::string_view target = request.substr(blank + 1);
      const std::size_t last = target.rfind(' ');
      if (last != std::string_view::npos && target.substr(last + 1).starts_with("HTTP"))
        target = target.substr(0, last);
      record.target = target;
    }
  }
  if (const std::string_view url = record.value(Meaning::Url); !url.empty()) record.target = url;
  if (method == "GET") {
    record.method = Method::Get;
  } else if (method == "HEAD") {
    record.method = Method::Head;
  } else if (!method.empty() && method != "-") {
    record.method = Method::Other;
  }
  if (record.target == "-") record.target = {};
}

void LineReader::read_tag(LogRecord& record) {
  record.etag = logs::read_tag(record.column(Meaning::ETag), format_.escape, tag_memory_);
}

void LineReader::read_time(LogRecord& record) {
  const std::string_view time = record.column(Meaning::Time);
  if (!time.empty()) {
    if (time != last_time_) {
      last_time_ = time;
      last_time_s_ = parse_time(time).value_or(0);
    }
    record.time_s = last_time_s_;
  } else if (const std::string_view date = record.column(Meaning::Date); !date.empty()) {
    record.time_s = parse_time(date, record.column(Meaning::TimeOfDay)).value_or(0);
  }
}

std::string_view LineReader::unescaped(std::string_view value, std::string& memory) const {
  return unescape(value, format_.escape, memory);
}

}  // namespace wiretag::logs
