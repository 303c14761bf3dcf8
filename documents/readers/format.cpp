#include "documents/readers/format.h"

#include <algorithm>
#include <array>

#include "documents/logs/log_format.h"
#include "documents/readers/transcript_sniff.h"
#include "documents/readers/transcript_text.h"
#include "http/fields/field_name.h"
#include "http/fields/text.h"

namespace wiretag::readers {
namespace {

using http::lowered;

constexpr std::array<FormatName, 10> kNames = {{
    {"http", Format::Http},
    {"har", Format::Har},
    {"curl", Format::Transcript},
    {"transcript", Format::Transcript},
    {"varnishlog", Format::Transcript},
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

bool fence(std::string_view line) {
  const std::size_t mark = line.find_first_not_of(" \t>");
  if (mark == std::string_view::npos) return false;
  line.remove_prefix(mark);
  return line.starts_with("```") || line.starts_with("~~~");
}

bool http_fence(std::string_view line) {
  if (!fence(line)) return false;
  line.remove_prefix(line.find_first_of("`~") + 3);
  const std::string info = lowered(http::trim_blanks(line));
  return info.starts_with("http") || info == "rest";
}

/// `[source,http]`.
bool asciidoc_listing(std::string_view line) {
  return line.starts_with("[source,") && line.find("http") != std::string_view::npos;
}

/// `.. code-block:: http`.
bool restructured_text_listing(std::string_view line) {
  line = http::trim_blanks(line);
  return (line.starts_with(".. code-block::") || line.starts_with(".. sourcecode::")) &&
         line.ends_with("http");
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

/// The text in front of the first line for which `stop` holds; all of it where none is.
template <typename Stop>
std::string_view until(std::string_view text, Stop stop) {
  std::string_view rest = text;
  while (!rest.empty()) {
    const std::size_t at = text.size() - rest.size();
    if (stop(next_line(rest))) return text.substr(0, at);
  }
  return text;
}

template <typename Holds>
bool any_line(std::string_view text, Holds holds) {
  return until(text, holds).size() < text.size();
}

/// What only a `.http` file has.
bool written_line(std::string_view line) {
  return line.starts_with("###") || line.starts_with("# @") || line.starts_with("// @");
}

/// Field lines without a start line, as browsers copy them: all lines up to a blank one.
bool bare_fields(std::string_view text) {
  bool known = false;
  while (!text.empty()) {
    const std::string_view line = next_line(text);
    if (http::trim_blanks(line).empty()) break;
    const std::string_view name = field_name_of(line);
    if (name.empty() || name.starts_with(':')) return false;
    // One word is a key in many other formats.
    const http::FieldName id = http::field_name(name);
    known |= id == http::FieldName::ETag ||
             (id != http::FieldName::Unknown && name.find('-') != std::string_view::npos);
  }
  return known;
}

/// The first line that is not blank or a comment decides.
std::optional<Format> opening_format(std::string_view text) {
  std::string_view rest = text;
  while (!rest.empty()) {
    const std::string_view from_here = rest;
    const std::string_view line = http::trim_blanks(next_line(rest));
    if (line.starts_with("###")) return Format::Http;
    if (line.empty() || line.starts_with('#') || line.starts_with("//")) continue;
    if (line.starts_with('@') && line.find('=') != std::string_view::npos) continue;
    if (request_line(line)) {
      const bool printed = any_line(rest, [](std::string_view field) {
        return field.starts_with("User-Agent: HTTPie/") || field.starts_with("User-Agent: xh/");
      });
      return printed ? Format::Transcript : Format::Http;
    }
    if (bare_fields(from_here)) return Format::Http;
    if (status_of(line) == 0) return std::nullopt;
    // A response that was printed, or that somebody wrote down.
    const bool written = any_line(text, [](std::string_view other) {
      return written_line(other) || request_line(other) || other.starts_with("# ");
    });
    return written ? Format::Http : Format::Transcript;
  }
  return std::nullopt;
}

/// Of a document for people, or of output that such a document is in.
std::optional<Format> listing_format(std::string_view text) {
  const std::string_view front = until(text, fence);
  if (looks_like_transcript(front)) return Format::Transcript;
  if (any_line(text, http_fence)) return Format::Markdown;
  if (any_line(text, asciidoc_listing)) return Format::AsciiDoc;
  if (any_line(text, restructured_text_listing)) return Format::ReStructuredText;
  if (looks_like_transcript(text.substr(front.size()))) return Format::Markdown;
  return std::nullopt;
}

bool looks_like_access_log(std::string_view text) { return logs::detect(text).format.has_value(); }

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

bool names_log(std::string_view path) {
  const std::string name = lowered(path.substr(path.find_last_of('/') + 1));
  return name.ends_with(".log") || name.find("access.log") != std::string::npos ||
         name.find("access_log") != std::string::npos;
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
  if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);
  if (looks_like_har(text)) return Format::Har;
  if (const auto opening = opening_format(text)) return opening;
  if (const auto listing = listing_format(text)) return listing;
  if (looks_like_access_log(text)) return Format::AccessLog;
  return std::nullopt;
}

}  // namespace wiretag::readers
