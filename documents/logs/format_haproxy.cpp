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

constexpr std::array<Named, 24> kVariables{{
    {"ci", {Meaning::Client, 1, false}},      {"t", {Meaning::Time, 1, false}},
    {"tr", {Meaning::Time, 2, false}},        {"T", {Meaning::Time, 0, true}},
    {"Tl", {Meaning::Time, 0, true}},         {"trg", {Meaning::Time, 0, true}},
    {"trl", {Meaning::Time, 0, true}},        {"Ts", {Meaning::Time, 0, false}},
    {"r", {Meaning::Request, 0, true}},       {"HM", {Meaning::Method, 0, false}},
    {"HU", {Meaning::Url, 2, false}},         {"HP", {Meaning::Url, 1, false}},
    {"HPO", {Meaning::Url, 0, false}},        {"HQ", {Meaning::Query, 0, false}},
    {"HV", {Meaning::Protocol, 0, false}},    {"ST", {Meaning::Status, 1, false}},
    {"B", {Meaning::SentBytes, 0, false}},    {"s", {Meaning::Node, 2, false}},
    {"b", {Meaning::Ignore, 0, false}},       {"Ta", {Meaning::Ignore, 0, false}},
    {"Tt", {Meaning::RequestTime, 0, false}}, {"H", {Meaning::Ignore, 0, false}},
    {"ft", {Meaning::Ignore, 0, false}},      {"f", {Meaning::Ignore, 0, false}},
}};

bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

std::string dashed(std::string_view name) {
  std::string text(name);
  for (char& c : text) {
    if (c == '_') c = '-';
  }
  return text;
}

/// A sample expression: `res.hdr(ETag)`, `var(txn.if_none_match)`, `srv_name`.
Variable expression(std::string_view text) {
  if (const std::size_t comma = text.find("),"); comma != std::string_view::npos)
    text = text.substr(0, comma + 1);
  if (text == "src") return {Meaning::Client, 2, false};
  if (text == "srv_name" || text == "server_name") return {Meaning::Node, 1, false};
  if (text == "status") return {Meaning::Status, 0, false};
  if (text == "method" || text == "capture.req.method") return {Meaning::Method, 0, false};
  if (text == "url" || text == "pathq" || text == "capture.req.uri")
    return {Meaning::Url, 2, false};
  if (text == "path") return {Meaning::Url, 1, false};
  if (text == "query") return {Meaning::Query, 0, false};
  const std::size_t open = text.find('(');
  if (open == std::string_view::npos || !text.ends_with(')')) return {.blanks = true};
  const std::string_view function = text.substr(0, open);
  std::string_view argument = text.substr(open + 1, text.size() - open - 2);
  if (function.find("hdr") != std::string_view::npos && function.starts_with("res"))
    return response_field(argument);
  if (function.find("hdr") != std::string_view::npos) return request_field(argument);
  if (function == "var") {
    argument = argument.substr(argument.rfind('.') + 1);
    const std::string name = dashed(argument);
    const Variable request = request_field(name);
    return request.meaning != Meaning::Ignore ? request : response_field(name);
  }
  return {.blanks = true};
}

Variable variable(std::string_view name) {
  for (const Named& entry : kVariables) {
    if (entry.name == name) return entry.variable;
  }
  return {};
}

/// Captured fields are written only where there are any.
bool is_optional(std::string_view name) {
  return name == "hr" || name == "hs" || name == "hrl" || name == "hsl";
}

}  // namespace

FormatResult parse_haproxy(std::string_view text) {
  TemplateBuilder builder;
  bool quote_all = false;
  for (std::size_t at = 0; at < text.size();) {
    const char c = text[at];
    if (c == '\\' && at + 1 < text.size()) {
      builder.literal(text.substr(at + 1, 1));
      at += 2;
      continue;
    }
    if (c != '%' || text.substr(at + 1).starts_with('%')) {
      builder.literal(text.substr(at, 1));
      at += c == '%' ? 2 : 1;
      continue;
    }
    std::size_t i = at + 1;
    bool quoted = quote_all;
    if (i < text.size() && text[i] == '{') {
      const std::size_t close = text.find('}', i);
      if (close == std::string_view::npos)
        return tl::unexpected(FormatError{at, "\"%{\" has no closing brace"});
      const std::string_view flags = text.substr(i, close - i);
      if (flags.find("+Q") != std::string_view::npos) quoted = true;
      if (flags.find("-Q") != std::string_view::npos) quoted = false;
      i = close + 1;
    }
    Variable found;
    std::size_t end = i;
    std::string_view name;
    if (i < text.size() && text[i] == '[') {
      const std::size_t close = text.find(']', i);
      if (close == std::string_view::npos)
        return tl::unexpected(FormatError{at, "\"%[\" has no closing bracket"});
      name = text.substr(i + 1, close - i - 1);
      found = expression(name);
      end = close + 1;
    } else {
      while (end < text.size() && is_letter(text[end])) ++end;
      name = text.substr(i, end - i);
      if (name.empty()) return tl::unexpected(FormatError{at, "\"%\" names no variable"});
      if (name == "o") {
        quote_all = quoted;
        at = end;
        while (at < text.size() && text[at] == ' ') ++at;
        continue;
      }
      found = variable(name);
    }
    if (is_optional(name)) {
      builder.optional_column();
    } else if (name == "cp" && at > 0 && text[at - 1] == ':') {
      builder.take_in(":");
    } else {
      if (quoted) builder.literal("\"");
      builder.column(found, fmt::format("%{}", text.substr(i, end - i)), at);
      if (quoted) builder.literal("\"");
    }
    at = end;
  }
  LogFormat format;
  format.product = "haproxy";
  format.escape = Escape::Hash;
  return builder.finish(std::move(format));
}

}  // namespace wiretag::logs
