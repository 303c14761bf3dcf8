#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <tl/expected.hpp>

#include "documents/model/log_traffic.h"

namespace wiretag::logs {

/// What a column of a log says.
enum class Meaning : std::uint8_t {
  Ignore,
  Client,     ///< address, with or without a port
  Time,       ///< a whole point in time, in any form that `parse_time` takes
  Date,       ///< 2024-06-10, where the time of day has a column of its own
  TimeOfDay,  ///< 06:13:20
  Request,    ///< "GET /a HTTP/1.1"
  Method,
  Url,    ///< path with query, path alone, or an absolute URL
  Query,  ///< without `?`, where the URL comes without it
  Protocol,
  Status,
  ContentBytes,  ///< of the response, without its head
  SentBytes,     ///< of the response with its head
  Host,
  Node,  ///< upstream, backend or server; of a list the last
  ETag,
  IfNoneMatch,
  IfModifiedSince,
  IfRange,
  Range,
  IfMatch,
  CacheStatus,
  ContentEncoding,
  RequestTime,
  UserAgent,
};
inline constexpr std::size_t kMeanings = static_cast<std::size_t>(Meaning::UserAgent) + 1;

/// What stands around a column.
enum class Enclosure : std::uint8_t { None, Quotes, Brackets, Braces };

/// One column, in the order of the line.
struct Column {
  Meaning meaning = Meaning::Ignore;
  Enclosure enclosure = Enclosure::None;
  /// The text in front of the column, up to the end of the one before; it holds the opening quote
  /// or bracket. In W3C and LTSV lines and in JSON it is empty.
  std::string before;
  /// As the format spells it: `$sent_http_etag`, `%{ETag}o`, `cs(ETag)`; of LTSV the label, of
  /// JSON the keys from the top joined by `.`.
  std::string name;
  /// The value may hold blanks although nothing encloses it: a list of upstreams, a raw header.
  bool blanks = false;
};

/// How the columns of a line are told apart.
enum class Shape : std::uint8_t {
  Template,  ///< the texts between the columns are fixed
  Fields,    ///< W3C: blanks or TABs between them, quotes around some
  Labels,    ///< LTSV: `label:value`, TABs between them, in any order
  Json,      ///< one object a line
};

/// How a value is written where it holds what it may not hold.
enum class Escape : std::uint8_t {
  None,
  Hex,            ///< nginx: `\x22`
  Backslash,      ///< Apache, Varnish, JSON: `\"`, `\\`, `\t`, `\x22`, `\u0022`
  Hash,           ///< HAProxy: `#22`
  Percent,        ///< W3C: `%22`
  DoublePercent,  ///< CloudFront: `%2522`
};

/// What a collector has put in front of each line.
enum class Prefix : std::uint8_t {
  None,
  Syslog,     ///< `Feb  6 12:14:14 host prog[1]: `, RFC 5424, with or without `<134>`
  Container,  ///< `name  | `
  Cri,        ///< `2025-12-31T17:37:40.49+01:00 stdout F `
};

/// A format as it was compiled from its text, or found by its lines.
struct LogFormat {
  std::string name;     ///< "combined", "caddy", `log_format cache`
  std::string product;  ///< "nginx", "apache", "caddy", "varnish", "haproxy", "envoy", …; or empty
  Shape shape = Shape::Template;
  Escape escape = Escape::None;
  Prefix prefix = Prefix::None;
  std::vector<Column> columns;
  std::string after;      ///< Template: the text behind the last column
  bool open_end = false;  ///< Template: more columns may follow
  /// Fields: a `#Fields` line may name other columns further down.
  bool directives = false;

  [[nodiscard]] bool has(Meaning meaning) const;
};

/// The columns that the rules ask for.
[[nodiscard]] LogColumns columns_of(const LogFormat& format);

/// Why a text is no format, and where. `position` is a byte offset into the text.
struct FormatError {
  std::size_t position = 0;
  std::string message;
};

/// Compiles a format from the name of a built-in one, an nginx `log_format` line or its string, an
/// Apache or Varnish `LogFormat` line or its string, a HAProxy, Envoy or Squid format string, a
/// `#Fields:` line, or a JSON object whose values are such variables. The syntax is told by its
/// variables. An error says what is not understood.
[[nodiscard]] tl::expected<LogFormat, FormatError> parse_format(std::string_view text);

/// The format that a comment line of a log names: `# log_format cache '…';`, `# LogFormat "…"`,
/// `#Fields: …`. nullopt where the line names none.
[[nodiscard]] std::optional<tl::expected<LogFormat, FormatError>> format_of_comment(
    std::string_view line);

/// The built-in formats, the most telling first.
[[nodiscard]] const std::vector<LogFormat>& builtin_formats();
[[nodiscard]] const LogFormat* builtin_format(std::string_view name);

/// A line that is none of the log's requests: a comment, a directive, or blank.
[[nodiscard]] bool is_comment(std::string_view line);

/// What was found out about a log from its first lines.
struct Detection {
  std::optional<LogFormat> format;
  bool named = false;                ///< a comment names the format
  std::optional<FormatError> error;  ///< of such a comment
  /// Without a format: what was tried and what came closest.
  std::string tried;
};

/// Of some formats the one that most of the lines at the start of a log fit; of several the one
/// with the most columns that say something, then the first. Null where it is less than a third.
[[nodiscard]] std::optional<LogFormat> best_of(std::span<const LogFormat> formats,
                                               std::string_view start);

/// Finds the format of a log from the lines at its start, of which the last may be cut. 64 KiB are
/// enough.
[[nodiscard]] Detection detect(std::string_view start);

}  // namespace wiretag::logs
