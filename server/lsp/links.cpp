#include "server/lsp/links.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "http/fields/text.h"
#include "server/lsp/comments.h"
#include "server/lsp/places.h"
#include "server/lsp/verdict.h"

namespace wiretag::lsp {
namespace {

using nlohmann::json;

/// A part of a line and where it leads.
struct Link {
  std::string_view text;
  std::string target;
  std::string tooltip;
};

std::size_t digits(std::string_view text) {
  std::size_t count = 0;
  while (count < text.size() && http::is_digit(text[count])) ++count;
  return count;
}

/// The length of "13.1.2" at the start of `text`; 0 where there is none.
std::size_t section_size(std::string_view text) {
  std::size_t size = digits(text);
  while (size > 0 && size < text.size() && text[size] == '.') {
    const std::size_t more = digits(text.substr(size + 1));
    if (more == 0) break;
    size += 1 + more;
  }
  return size;
}

/// What stands between an RFC's number and a section: ", section ", " § ", "#section-".
std::size_t section_mark(std::string_view text) {
  constexpr std::array<std::string_view, 8> kMarks = {"sections", "Sections", "section-", "section",
                                                      "Section",  "sec.",     "Sec.",     "§"};
  std::size_t size = 0;
  const auto pass = [&](std::string_view any) {
    while (size < text.size() && any.find(text[size]) != std::string_view::npos) ++size;
  };
  pass(" \t,#");
  for (const std::string_view mark : kMarks) {
    if (!text.substr(size).starts_with(mark)) continue;
    size += mark.size();
    break;
  }
  pass(" \t");
  return size;
}

/// A bare number behind an RFC is no section ("RFC 9110 2 years on").
bool is_section(std::string_view mark, std::string_view section) {
  return !section.empty() && (section.find('.') != std::string_view::npos ||
                              mark.find_first_not_of(" \t,") != std::string_view::npos);
}

/// "RFC 9110", with its section, at the start of `text`.
std::optional<Link> rfc_at(std::string_view text) {
  std::size_t size = 3;
  if (!text.starts_with("RFC")) return std::nullopt;
  while (size < text.size() && (http::is_blank(text[size]) || text[size] == '-')) ++size;
  const std::string_view number = text.substr(size, digits(text.substr(size)));
  if (number.size() < 3 || number.size() > 5) return std::nullopt;
  size += number.size();
  const std::string_view mark = text.substr(size, section_mark(text.substr(size)));
  const std::string_view rest = text.substr(size + mark.size());
  const std::string_view section = rest.substr(0, section_size(rest));
  const std::string document = fmt::format("RFC {}", number);
  if (!is_section(mark, section)) {
    return Link{text.substr(0, size), fmt::format("https://www.rfc-editor.org/rfc/rfc{}", number),
                document};
  }
  SpecLink link = spec_links(document, section).front();
  return Link{text.substr(0, size + mark.size() + section.size()), std::move(link.url),
              std::move(link.label)};
}

bool starts_word(std::string_view text, std::size_t at) {
  return at == 0 || std::isalnum(static_cast<unsigned char>(text[at - 1])) == 0;
}

std::vector<Link> rfc_links(std::string_view text) {
  std::vector<Link> links;
  for (std::size_t at = text.find("RFC"); at != std::string_view::npos; at = text.find("RFC", at)) {
    auto link = starts_word(text, at) ? rfc_at(text.substr(at)) : std::nullopt;
    at += link ? link->text.size() : 3;
    if (link) links.push_back(*std::move(link));
  }
  return links;
}

/// The path of `< ./file` or `<@latin1 ./file`; empty where the line is something else.
std::string_view file_in(std::string_view line) {
  line = http::trim_blanks(line);
  if (!line.starts_with('<')) return {};
  line.remove_prefix(1);
  if (line.starts_with('@')) line.remove_prefix(std::min(line.find_first_of(" \t"), line.size()));
  if (line.empty() || !http::is_blank(line.front())) return {};
  line = http::trim_blanks(line);
  if (line.find("{{") != std::string_view::npos || line.starts_with("{%")) return {};
  return line;
}

std::string percent_encoded(std::string_view path) {
  constexpr std::string_view kPlain = "-._~/!$&'()*+,;=:@";
  std::string out;
  for (const char c : path) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte == '\\') {
      out += '/';
    } else if (byte < 0x80 && (std::isalnum(byte) != 0 || kPlain.find(c) != kPlain.npos)) {
      out += c;
    } else {
      out += fmt::format("%{:02X}", byte);
    }
  }
  return out;
}

/// Resolves "." and ".." (RFC 3986 5.2.4).
std::string without_dots(std::string_view path) {
  std::vector<std::string_view> parts;
  while (!path.empty()) {
    const std::size_t slash = std::min(path.find('/'), path.size());
    const std::string_view part = path.substr(0, slash);
    path.remove_prefix(std::min(slash + 1, path.size()));
    if (part == "..") {
      if (!parts.empty()) parts.pop_back();
    } else if (!part.empty() && part != ".") {
      parts.push_back(part);
    }
  }
  std::string out;
  for (const std::string_view part : parts) out += fmt::format("/{}", part);
  return out;
}

/// The URI of a path that the document names; empty where the document is no file.
std::string file_uri(std::string_view document, std::string_view path) {
  constexpr std::string_view kScheme = "file://";
  if (!document.starts_with(kScheme)) return {};
  const std::size_t root = document.find('/', kScheme.size());
  if (root == std::string_view::npos) return {};
  const std::string encoded = percent_encoded(path);
  const bool absolute = encoded.starts_with('/');
  const std::string_view folder =
      absolute ? std::string_view() : document.substr(root, document.rfind('/') + 1 - root);
  return fmt::format("{}{}", document.substr(0, root),
                     without_dots(fmt::format("{}{}", folder, encoded)));
}

}  // namespace

json document_links(Session& session, const DocumentParams& params) {
  json all = json::array();
  OpenDocument* document = session.documents.find(params.uri);
  // Elsewhere such a line is a heading, or whatever the format makes of it.
  if (!document || document->read().format() != readers::Format::Http) return all;
  const readers::Document& read = document->read();
  const Places places(read, session.capabilities.units);
  const auto add = [&](const Link& link) {
    const auto begin = static_cast<std::uint32_t>(link.text.data() - read.text().data());
    const text::Span span{begin, begin + static_cast<std::uint32_t>(link.text.size())};
    all.push_back({{"range", to_json(places.range(span))},
                   {"target", link.target},
                   {"tooltip", link.tooltip}});
  };
  each_line_outside_bodies(read, [&](std::uint32_t, text::Span span) {
    const std::string_view line = read.text().substr(span.begin, span.size());
    if (read_comment(line, span.begin)) {
      for (const Link& link : rfc_links(line)) add(link);
    } else if (const std::string_view path = file_in(line); !path.empty()) {
      std::string target = file_uri(document->uri(), path);
      if (!target.empty()) add({path, std::move(target), "Open the body file"});
    }
  });
  return all;
}

}  // namespace wiretag::lsp
