#include <array>

#include <fmt/format.h>

#include "documents/logs/format_build.h"
#include "documents/logs/log_values.h"

namespace wiretag::logs {
namespace {

struct Named {
  std::string_view name;
  Variable variable;
};

constexpr std::array<Named, 31> kVariables{{
    {"remote_addr", {Meaning::Client, 2, false}},
    {"realip_remote_addr", {Meaning::Ignore, 0, false}},
    {"time_local", {Meaning::Time, 2, true}},
    {"time_iso8601", {Meaning::Time, 1, false}},
    {"msec", {Meaning::Time, 0, false}},
    {"request", {Meaning::Request, 0, true}},
    {"request_method", {Meaning::Method, 0, false}},
    {"request_uri", {Meaning::Url, 2, false}},
    {"uri", {Meaning::Url, 1, true}},
    {"document_uri", {Meaning::Url, 0, true}},
    {"args", {Meaning::Query, 1, false}},
    {"query_string", {Meaning::Query, 0, false}},
    {"server_protocol", {Meaning::Protocol, 0, false}},
    {"status", {Meaning::Status, 1, false}},
    {"body_bytes_sent", {Meaning::ContentBytes, 1, false}},
    {"bytes_sent", {Meaning::SentBytes, 0, false}},
    {"http_host", {Meaning::Host, 2, false}},
    {"host", {Meaning::Host, 3, false}},
    {"server_name", {Meaning::Host, 1, false}},
    {"upstream_addr", {Meaning::Node, 3, true}},
    {"hostname", {Meaning::Node, 1, false}},
    {"server_addr", {Meaning::Node, 0, false}},
    {"sent_http_etag", {Meaning::ETag, 2, false}},
    {"upstream_http_etag", {Meaning::ETag, 1, false}},
    {"upstream_cache_status", {Meaning::CacheStatus, 3, false}},
    {"request_time", {Meaning::RequestTime, 0, false}},
    {"upstream_status", {Meaning::Ignore, 0, true}},
    {"upstream_response_time", {Meaning::Ignore, 0, true}},
    {"upstream_response_length", {Meaning::Ignore, 0, true}},
    {"upstream_connect_time", {Meaning::Ignore, 0, true}},
    {"upstream_header_time", {Meaning::Ignore, 0, true}},
}};

bool name_char(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
}

std::string dashed(std::string_view name) {
  std::string text(name);
  for (char& c : text) {
    if (c == '_') c = '-';
  }
  return text;
}

bool takes_blanks(std::string_view field) {
  // Values of these hold no blank in practice, and a bare column ends at one.
  return !same_letters(field, "etag") && !same_letters(field, "if-none-match") &&
         !same_letters(field, "range") && !same_letters(field, "host") &&
         !same_letters(field, "content-encoding");
}

}  // namespace

Variable nginx_variable(std::string_view name) {
  for (const Named& entry : kVariables) {
    if (entry.name == name) return entry.variable;
  }
  for (const std::string_view prefix : {"sent_http_", "upstream_http_"}) {
    if (!name.starts_with(prefix)) continue;
    const std::string field = dashed(name.substr(prefix.size()));
    Variable variable = response_field(field);
    variable.blanks = takes_blanks(field);
    return variable;
  }
  if (name.starts_with("http_")) {
    const std::string field = dashed(name.substr(5));
    Variable variable = request_field(field);
    variable.blanks = takes_blanks(field);
    return variable;
  }
  return {};
}

FormatResult parse_nginx(std::string_view text) {
  TemplateBuilder builder;
  std::size_t literal = 0;
  std::size_t at = 0;
  while (at < text.size()) {
    if (text[at] != '$' || at + 1 == text.size()) {
      ++at;
      continue;
    }
    const bool braced = text[at + 1] == '{';
    const std::size_t begin = at + (braced ? 2 : 1);
    std::size_t end = begin;
    while (end < text.size() && name_char(text[end])) ++end;
    if (braced && (end == text.size() || text[end] != '}'))
      return tl::unexpected(FormatError{at, "\"${\" has no closing brace"});
    if (end == begin) return tl::unexpected(FormatError{at, "\"$\" names no variable"});
    builder.literal(text.substr(literal, at - literal));
    const std::string_view name = text.substr(begin, end - begin);
    builder.column(nginx_variable(name), fmt::format("${}", name), at);
    at = end + (braced ? 1 : 0);
    literal = at;
  }
  builder.literal(text.substr(literal));
  LogFormat format;
  format.product = "nginx";
  format.escape = Escape::Hex;
  return builder.finish(std::move(format));
}

}  // namespace wiretag::logs
