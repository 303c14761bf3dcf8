#include <array>

#include <fmt/format.h>

#include "documents/logs/format_build.h"

namespace wiretag::logs {
namespace {

struct Named {
  std::string_view name;
  Variable variable;
};

/// Longer names first: a code ends where no longer one fits.
constexpr std::array<Named, 22> kCodes{{
    {">Hs", {Meaning::Status, 1, false}},     {"<Hs", {Meaning::Status, 0, false}},
    {"Ss", {Meaning::CacheStatus, 1, false}}, {"Sh", {Meaning::Ignore, 0, false}},
    {">a", {Meaning::Client, 1, false}},      {"<a", {Meaning::Node, 1, false}},
    {"<st", {Meaning::SentBytes, 1, false}},  {">st", {Meaning::Ignore, 0, false}},
    {"rm", {Meaning::Method, 0, false}},      {"ru", {Meaning::Url, 1, false}},
    {"rv", {Meaning::Protocol, 0, false}},    {"un", {Meaning::Ignore, 0, false}},
    {"ul", {Meaning::Ignore, 0, false}},      {"ui", {Meaning::Ignore, 0, false}},
    {"mt", {Meaning::Ignore, 0, false}},      {"tl", {Meaning::Time, 1, true}},
    {"tg", {Meaning::Time, 1, true}},         {"ts", {Meaning::Time, 2, false}},
    {"tu", {Meaning::Ignore, 0, false}},      {"tr", {Meaning::RequestTime, 0, false}},
    {">p", {Meaning::Ignore, 0, false}},      {"<p", {Meaning::Ignore, 0, false}},
}};

}  // namespace

FormatResult parse_squid(std::string_view text) {
  TemplateBuilder builder;
  for (std::size_t at = 0; at < text.size();) {
    if (text[at] != '%' || text.substr(at + 1).starts_with('%')) {
      builder.literal(text.substr(at, 1));
      at += text[at] == '%' ? 2 : 1;
      continue;
    }
    std::size_t i = at + 1;
    while (i < text.size() &&
           (text[i] == '-' || text[i] == '[' || text[i] == '#' || text[i] == '\'' ||
            text[i] == '"' || (text[i] >= '0' && text[i] <= '9')))
      ++i;
    std::string_view field;
    if (i < text.size() && text[i] == '{') {
      const std::size_t close = text.find('}', i);
      if (close == std::string_view::npos)
        return tl::unexpected(FormatError{at, "\"%{\" has no closing brace"});
      field = text.substr(i + 1, close - i - 1);
      i = close + 1;
    }
    const std::string_view rest = text.substr(i);
    if (!field.empty() && (rest.starts_with(">h") || rest.starts_with("<h"))) {
      builder.column(rest.front() == '>' ? request_field(field) : response_field(field),
                     text.substr(at, i + 2 - at), at);
      at = i + 2;
      continue;
    }
    const Named* code = nullptr;
    for (const Named& entry : kCodes) {
      if (rest.starts_with(entry.name)) {
        code = &entry;
        break;
      }
    }
    if (!code) return tl::unexpected(FormatError{at, "\"%\" starts no code that is known here"});
    const std::size_t end = i + code->name.size();
    // `%ts.%03tu` is one point in time.
    if (code->name == "tu" && at > 0 && text[at - 1] == '.') {
      builder.take_in(".");
    } else {
      builder.column(code->variable, text.substr(at, end - at), at);
    }
    at = end;
  }
  LogFormat format;
  format.product = "squid";
  format.escape = Escape::Percent;
  return builder.finish(std::move(format));
}

}  // namespace wiretag::logs
