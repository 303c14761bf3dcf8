#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace wiretag::readers {

/// What the records that matter here speak of.
enum class VarnishSide : std::uint8_t { None, Client, Backend };

/// A line `*   << Request  >> 318737`.
struct VarnishOpening {
  std::string_view vxid;
};

/// A line `-   ReqMethod      GET`, or `318737 ReqMethod c GET` without groups.
struct VarnishRecord {
  std::string_view vxid;  ///< empty where the line does not tell
  std::string_view tag;
  std::string_view value;  ///< without blanks around it
};

[[nodiscard]] std::optional<VarnishOpening> varnish_opening(std::string_view line);
[[nodiscard]] std::optional<VarnishRecord> varnish_record(std::string_view line);

/// `Client` for ReqURL and RespHeader, `Backend` for BereqURL and BerespHeader.
[[nodiscard]] VarnishSide side_of(std::string_view tag);
/// The tag without the side: "ReqURL" for BereqURL too.
[[nodiscard]] std::string_view common_tag(std::string_view tag);

/// The first word, which is taken off.
std::string_view take_word(std::string_view& text);

/// Milliseconds of a Unix time in seconds with a fraction.
[[nodiscard]] std::optional<std::int64_t> epoch_ms(std::string_view seconds);

}  // namespace wiretag::readers
