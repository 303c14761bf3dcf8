#include <fmt/format.h>

#include "documents/logs/format_build.h"

namespace wiretag::logs {
namespace {

/// `REQ(X-ENVOY-ORIGINAL-PATH?:PATH)`: the field, or the one behind `?` where it is missing.
Variable request_command(std::string_view argument) {
  const std::size_t choice = argument.find('?');
  const std::string_view last =
      choice == std::string_view::npos ? argument : argument.substr(choice + 1);
  if (last == ":PATH" || last == ":path") return {Meaning::Url, 1, false};
  if (last == ":METHOD" || last == ":method") return {Meaning::Method, 1, false};
  return request_field(last);
}

}  // namespace

Variable envoy_variable(std::string_view command) {
  std::string_view argument;
  if (const std::size_t open = command.find('('); open != std::string_view::npos) {
    const std::size_t close = command.find(')', open);
    if (close == std::string_view::npos) return {};
    argument = command.substr(open + 1, close - open - 1);
    command = command.substr(0, open);
  }
  if (command == "START_TIME")
    return {Meaning::Time, 1, argument.find(' ') != std::string_view::npos};
  if (command == "REQ") return request_command(argument);
  if (command == "RESP") return response_field(argument);
  if (command == "PROTOCOL") return {Meaning::Protocol, 0, false};
  if (command == "RESPONSE_CODE") return {Meaning::Status, 1, false};
  if (command == "BYTES_SENT") return {Meaning::ContentBytes, 1, false};
  if (command == "DURATION") return {Meaning::RequestTime, 0, false};
  if (command == "UPSTREAM_HOST") return {Meaning::Node, 2, false};
  if (command == "DOWNSTREAM_REMOTE_ADDRESS" || command == "DOWNSTREAM_REMOTE_ADDRESS_WITHOUT_PORT")
    return {Meaning::Client, 1, false};
  return {.blanks = true};
}

FormatResult parse_envoy(std::string_view text) {
  TemplateBuilder builder;
  for (std::size_t at = 0; at < text.size();) {
    if (text[at] == '\\' && text.substr(at + 1).starts_with('n')) {
      builder.literal("\n");
      at += 2;
      continue;
    }
    if (text[at] != '%' || text.substr(at + 1).starts_with('%')) {
      builder.literal(text.substr(at, 1));
      at += text[at] == '%' ? 2 : 1;
      continue;
    }
    // A percent sign inside the parentheses belongs to a time format.
    std::size_t end = at + 1;
    for (bool inside = false; end < text.size() && (inside || text[end] != '%'); ++end) {
      if (text[end] == '(') inside = true;
      if (text[end] == ')') inside = false;
    }
    if (end >= text.size()) return tl::unexpected(FormatError{at, "\"%\" has no closing \"%\""});
    builder.column(envoy_variable(text.substr(at + 1, end - at - 1)), text.substr(at, end + 1 - at),
                   at);
    at = end + 1;
  }
  // `"%REQ(:METHOD)% %REQ(:PATH)% %PROTOCOL%"` is read as it stands: three columns in one field.
  LogFormat format;
  format.product = "envoy";
  format.escape = Escape::None;
  return builder.finish(std::move(format));
}

}  // namespace wiretag::logs
