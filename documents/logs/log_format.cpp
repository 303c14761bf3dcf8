#include "documents/logs/log_format.h"

#include <algorithm>
#include <array>
#include <utility>

#include <fmt/format.h>

#include "documents/logs/format_build.h"
#include "documents/logs/log_values.h"

namespace wiretag::logs {
namespace {

struct Builtin {
  std::string_view name;
  std::string_view product;
  FormatResult (*parse)(std::string_view);
  std::string_view text;
  bool open_end;
};

// The most telling first: where two read a line, the one with more columns counts.
constexpr std::array<Builtin, 17> kBuiltins{{
    {"cache", "nginx", parse_nginx,
     R"($remote_addr - $remote_user [$time_local] "$request" $status $body_bytes_sent )"
     R"("$http_referer" "$http_user_agent" "$http_if_none_match" "$sent_http_etag" )"
     R"($upstream_addr $upstream_cache_status)",
     true},
    {"ingress-nginx", "nginx", parse_nginx,
     R"($remote_addr - $remote_user [$time_local] "$request" $status $body_bytes_sent )"
     R"("$http_referer" "$http_user_agent" $request_length $request_time )"
     R"([$proxy_upstream_name] [$proxy_alternative_upstream_name] $upstream_addr )"
     R"($upstream_response_length $upstream_response_time $upstream_status $req_id)",
     false},
    {"traefik", "traefik", parse_apache,
     R"(%h - %u %t "%r" %>s %b "%{Referer}i" "%{User-Agent}i" %k "%{router}n" )"
     R"("%{BALANCER_WORKER_NAME}e" %Dms)",
     false},
    {"nginx-proxy-manager", "nginx", parse_nginx,
     R"([$time_local] $upstream_cache_status $upstream_status $status - $request_method )"
     R"($scheme $host "$request_uri" [Client $remote_addr] [Length $body_bytes_sent] [Gzip )"
     R"($gzip_ratio] [Sent-to $server] "$http_user_agent" "$http_referer")",
     true},
    {"haproxy", "haproxy", parse_haproxy,
     R"(%ci:%cp [%tr] %ft %b/%s %TR/%Tw/%Tc/%Tr/%Ta %ST %B %CC %CS %tsc %ac/%fc/%bc/%sc/%rc )"
     R"(%sq/%bq %hr %hs %{+Q}r)",
     true},
    {"envoy", "envoy", parse_envoy,
     R"([%START_TIME%] "%REQ(:METHOD)% %REQ(X-ENVOY-ORIGINAL-PATH?:PATH)% %PROTOCOL%" )"
     R"(%RESPONSE_CODE% %RESPONSE_FLAGS% %BYTES_RECEIVED% %BYTES_SENT% %DURATION% )"
     R"(%RESP(X-ENVOY-UPSTREAM-SERVICE-TIME)% "%REQ(X-FORWARDED-FOR)%" "%REQ(USER-AGENT)%" )"
     R"("%REQ(X-REQUEST-ID)%" "%REQ(:AUTHORITY)%" "%UPSTREAM_HOST%")",
     true},
    {"alb", "alb", parse_nginx,
     R"($type $time_iso8601 $elb $remote_addr $upstream_addr $req_t $target_t $resp_t )"
     R"($status $target_status $received $bytes_sent "$request" "$http_user_agent")",
     true},
    {"elb", "elb", parse_nginx,
     R"($time_iso8601 $elb $remote_addr $upstream_addr $req_t $target_t $resp_t $status )"
     R"($target_status $received $body_bytes_sent "$request")",
     true},
    {"s3", "s3", parse_nginx,
     R"($owner $bucket [$time_local] $remote_addr $requester $request_id $operation $key )"
     R"("$request" $status $error $body_bytes_sent $object_size $total_ms $turnaround )"
     R"("$http_referer" "$http_user_agent")",
     true},
    {"squid", "squid", parse_squid, "%ts.%03tu %6tr %>a %Ss/%03>Hs %<st %rm %ru %[un %Sh/%<a %mt",
     true},
    {"gandi", "apache", parse_apache,
     R"(%v %h %l %u %t (%T s) "%r" %>s %b "%{Referer}i" "%{User-Agent}i")", true},
    {"vhost_combined", "apache", parse_apache,
     R"(%v %h %l %u %t "%r" %>s %b "%{Referer}i" "%{User-Agent}i")", true},
    {"combined", "", parse_apache, R"(%h %l %u %t "%r" %>s %b "%{Referer}i" "%{User-Agent}i")",
     true},
    {"vhost_common", "apache", parse_apache, R"(%v %h %l %u %t "%r" %>s %b)", true},
    {"common", "", parse_apache, R"(%h %l %u %t "%r" %>s %b)", true},
    {"cloudfront", "cloudfront", parse_w3c,
     "date time x-edge-location sc-bytes c-ip cs-method cs(Host) cs-uri-stem sc-status cs(Referer) "
     "cs(User-Agent) cs-uri-query cs(Cookie) x-edge-result-type x-edge-request-id x-host-header "
     "cs-protocol cs-bytes time-taken x-forwarded-for ssl-protocol ssl-cipher "
     "x-edge-response-result-type cs-protocol-version fle-status fle-encrypted-fields",
     true},
    {"ltsv", "", nullptr,
     "time\thost\tforwardedfor\treq\tmethod\turi\tquery\tprotocol\tstatus\tsize\treferer\tua\tvhost"
     "\tserver\tupstream\tcache\tetag\tif_none_match\treqtime",
     true},
}};

/// The labels of the LTSV convention, by a line that holds them all.
LogFormat ltsv(std::string_view labels) {
  std::string line;
  for (const char c : labels) {
    if (c == '\t') line += ':';
    line += c;
  }
  line += ':';
  return guess_labels({line}).value_or(LogFormat{});
}

LogFormat compile(const Builtin& builtin) {
  LogFormat format =
      builtin.parse ? builtin.parse(builtin.text).value_or(LogFormat{}) : ltsv(builtin.text);
  format.name = builtin.name;
  format.product = builtin.product;
  format.open_end = builtin.open_end;
  // nginx and Apache both write these; one tells them apart by nothing but the escapes, and a
  // backslash in front of anything else stays as it is.
  if (format.escape == Escape::Hex) format.escape = Escape::Backslash;
  if (builtin.name == "cache") format.escape = Escape::Hex;
  return format;
}

std::string_view trimmed(std::string_view text) {
  constexpr std::string_view kBlanks = " \t\r\n";
  const std::size_t begin = text.find_first_not_of(kBlanks);
  if (begin == std::string_view::npos) return {};
  return text.substr(begin, text.find_last_not_of(kBlanks) - begin + 1);
}

/// The first word of a text, taken off it.
std::string_view take_word(std::string_view& text) {
  text = trimmed(text);
  const std::size_t end = std::min(text.find_first_of(" \t\r\n"), text.size());
  const std::string_view word = text.substr(0, end);
  text = trimmed(text.substr(end));
  return word;
}

/// A text as a configuration file quotes it: strings one behind the other are joined. `at` maps
/// offsets of the result to the text.
struct Unquoted {
  std::string text;
  std::string_view rest;
};

tl::expected<Unquoted, FormatError> unquote(std::string_view text, std::string_view whole) {
  Unquoted result;
  const auto place = [&](const char* at) { return static_cast<std::size_t>(at - whole.data()); };
  while (!text.empty() && (text.front() == '\'' || text.front() == '"')) {
    const char quote = text.front();
    std::size_t i = 1;
    while (i < text.size() && text[i] != quote) {
      // Only the quote itself and the backslash are escaped; the rest is the format's own affair.
      if (text[i] == '\\' && i + 1 < text.size() && (text[i + 1] == quote || text[i + 1] == '\\'))
        ++i;
      result.text += text[i++];
    }
    if (i >= text.size())
      return tl::unexpected(
          FormatError{place(text.data()), fmt::format("{} is not closed", quote)});
    text = trimmed(text.substr(i + 1));
  }
  result.rest = text;
  return result;
}

FormatResult parse_string(std::string_view text);

Escape nginx_escape(std::string_view word, Escape otherwise) {
  if (word == "escape=json") return Escape::Backslash;
  if (word == "escape=none") return Escape::None;
  return otherwise;
}

/// `log_format NAME [escape=…] 'part' 'part';`
FormatResult parse_log_format(std::string_view text) {
  std::string_view rest = text;
  take_word(rest);
  const std::string_view name = take_word(rest);
  Escape escape = Escape::Hex;
  if (rest.starts_with("escape=")) escape = nginx_escape(take_word(rest), escape);
  auto unquoted = unquote(rest, text);
  if (!unquoted) return tl::unexpected(unquoted.error());
  if (unquoted->text.empty()) {
    unquoted->text = rest.ends_with(';') ? rest.substr(0, rest.size() - 1) : rest;
  }
  FormatResult format = trimmed(unquoted->text).starts_with('{') ? parse_json_format(unquoted->text)
                                                                 : parse_nginx(unquoted->text);
  if (format) {
    format->name = fmt::format("log_format {}", name);
    format->product = "nginx";
    format->escape = escape;
  }
  return format;
}

/// `LogFormat "…" NAME`, `log-format "…"`, `logformat NAME …`.
FormatResult parse_directive(std::string_view text, FormatResult (*parse)(std::string_view)) {
  std::string_view rest = text;
  const std::string_view directive = take_word(rest);
  std::string_view name;
  if (directive == "logformat") name = take_word(rest);
  const auto unquoted = unquote(rest, text);
  if (!unquoted) return tl::unexpected(unquoted.error());
  const bool quoted = !unquoted->text.empty();
  if (quoted) name = unquoted->rest;
  FormatResult format = parse(quoted ? std::string_view(unquoted->text) : rest);
  if (format) {
    format->name = name.empty() ? std::string(directive) : fmt::format("{} {}", directive, name);
    return format;
  }
  return format;
}

bool holds(std::string_view text, std::initializer_list<std::string_view> parts) {
  return std::any_of(parts.begin(), parts.end(), [&](std::string_view part) {
    return text.find(part) != std::string_view::npos;
  });
}

/// A bare format string: its variables tell the syntax.
FormatResult parse_string(std::string_view text) {
  if (text.starts_with('{') && text.ends_with('}') && text.find('"') != std::string_view::npos)
    return parse_json_format(text);
  if (holds(text, {"%REQ(", "%RESP(", "%RESPONSE_CODE%", "%START_TIME", "%PROTOCOL%"}))
    return parse_envoy(text);
  if (holds(text, {"%>Hs", "%Ss", "%ts.", "%>a", "%<st"})) return parse_squid(text);
  if (holds(text, {"%ci", "%ST", "%HM", "%{+Q", "%{+E", "%[", "%tr"})) return parse_haproxy(text);
  if (text.find('$') != std::string_view::npos && text.find("%>s") == std::string_view::npos &&
      text.find("%s ") == std::string_view::npos)
    return parse_nginx(text);
  return parse_apache(text);
}

std::string names_of_builtins() {
  std::string names;
  for (const LogFormat& format : builtin_formats()) {
    if (!names.empty()) names += ", ";
    names += format.name;
  }
  return names;
}

}  // namespace

bool LogFormat::has(Meaning meaning) const {
  return std::any_of(columns.begin(), columns.end(),
                     [&](const Column& column) { return column.meaning == meaning; });
}

LogColumns columns_of(const LogFormat& format) {
  LogColumns columns;
  columns.time =
      format.has(Meaning::Time) || (format.has(Meaning::Date) && format.has(Meaning::TimeOfDay));
  columns.client = format.has(Meaning::Client);
  columns.host = format.has(Meaning::Host);
  columns.node = format.has(Meaning::Node);
  columns.content_bytes = format.has(Meaning::ContentBytes);
  columns.etag = format.has(Meaning::ETag);
  columns.if_none_match = format.has(Meaning::IfNoneMatch);
  columns.if_modified_since = format.has(Meaning::IfModifiedSince);
  columns.if_range = format.has(Meaning::IfRange);
  columns.range = format.has(Meaning::Range);
  columns.if_match = format.has(Meaning::IfMatch);
  columns.cache_status = format.has(Meaning::CacheStatus);
  return columns;
}

FormatResult parse_format(std::string_view whole) {
  const std::string_view text = trimmed(whole);
  if (const LogFormat* builtin = builtin_format(text)) return *builtin;
  FormatResult format = tl::unexpected(FormatError{});
  if (text.starts_with("log_format ")) {
    format = parse_log_format(text);
  } else if (text.starts_with("LogFormat ")) {
    format = parse_directive(text, parse_apache);
  } else if (text.starts_with("log-format ")) {
    format = parse_directive(text, parse_haproxy);
  } else if (text.starts_with("logformat ")) {
    format = parse_directive(text, parse_squid);
  } else if (text.starts_with("#Fields:")) {
    format = parse_w3c(text.substr(8));
  } else if (text.find_first_of("$%{") == std::string_view::npos) {
    return tl::unexpected(FormatError{
        0, fmt::format("\"{}\" is neither a built-in format ({}) nor a format string with "
                       "variables such as $status or %>s",
                       text, names_of_builtins())});
  } else {
    format = parse_string(text);
  }
  if (!format) {
    FormatError error = format.error();
    error.position += static_cast<std::size_t>(text.data() - whole.data());
    return tl::unexpected(std::move(error));
  }
  if (format->name.empty()) format->name = "custom";
  return format;
}

std::optional<FormatResult> format_of_comment(std::string_view line) {
  line = trimmed(line);
  if (!line.starts_with('#')) return std::nullopt;
  if (line.starts_with("#Fields:")) return parse_format(line);
  while (line.starts_with('#') || line.starts_with(' ')) line.remove_prefix(1);
  for (const std::string_view directive :
       {"log_format ", "LogFormat ", "log-format ", "logformat "}) {
    if (line.starts_with(directive)) return parse_format(line);
  }
  return std::nullopt;
}

const std::vector<LogFormat>& builtin_formats() {
  static const std::vector<LogFormat> formats = [] {
    std::vector<LogFormat> all;
    for (const Builtin& builtin : kBuiltins) all.push_back(compile(builtin));
    for (LogFormat& format : json_formats()) all.push_back(std::move(format));
    return all;
  }();
  return formats;
}

const LogFormat* builtin_format(std::string_view name) {
  for (const LogFormat& format : builtin_formats()) {
    if (same_letters(format.name, name)) return &format;
  }
  return nullptr;
}

bool is_comment(std::string_view line) {
  const std::size_t begin = line.find_first_not_of(" \t\r");
  return begin == std::string_view::npos || line[begin] == '#';
}

}  // namespace wiretag::logs
