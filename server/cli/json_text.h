#pragma once

#include <string>
#include <string_view>

#include <nlohmann/json.hpp>

#include "documents/text/utf8.h"
#include "server/cli/output.h"

// For the JSON printers only: it brings nlohmann/json with it.
namespace wiretag::cli {

using Json = nlohmann::ordered_json;

/// Text of the input as a JSON string.
[[nodiscard]] inline Json json_text(std::string_view text) { return text::to_utf8(text); }

[[nodiscard]] inline Json json_troubles(const Troubles& troubles) {
  Json all = Json::array();
  for (const Trouble& trouble : troubles.all()) {
    all.push_back({{"path", json_text(trouble.path)}, {"message", json_text(trouble.reason)}});
  }
  return all;
}

}  // namespace wiretag::cli
