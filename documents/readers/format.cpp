#include "documents/readers/format.h"

#include <algorithm>
#include <array>

#include "documents/readers/transcript_reader.h"
#include "http/fields/text.h"

namespace wiretag::readers {
namespace {

using http::lowered;

constexpr std::array<FormatName, 9> kNames = {{
    {"http", Format::Http},
    {"har", Format::Har},
    {"curl", Format::Transcript},
    {"transcript", Format::Transcript},
    {"markdown", Format::Markdown},
    {"asciidoc", Format::AsciiDoc},
    {"rst", Format::ReStructuredText},
    {"accesslog", Format::AccessLog},
    {"log", Format::AccessLog},
}};

constexpr std::array<FormatName, 11> kExtensions = {{
    {".http", Format::Http},
    {".rest", Format::Http},
    {".hresp", Format::Http},
    {".har", Format::Har},
    {".md", Format::Markdown},
    {".markdown", Format::Markdown},
    {".mdx", Format::Markdown},
    {".adoc", Format::AsciiDoc},
    {".asciidoc", Format::AsciiDoc},
    {".rst", Format::ReStructuredText},
    {".curl", Format::Transcript},
}};

constexpr std::size_t kSniffedBytes = 65536;

bool blank_or_end(char c) { return c == ' ' || c == '\t' || c == '\r' || c == '\n'; }

std::string_view next_line(std::string_view& text) {
  const std::size_t end = std::min(text.find('\n'), text.size());
  std::string_view line = text.substr(0, end);
  text.remove_prefix(std::min(end + 1, text.size()));
  if (line.ends_with('\r')) line.remove_suffix(1);
  return line;
}

bool looks_like_har(std::string_view text) {
  while (!text.empty() && blank_or_end(text.front())) text.remove_prefix(1);
  if (!text.starts_with('{')) return false;
  const std::size_t log = text.find("\"log\"");
  if (log == std::string_view::npos) return false;
  // The log's members come first; a line of a JSON log ends before they do.
  return text.find("\"entries\"", log) != std::string_view::npos ||
         text.find("\"creator\"", log) != std::string_view::npos ||
         text.find("\"version\"", log) != std::string_view::npos;
}

bool http_fence(std::string_view line) {
  const std::size_t mark = line.find_first_not_of(" \t>");
  if (mark == std::string_view::npos) return false;
  line.remove_prefix(mark);
  if (!line.starts_with("```") && !line.starts_with("~~~")) return false;
  const std::string info = lowered(http::trim_blanks(line.substr(3)));
  return info.starts_with("http") || info == "rest";
}

bool status_line(std::string_view line) {
  return line.starts_with("HTTP/") && line.size() >= 12 && line.find(' ') != std::string_view::npos;
}

bool upper(std::string_view word) {
  return word.size() >= 3 &&
         std::all_of(word.begin(), word.end(), [](char c) { return c >= 'A' && c <= 'Z'; });
}

/// `GET /x`, `PUT https://…`, with or without a version behind it.
bool request_line(std::string_view line) {
  const std::size_t space = line.find(' ');
  if (space == std::string_view::npos || !upper(line.substr(0, space))) return false;
  const std::string_view target = line.substr(space + 1);
  return target.starts_with('/') || target.starts_with("http://") ||
         target.starts_with("https://") || target.starts_with("{{") || target == "* HTTP/1.1";
}

/// The first line that is not blank or a comment decides.
bool looks_like_http(std::string_view text) {
  while (!text.empty()) {
    const std::string_view line = http::trim_blanks(next_line(text));
    if (line.starts_with("###")) return true;
    if (line.empty() || line.starts_with('#') || line.starts_with("//")) continue;
    if (line.starts_with('@') && line.find('=') != std::string_view::npos) continue;
    return request_line(line) || status_line(line);
  }
  return false;
}

bool has_http_fence(std::string_view text) {
  while (!text.empty()) {
    if (http_fence(next_line(text))) return true;
  }
  return false;
}

}  // namespace

std::span<const FormatName> format_names() { return kNames; }

std::optional<Format> format_named(std::string_view name) {
  const auto it = std::find_if(kNames.begin(), kNames.end(),
                               [&](const FormatName& one) { return one.name == name; });
  return it == kNames.end() ? std::nullopt : std::optional(it->format);
}

std::string_view to_string(Format format) {
  return std::find_if(kNames.begin(), kNames.end(),
                      [&](const FormatName& one) { return one.format == format; })
      ->name;
}

std::optional<Format> format_of_name(std::string_view path) {
  const std::string name = lowered(path.substr(path.find_last_of('/') + 1));
  for (const auto& [extension, format] : kExtensions) {
    if (name.ends_with(extension)) return format;
  }
  return std::nullopt;
}

std::optional<Format> sniff(std::string_view text) {
  text = text.substr(0, kSniffedBytes);
  if (looks_like_har(text)) return Format::Har;
  if (looks_like_http(text)) return Format::Http;
  if (has_http_fence(text)) return Format::Markdown;
  if (looks_like_transcript(text)) return Format::Transcript;
  return std::nullopt;
}

}  // namespace wiretag::readers
