#include "rules/asset_urls.h"

#include <algorithm>
#include <array>
#include <string>

#include "http/fields/text.h"

namespace wiretag::rules {
namespace {

using http::FieldName;
using http::is_digit;
using http::is_letter;

constexpr std::size_t kNone = std::string_view::npos;

template <std::size_t N>
bool among(const std::array<std::string_view, N>& words, std::string_view word) {
  return std::ranges::find(words, word) != words.end();
}

std::string_view last_segment(std::string_view path) { return path.substr(path.rfind('/') + 1); }

/// Lower case, without the dot; empty without one.
std::string extension(std::string_view path) {
  const std::string_view name = last_segment(path);
  const std::size_t dot = name.rfind('.');
  return dot == kNone ? std::string() : http::lowered(name.substr(dot + 1));
}

constexpr std::array<std::string_view, 4> kCode = {"js", "mjs", "css", "webmanifest"};
constexpr std::array<std::string_view, 14> kPictures = {"png",   "jpg",  "jpeg", "gif", "svg",
                                                        "webp",  "avif", "ico",  "bmp", "woff",
                                                        "woff2", "ttf",  "otf",  "eot"};
constexpr std::array<std::string_view, 4> kPages = {"html", "htm", "xhtml", "php"};
constexpr std::array<std::string_view, 2> kData = {"json", "xml"};

AssetKind kind_by_type(std::string type) {
  type = http::lowered(http::trim_blanks(std::string_view(type).substr(0, type.find(';'))));
  if (type == "text/event-stream" || type.find("mpegurl") != kNone) return AssetKind::Stream;
  if (type == "text/html" || type == "application/xhtml+xml") return AssetKind::Page;
  if (type == "text/css" || type.find("javascript") != kNone || type.find("manifest") != kNone) {
    return AssetKind::Code;
  }
  if (type.starts_with("image/") || type.starts_with("font/")) return AssetKind::Picture;
  if (type == "application/json" || type.ends_with("+json") || type.ends_with("/xml")) {
    return AssetKind::Data;
  }
  return AssetKind::Unknown;
}

bool is_word_byte(char c) { return is_digit(c) || is_letter(c); }

/// Calls `use` with each run of letters, digits and what `joins` accepts.
template <typename Use>
bool any_token(std::string_view text, Use use) {
  for (std::size_t begin = 0; begin < text.size();) {
    std::size_t end = begin;
    while (end < text.size() && is_word_byte(text[end])) ++end;
    if (end > begin && use(text.substr(begin, end - begin))) return true;
    begin = end + 1;
  }
  return false;
}

bool is_hex_hash(std::string_view token) {
  constexpr std::size_t kShortest = 8;
  constexpr std::size_t kObjectId = 24;
  if (token.size() < kShortest || token.size() == kObjectId) return false;
  const bool hex = std::ranges::all_of(token, [](char c) {
    return is_digit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
  });
  return hex && std::ranges::any_of(token, is_digit) && std::ranges::any_of(token, is_letter);
}

/// Eight to twelve letters and digits in both cases, as Vite and Rollup write.
bool is_base62_hash(std::string_view token) {
  if (token.size() < 8 || token.size() > 12) return false;
  const auto upper = [](char c) { return c >= 'A' && c <= 'Z'; };
  const auto small = [](char c) { return c >= 'a' && c <= 'z'; };
  return std::ranges::any_of(token, is_digit) && std::ranges::any_of(token, upper) &&
         std::ranges::any_of(token, small);
}

/// A number, or a word with a digit in it: may stand for a version.
bool may_be_hash(std::string_view token) {
  const auto digits = std::ranges::count_if(token, is_digit);
  const bool number = static_cast<std::size_t>(digits) == token.size();
  return number || (token.size() >= 4 && digits > 0);
}

/// "v2", "r17", "1.2", "@3.1".
bool has_version_number(std::string_view text) {
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (!is_digit(text[i])) continue;
    std::size_t end = i;
    while (end < text.size() && is_digit(text[end])) ++end;
    const bool dotted = end + 1 < text.size() && text[end] == '.' && is_digit(text[end + 1]);
    const bool marked =
        i > 0 && (text[i - 1] == '@' || (std::string_view("vVrR").find(text[i - 1]) != kNone &&
                                         (i < 2 || !is_letter(text[i - 2]))));
    if (dotted || marked) return true;
    i = end;
  }
  return false;
}

}  // namespace

std::string_view path_of(std::string_view target) {
  if (const std::size_t scheme = target.find("://"); scheme != kNone) {
    const std::size_t slash = target.find('/', scheme + 3);
    target = slash == kNone ? std::string_view("/") : target.substr(slash);
  } else if (!target.starts_with('/')) {
    const std::size_t slash = target.find('/');
    target = slash == kNone ? std::string_view("/") : target.substr(slash);
  }
  return target.substr(0, target.find_first_of("?#"));
}

AssetKind asset_kind(const Exchange& exchange) {
  const std::string_view path = path_of(exchange.request.target);
  const std::string suffix = extension(path);
  if (suffix == "map") return AssetKind::SourceMap;
  if (exchange.response) {
    const AssetKind stated =
        kind_by_type(std::string(exchange.response->fields.value(FieldName::ContentType)));
    if (stated != AssetKind::Unknown) return stated;
    if (exchange.response->fields.has(FieldName::ContentType)) return AssetKind::Unknown;
  }
  if (among(kPages, suffix)) return AssetKind::Page;
  if (among(kCode, suffix)) return AssetKind::Code;
  if (among(kPictures, suffix)) return AssetKind::Picture;
  if (among(kData, suffix)) return AssetKind::Data;
  return AssetKind::Unknown;
}

bool is_fingerprinted(std::string_view target) {
  const std::string_view path = path_of(target);
  const std::string suffix = extension(path);
  if (!among(kCode, suffix) && !among(kPictures, suffix)) return false;
  const std::string_view name = last_segment(path);
  const std::string_view stem = name.substr(0, name.rfind('.'));
  const std::size_t mark = stem.find_first_of(".-_");
  // A name that is all hash may be an upload's id, which says nothing about its content.
  if (mark == kNone || mark == 0) return false;
  return any_token(stem.substr(mark), [](std::string_view token) {
    return is_hex_hash(token) || is_base62_hash(token);
  });
}

bool may_be_versioned(std::string_view target) {
  const std::size_t query = target.find('?');
  if (query != kNone && query + 1 < target.size()) return true;
  const std::string_view path = path_of(target);
  return any_token(path, may_be_hash) || has_version_number(path);
}

}  // namespace wiretag::rules
