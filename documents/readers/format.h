#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

namespace wiretag::readers {

/// What a file is written in.
enum class Format : std::uint8_t {
  Http,              ///< `.http`, `.rest`, responses saved as such
  Har,               ///< HAR 1.2
  Transcript,        ///< what curl, HTTPie, wget, tcpdump or varnishlog printed
  Markdown,          ///< fences of a CommonMark document
  AsciiDoc,          ///< `[source,http]` listings
  ReStructuredText,  ///< `.. code-block:: http` listings
  AccessLog,
};

struct FormatName {
  std::string_view name;  ///< for options: "http", "accesslog"
  Format format;
};

/// All names that `format_named` takes.
[[nodiscard]] std::span<const FormatName> format_names();
[[nodiscard]] std::optional<Format> format_named(std::string_view name);
[[nodiscard]] std::string_view to_string(Format format);

/// The format that a file's name tells: "x.http", "x.har", "README.md", "access.log". nullopt for
/// names that tell nothing.
[[nodiscard]] std::optional<Format> format_of_name(std::string_view path);

/// The name says that the file may be an access log: "access.log.1", "www-access_log".
[[nodiscard]] bool names_log(std::string_view path);

/// The format that the text itself shows. Looks at the first 64 KiB only.
[[nodiscard]] std::optional<Format> sniff(std::string_view text);

}  // namespace wiretag::readers
