#include "documents/readers/varnishlog_line.h"

#include <algorithm>
#include <array>
#include <charconv>

#include "http/fields/text.h"

namespace wiretag::readers {
namespace {

using http::trim_blanks;

/// By side and without: `Req` and `Bereq` name the same things.
constexpr std::array<std::pair<std::string_view, std::string_view>, 14> kTags = {{
    {"ReqMethod", "BereqMethod"},
    {"ReqURL", "BereqURL"},
    {"ReqProtocol", "BereqProtocol"},
    {"ReqHeader", "BereqHeader"},
    {"ReqUnset", "BereqUnset"},
    {"ReqLost", "BereqLost"},
    {"ReqAcct", "BereqAcct"},
    {"RespProtocol", "BerespProtocol"},
    {"RespStatus", "BerespStatus"},
    {"RespReason", "BerespReason"},
    {"RespHeader", "BerespHeader"},
    {"RespUnset", "BerespUnset"},
    {"RespLost", "BerespLost"},
    {"ReqStart", "BackendOpen"},
}};

/// Tags stand behind this many bytes of marks and blanks, at least.
constexpr std::ptrdiff_t kMarksBytes = 4;

bool all_digits(std::string_view word) {
  return !word.empty() && std::all_of(word.begin(), word.end(), http::is_digit);
}

/// Bytes of `*   `, `**  `, `***  `, and of `*4* ` for deeper groups; 0 for any other start.
std::size_t group_marks(std::string_view line, char mark) {
  if (!line.starts_with(mark)) return 0;
  std::size_t at = 1;
  while (at < line.size() && (line[at] == mark || http::is_digit(line[at]))) ++at;
  return line[at - 1] == mark && at < line.size() && http::is_blank(line[at]) ? at : 0;
}

bool tag_word(std::string_view word) {
  return word.size() >= 3 && word.front() >= 'A' && word.front() <= 'Z' &&
         std::all_of(word.begin(), word.end(), [](char c) {
           return http::is_digit(c) || c == '_' || (http::lower(c) >= 'a' && http::lower(c) <= 'z');
         });
}

}  // namespace

std::string_view take_word(std::string_view& text) {
  const std::size_t begin = std::min(text.find_first_not_of(" \t"), text.size());
  const std::size_t end = std::min(text.find_first_of(" \t", begin), text.size());
  const std::string_view word = text.substr(begin, end - begin);
  text.remove_prefix(end);
  return word;
}

std::optional<VarnishOpening> varnish_opening(std::string_view line) {
  line = trim_blanks(line);
  const std::size_t marks = group_marks(line, '*');
  if (marks == 0) return std::nullopt;
  line.remove_prefix(marks);
  if (take_word(line) != "<<" || !tag_word(take_word(line)) || take_word(line) != ">>") {
    return std::nullopt;
  }
  const std::string_view vxid = take_word(line);
  if (!all_digits(vxid) || !trim_blanks(line).empty()) return std::nullopt;
  return VarnishOpening{vxid};
}

std::optional<VarnishRecord> varnish_record(std::string_view line) {
  line = trim_blanks(line);
  VarnishRecord record;
  const std::string_view whole = line;
  const std::size_t dashes = group_marks(line, '-');
  line.remove_prefix(dashes);
  std::string_view word = take_word(line);
  if (all_digits(word)) {
    record.vxid = word;
    word = take_word(line);
  } else if (dashes == 0 || word.data() - whole.data() < kMarksBytes) {
    return std::nullopt;
  }
  if (!tag_word(word)) return std::nullopt;
  record.tag = word;
  if (!record.vxid.empty()) {
    const std::string_view side = take_word(line);
    if (side != "c" && side != "b" && side != "-") return std::nullopt;
  }
  record.value = trim_blanks(line);
  return record;
}

VarnishSide side_of(std::string_view tag) {
  for (const auto& [client, backend] : kTags) {
    if (tag == client) return VarnishSide::Client;
    if (tag == backend) return VarnishSide::Backend;
  }
  return VarnishSide::None;
}

std::string_view common_tag(std::string_view tag) {
  if (tag == "BackendOpen") return tag;
  for (const auto& [client, backend] : kTags) {
    if (tag == backend) return client;
  }
  return tag;
}

std::optional<std::int64_t> epoch_ms(std::string_view seconds) {
  const char* const end = seconds.data() + seconds.size();
  std::int64_t whole = 0;
  const auto [behind, error] = std::from_chars(seconds.data(), end, whole);
  constexpr std::int64_t kMost = std::int64_t{1} << 40;
  if (error != std::errc() || whole < 0 || whole > kMost) return std::nullopt;
  std::int64_t ms = whole * 1000;
  if (behind == end) return ms;
  if (*behind != '.') return std::nullopt;
  std::int64_t unit = 100;
  for (const char* at = behind + 1; at < end && unit > 0; ++at, unit /= 10) {
    if (!http::is_digit(*at)) return std::nullopt;
    ms += (*at - '0') * unit;
  }
  return ms;
}

}  // namespace wiretag::readers
