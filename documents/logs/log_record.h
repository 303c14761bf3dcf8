#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

#include "documents/logs/log_format.h"

namespace wiretag::logs {

enum class Method : std::uint8_t { Unknown, Get, Head, Other };

/// An entity tag as a log writes it, with the escapes undone.
struct LoggedTag {
  std::string_view opaque;  ///< without quotes and `W/`; empty for no tag
  bool weak = false;
};

/// What a cache says that it did.
enum class CacheWord : std::uint8_t {
  None,
  Hit,
  Miss,
  Expired,
  Stale,
  Updating,
  Revalidated,
  Bypass,
  Other,
};

/// One line of a log. Views point into the line, so that their place is known, save where said.
struct LogRecord {
  std::string_view line;  ///< without its end; with the prefix of a collector
  /// By meaning, as written. A column that the line lacks has no data; `-` is kept.
  std::array<std::string_view, kMeanings> raw{};
  /// The columns that the format has, by `bit(meaning)`.
  std::uint32_t known = 0;

  Escape escape = Escape::None;  ///< how the columns are written

  Method method = Method::Unknown;
  std::string_view target;   ///< as written; with the query where that is no column of its own
  std::uint16_t status = 0;  ///< 0 for `-`
  std::uint64_t bytes = 0;   ///< of content, else of all that was sent; 0 for `-`
  std::int64_t time_s = 0;   ///< Unix time; 0 where the line has none
  LoggedTag etag;            ///< may point into the reader's own memory until its next line
  CacheWord cache = CacheWord::None;

  [[nodiscard]] static constexpr std::uint32_t bit(Meaning meaning) {
    return std::uint32_t{1} << static_cast<unsigned>(meaning);
  }
  /// The format has the column; it may be `-` here.
  [[nodiscard]] bool knows(Meaning meaning) const { return (known & bit(meaning)) != 0; }
  [[nodiscard]] std::string_view column(Meaning meaning) const {
    return raw[static_cast<std::size_t>(meaning)];
  }
  /// The column as written, empty where it is `-` or not there at all.
  [[nodiscard]] std::string_view value(Meaning meaning) const {
    const std::string_view text = column(meaning);
    return text == "-" ? std::string_view() : text;
  }
};

}  // namespace wiretag::logs
