#include <fmt/format.h>

#include "documents/logs/format_build.h"
#include "documents/logs/log_values.h"

namespace wiretag::logs {
namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }

/// The value of an environment variable, a note or a Varnish extension, by its name.
Variable named_value(std::string_view name) {
  if (same_letters(name, "cache-status") || same_letters(name, "Varnish:hitmiss") ||
      same_letters(name, "Varnish:handling"))
    return {Meaning::CacheStatus, 2, false};
  if (same_letters(name, "BALANCER_WORKER_NAME") || same_letters(name, "Varnish:backend"))
    return {Meaning::Node, 2, false};
  return {.blanks = true};
}

Variable time_value(std::string_view argument) {
  for (const std::string_view part : {"begin:", "end:"}) {
    if (argument.starts_with(part)) argument.remove_prefix(part.size());
  }
  if (argument.ends_with("_frac") || argument == "msec_frac") return {};
  const bool clock_only = argument == "%T" || argument == "%H:%M:%S";
  if (clock_only) return {Meaning::TimeOfDay, 0, false};
  if (argument == "%F" || argument == "%Y-%m-%d") return {Meaning::Date, 0, false};
  return {Meaning::Time, 1, argument.find(' ') != std::string_view::npos};
}

/// One `%…` directive.
struct Directive {
  std::string_view argument;
  std::string_view letters;
  std::size_t end = 0;
};

tl::expected<Directive, FormatError> read_directive(std::string_view text, std::size_t at) {
  Directive directive;
  std::size_t i = at + 1;
  // Status lists and the choice between the first and the last internal request.
  while (i < text.size() && (is_digit(text[i]) || text[i] == ',' || text[i] == '!' ||
                             text[i] == '<' || text[i] == '>'))
    ++i;
  if (i < text.size() && text[i] == '{') {
    const std::size_t close = text.find('}', i);
    if (close == std::string_view::npos)
      return tl::unexpected(FormatError{at, "\"%{\" has no closing brace"});
    directive.argument = text.substr(i + 1, close - i - 1);
    i = close + 1;
    while (i < text.size() && (text[i] == '<' || text[i] == '>')) ++i;
  }
  if (i == text.size()) return tl::unexpected(FormatError{at, "\"%\" has no letter behind it"});
  const std::size_t size = text[i] == '^' && i + 3 <= text.size() ? 3 : 1;
  directive.letters = text.substr(i, size);
  directive.end = i + size;
  return directive;
}

bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

}  // namespace

Variable apache_variable(std::string_view argument, std::string_view letters) {
  if (letters == "^FU" || letters == "^FB") return {};
  switch (letters.front()) {
    case 'h': return {Meaning::Client, 1, false};
    case 'a': return {Meaning::Client, argument == "c" ? 0 : 2, false};
    case 't': return time_value(argument);
    case 'r': return {Meaning::Request, 0, true};
    case 'm': return {Meaning::Method, 0, false};
    case 'U': return {Meaning::Url, 0, true};
    case 'q': return {Meaning::Query, 0, false};
    case 'H': return {Meaning::Protocol, 0, false};
    case 's': return {Meaning::Status, 1, false};
    case 'b':
    case 'B': return {Meaning::ContentBytes, 1, false};
    case 'O': return {Meaning::SentBytes, 0, false};
    case 'v':
    case 'V': return {Meaning::Host, 1, false};
    case 'A': return {Meaning::Node, 0, false};
    case 'D':
    case 'T': return {Meaning::RequestTime, 0, false};
    case 'i': return request_field(argument);
    case 'o': return response_field(argument);
    case 'e':
    case 'n':
    case 'x': return named_value(argument);
    default: return {};
  }
}

FormatResult parse_apache(std::string_view text) {
  TemplateBuilder builder;
  LogFormat format;
  format.product = "apache";
  format.escape = Escape::Backslash;
  for (std::size_t at = 0; at < text.size();) {
    const char c = text[at];
    if (c == '\\' && at + 1 < text.size()) {
      const char next = text[at + 1];
      builder.literal(next == 't' ? "\t" : next == 'n' ? "\n" : text.substr(at + 1, 1));
      at += 2;
      continue;
    }
    if (c != '%') {
      builder.literal(text.substr(at, 1));
      ++at;
      continue;
    }
    if (text.substr(at + 1).starts_with('%')) {
      builder.literal("%");
      at += 2;
      continue;
    }
    const auto directive = read_directive(text, at);
    if (!directive) return tl::unexpected(directive.error());
    const std::string_view name = text.substr(at, directive->end - at);
    if (!is_letter(directive->letters.front()) && directive->letters.front() != '^')
      return tl::unexpected(FormatError{at, fmt::format("\"{}\" is no directive", name)});
    const bool clf_time = directive->letters == "t" && directive->argument.empty();
    if (clf_time) builder.literal("[");
    // A server name with its port is one column: `%v:%p`.
    if (directive->letters == "p" && at > 0 && text[at - 1] == ':' &&
        text.substr(0, at - 1).ends_with('v')) {
      builder.take_in(":");
    } else {
      builder.column(apache_variable(directive->argument, directive->letters), name, at);
    }
    if (clf_time) builder.literal("]");
    if (directive->argument.starts_with("Varnish:") || directive->argument.starts_with("VSL:"))
      format.product = "varnish";
    at = directive->end;
  }
  return builder.finish(std::move(format));
}

}  // namespace wiretag::logs
