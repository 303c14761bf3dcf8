#pragma once

#include <cstdint>
#include <string_view>

#include "rules/rule.h"

namespace wiretag::cli {

enum class ColorChoice : std::uint8_t { Auto, Always, Never };

/// Terminal sequences; all empty where output is plain.
struct Palette {
  std::string_view reset;
  std::string_view bold;
  std::string_view dim;
  std::string_view red;
  std::string_view yellow;
  std::string_view green;
  std::string_view blue;
  std::string_view cyan;

  [[nodiscard]] std::string_view of(rules::Severity severity) const;
};

/// Auto follows NO_COLOR and FORCE_COLOR, then whether `fd` is a terminal.
[[nodiscard]] Palette palette(ColorChoice choice, int fd);

}  // namespace wiretag::cli
