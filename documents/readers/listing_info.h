#pragma once

#include <cstdint>
#include <string_view>

namespace wiretag::readers {

/// What a listing may hold, by its language.
enum class ListingKind : std::uint8_t {
  Other,
  Http,
  Terminal,  ///< a shell's, or no language: a transcript where it looks like one
  Log,
};

/// From the info string of a fence (CommonMark 4.5), or what another markup has in its place:
/// "http", "HTTP example-bad", "{.http .bad}", "console".
[[nodiscard]] ListingKind listing_kind(std::string_view info);

/// The author says that the listing shows what is wrong: one of its words is `bad`, `wrong`,
/// `example-bad` and the like, or `expect=<rule>`. Titles are not looked at.
[[nodiscard]] bool is_counter_example(std::string_view info);

}  // namespace wiretag::readers
