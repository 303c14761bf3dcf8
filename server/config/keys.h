#pragma once

#include <span>
#include <string_view>

namespace wiretag::config {

/// The keys that a configuration file may hold, in the order of the documentation.
[[nodiscard]] std::span<const std::string_view> keys();

/// A JSON schema (draft 07) of the configuration file, as editors' TOML plugins read it.
[[nodiscard]] std::string_view schema();

}  // namespace wiretag::config
