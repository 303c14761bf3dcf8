#include "server/lsp/formats.h"

#include <algorithm>
#include <array>
#include <utility>

namespace wiretag::lsp {
namespace {

using readers::Format;

constexpr std::array<std::pair<std::string_view, Format>, 8> kLanguages = {{
    {"http", Format::Http},
    {"rest", Format::Http},
    {"httpyac", Format::Http},
    {"markdown", Format::Markdown},
    {"mdx", Format::Markdown},
    {"asciidoc", Format::AsciiDoc},
    {"restructuredtext", Format::ReStructuredText},
    {"wiretag-accesslog", Format::AccessLog},
}};

}  // namespace

std::optional<Format> format_of_file(std::string_view path, std::string_view text) {
  if (const auto named = readers::format_of_name(path)) return named;
  // Programs of all kinds write `.log` files.
  if (!readers::names_log(path)) return std::nullopt;
  const auto shown = readers::sniff(text);
  const bool recorded = shown == Format::AccessLog || shown == Format::Transcript;
  return recorded ? shown : std::nullopt;
}

std::optional<Format> format_for(std::string_view uri, std::string_view language_id,
                                 std::string_view text) {
  if (const auto named = format_of_file(uri, text)) return named;
  const auto* language = std::find_if(kLanguages.begin(), kLanguages.end(), [&](const auto& entry) {
    return entry.first == language_id;
  });
  return language == kLanguages.end() ? std::nullopt : std::optional(language->second);
}

}  // namespace wiretag::lsp
