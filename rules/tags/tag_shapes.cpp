#include "rules/tags/tag_shapes.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <string>
#include <vector>

#include "documents/traffic/inference.h"
#include "http/fields/range.h"
#include "http/fields/text.h"
#include "rules/evidence.h"
#include "rules/sightings.h"

namespace wiretag::rules {
namespace {

using http::FieldName;

constexpr std::int64_t kYear1995 = 788'918'400;
constexpr std::int64_t kYear2100 = 4'102'444'800;

bool hex_digit(char c) { return http::is_digit(c) || (c >= 'a' && c <= 'f'); }
bool any_hex_digit(char c) { return hex_digit(http::lower(c)); }
bool base64_character(char c) {
  return http::is_letter(c) || http::is_digit(c) || c == '+' || c == '/' || c == '-' || c == '_';
}
bool separator(char c) { return !http::is_letter(c) && !http::is_digit(c); }

std::optional<std::uint64_t> number(std::string_view text, int base) {
  const bool spelled = !text.empty() && std::ranges::all_of(text, [&](char c) {
    return base == 10   ? http::is_digit(c)
           : base == 16 ? hex_digit(c)
                        : http::is_digit(c) || (c >= 'a' && c <= 'z');
  });
  std::uint64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value, base);
  if (!spelled || error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return value;
}

/// How a server writes size and time: which comes first, in which base and unit.
struct Scheme {
  std::string_view name;
  int base;
  std::uint64_t ticks_per_second;
  bool time_first;
};

constexpr std::array<Scheme, 6> kSchemes = {{
    {"nginx", 16, 1, true},
    {"Apache", 16, 1'000'000, false},
    {"Apache", 16, 1, false},
    {"Express", 16, 1'000, false},
    {"Tomcat", 10, 1'000, false},
    {"Caddy", 36, 1'000'000'000, true},
}};

std::vector<std::string_view> parts_of(std::string_view opaque) {
  std::vector<std::string_view> parts;
  for (std::size_t at = 0; at <= opaque.size();) {
    const std::size_t dash = std::min(opaque.find('-', at), opaque.size());
    parts.push_back(opaque.substr(at, dash - at));
    at = dash + 1;
  }
  return parts;
}

/// What a response states beside its tag.
struct Witness {
  std::optional<std::uint64_t> length;
  std::optional<http::HttpDate> modified;
};

Witness witness_of(const Response& response) {
  Witness witness;
  if (response.status == 200 && !encoded(response)) witness.length = content_size(response);
  if (response.status == 206) {
    const auto range = http::parse_content_range(response.fields.value(FieldName::ContentRange));
    if (range) witness.length = range->length;
  }
  const auto date = http::parse_http_date(response.fields.value(FieldName::LastModified));
  if (date) witness.modified = date->date;
  return witness;
}

bool confirmed(const FileTag& tag, const Witness& witness) {
  if (witness.modified && witness.modified->seconds == tag.time) return true;
  const bool plausible = tag.time >= kYear1995 && tag.time < kYear2100;
  return plausible && tag.size >= 16 && witness.length == tag.size && !witness.modified;
}

std::optional<FileTag> decode(const Scheme& scheme, std::string_view time, std::string_view size) {
  const auto ticks = number(time, scheme.base);
  const auto bytes = number(size, scheme.base);
  if (!ticks || !bytes) return std::nullopt;
  return FileTag{scheme.name, static_cast<std::int64_t>(*ticks / scheme.ticks_per_second), *ticks,
                 *bytes};
}

/// Caddy before 2.8 writes both numbers in base 36 without a separator: the time has six digits.
std::optional<FileTag> undivided_tag(std::string_view opaque, const Witness& witness) {
  constexpr std::size_t kTimeDigits = 6;
  if (opaque.size() <= kTimeDigits || !witness.modified) return std::nullopt;
  const auto tag =
      decode({"Caddy", 36, 1, true}, opaque.substr(0, kTimeDigits), opaque.substr(kTimeDigits));
  const bool sized = tag && (!witness.length || *witness.length == tag->size);
  return sized && confirmed(*tag, witness) ? tag : std::nullopt;
}

bool hex_run(std::string_view text) {
  return text.size() == 32 || text.size() == 40 || text.size() == 64 || text.size() == 128
             ? std::ranges::all_of(text, any_hex_digit)
             : false;
}

bool base64_run(std::string_view text) {
  while (text.ends_with('=')) text.remove_suffix(1);
  return (text.size() == 22 || text.size() == 27 || text.size() == 43) &&
         std::ranges::all_of(text, base64_character);
}

std::string type_of(std::string_view content_type) {
  std::string type(http::trim_blanks(content_type.substr(0, content_type.find(';'))));
  std::ranges::transform(type, type.begin(), http::lower);
  return type;
}

}  // namespace

std::optional<std::pair<std::uint64_t, std::uint64_t>> hex_pair(std::string_view opaque) {
  std::uint64_t a = 0;
  std::uint64_t b = 0;
  const char* end = opaque.data() + opaque.size();
  const auto first = std::from_chars(opaque.data(), end, a, 16);
  if (first.ec != std::errc() || first.ptr == end || *first.ptr != '-') return std::nullopt;
  const auto second = std::from_chars(first.ptr + 1, end, b, 16);
  if (second.ec != std::errc() || second.ptr != end) return std::nullopt;
  return std::pair{a, b};
}

std::optional<FileTag> file_tag(const Response& response) {
  const auto tag = etag_of(response);
  if (!tag) return std::nullopt;
  const std::string_view opaque = without_coding(tag->opaque);
  const Witness witness = witness_of(response);
  const std::vector<std::string_view> parts = parts_of(opaque);
  if (parts.size() == 1) return undivided_tag(opaque, witness);
  if (parts.size() > 3) return std::nullopt;
  const bool with_inode = parts.size() == 3;
  if (with_inode && !number(parts[0], 16)) return std::nullopt;
  const std::string_view first = parts[with_inode ? 1 : 0];
  const std::string_view second = parts.back();
  for (const Scheme& scheme : kSchemes) {
    if (with_inode && scheme.name != "Apache") continue;
    auto found =
        decode(scheme, scheme.time_first ? first : second, scheme.time_first ? second : first);
    if (!found || !confirmed(*found, witness)) continue;
    if (with_inode) found->inode = parts[0];
    return found;
  }
  return std::nullopt;
}

bool looks_like_digest(std::string_view opaque) {
  opaque = without_coding(opaque);
  if (hex_run(opaque) || base64_run(opaque)) return true;
  const std::size_t dash = opaque.find('-');
  if (dash == std::string_view::npos || dash > 8 || !number(opaque.substr(0, dash), 16)) {
    return false;
  }
  const std::string_view rest = opaque.substr(dash + 1);
  return hex_run(rest) || base64_run(rest);
}

bool looks_like_random_uuid(std::string_view opaque) {
  constexpr std::string_view kForm = "xxxxxxxx-xxxx-4xxx-vxxx-xxxxxxxxxxxx";
  if (opaque.size() < kForm.size()) return false;
  const std::string_view uuid = opaque.substr(opaque.size() - kForm.size());
  if (opaque.size() > kForm.size() && !separator(opaque[opaque.size() - kForm.size() - 1])) {
    return false;
  }
  for (std::size_t i = 0; i < kForm.size(); ++i) {
    const char c = http::lower(uuid[i]);
    const bool fits = kForm[i] == 'x'   ? hex_digit(c)
                      : kForm[i] == 'v' ? std::string_view("89ab").find(c) != std::string_view::npos
                                        : c == kForm[i];
    if (!fits) return false;
  }
  return true;
}

bool holds_name(std::string_view opaque, std::string_view name) {
  constexpr std::size_t kShortest = 4;
  std::string wanted;
  for (const char c : name) {
    if (!separator(c)) wanted += http::lower(c);
  }
  if (wanted.empty() || name.size() < kShortest) return false;
  for (std::size_t begin = 0; begin < opaque.size(); ++begin) {
    if (separator(opaque[begin]) || (begin > 0 && !separator(opaque[begin - 1]))) continue;
    std::size_t at = begin;
    std::size_t matched = 0;
    for (; at < opaque.size() && matched < wanted.size(); ++at) {
      if (separator(opaque[at])) continue;
      if (http::lower(opaque[at]) != wanted[matched]) break;
      ++matched;
    }
    if (matched == wanted.size() && (at == opaque.size() || separator(opaque[at]))) return true;
  }
  return false;
}

std::string_view pod_suffix(std::string_view opaque) {
  constexpr std::string_view kAlphabet = "bcdfghjklmnpqrstvwxz2456789";
  const auto generated = [&](std::string_view text) {
    return text.find_first_not_of(kAlphabet) == std::string_view::npos &&
           text.find_first_of("0123456789") != std::string_view::npos &&
           text.find_first_not_of("0123456789") != std::string_view::npos;
  };
  for (std::size_t dash = opaque.find('-'); dash != std::string_view::npos;
       dash = opaque.find('-', dash + 1)) {
    const std::size_t second = opaque.find('-', dash + 1);
    if (second == std::string_view::npos) return {};
    const std::string_view set = opaque.substr(dash + 1, second - dash - 1);
    const std::string_view pod = opaque.substr(second + 1, 5);
    const bool ends = second + 6 >= opaque.size() || separator(opaque[second + 6]);
    const bool sized = set.size() >= 8 && set.size() <= 10 && pod.size() == 5;
    if (dash > 0 && http::is_letter(opaque[0]) && sized && ends && generated(set) &&
        generated(pod)) {
      return opaque.substr(dash + 1, set.size() + 6);
    }
  }
  return {};
}

bool opaque_media_type(std::string_view content_type) {
  const std::string type = type_of(content_type);
  constexpr std::array<std::string_view, 4> kGroups = {"image/", "font/", "video/", "audio/"};
  constexpr std::array<std::string_view, 12> kTypes = {"application/zip",
                                                       "application/gzip",
                                                       "application/x-gzip",
                                                       "application/x-tar",
                                                       "application/wasm",
                                                       "application/pdf",
                                                       "application/x-7z-compressed",
                                                       "application/java-archive",
                                                       "application/octet-stream",
                                                       "application/font-woff",
                                                       "application/x-font-ttf",
                                                       "application/vnd.debian.binary-package"};
  const auto starts = [&](std::string_view group) { return type.starts_with(group); };
  return std::ranges::any_of(kGroups, starts) || std::ranges::find(kTypes, type) != kTypes.end();
}

bool static_media_type(std::string_view content_type) {
  const std::string type = type_of(content_type);
  constexpr std::array<std::string_view, 4> kTypes = {
      "text/css", "text/javascript", "application/javascript", "application/x-javascript"};
  return opaque_media_type(content_type) || std::ranges::find(kTypes, type) != kTypes.end();
}

bool encoded(const Response& response) {
  const std::string_view coding = response.fields.value(FieldName::ContentEncoding);
  return !coding.empty() && !http::equal_ignoring_case(coding, "identity");
}

}  // namespace wiretag::rules
