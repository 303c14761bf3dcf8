#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "http/predict.h"

namespace wiretag::http {

/// The deciding reason in one line, e.g. "If-None-Match "v42" matches the current tag W/"v42" (weak
/// comparison)".
[[nodiscard]] std::string reason(const ConditionalRequest& request, const ServerState& state,
                                 const Prediction& prediction);

/// Why one step came out as it did, in one line.
[[nodiscard]] std::string because(const Step& step, const ConditionalRequest& request,
                                  const ServerState& state);

/// The section that governs a step, e.g. "RFC 9110 13.1.2".
[[nodiscard]] std::string_view spec(Condition condition);
[[nodiscard]] std::string_view to_string(Condition condition);  ///< "If-None-Match"
[[nodiscard]] std::string_view to_string(
    Outcome outcome);  ///< "true", "false", "ignored", "unknown"
[[nodiscard]] std::string_view to_string(Confidence confidence);

struct WhyNot {
  int status;
  std::string text;
};

/// One line for each status that a reader would plausibly guess, {200, 204, 206, 304, 412, 416}
/// without the predicted one, most plausible first. Empty where nothing is predicted.
[[nodiscard]] std::vector<WhyNot> why_not(const ConditionalRequest& request,
                                          const ServerState& state, const Prediction& prediction);

/// What crosses the wire, in bytes; nullopt is unknown.
struct WireCost {
  std::uint64_t request_bytes = 0;
  std::uint64_t response_head_bytes = 0;
  std::optional<std::uint64_t> body_bytes;   ///< 0 for a bodiless answer
  std::optional<std::uint64_t> saved_bytes;  ///< against sending the whole representation
  int round_trips = 1;
};

/// Sizes that the input states. Never sizes of decoded content.
struct WireFacts {
  std::optional<std::uint64_t> request_head = {};   ///< else 400
  std::optional<std::uint64_t> response_head = {};  ///< else 250 for 304, 350 for others
  std::optional<std::uint64_t> body = {};           ///< encoded size of the full representation
};

[[nodiscard]] WireCost wire_cost(const ConditionalRequest& request, const Prediction& prediction,
                                 const WireFacts& facts);

/// The wire effect in words: "no body · one round trip".
[[nodiscard]] std::string wire_effect(const Prediction& prediction, const WireCost& cost);

}  // namespace wiretag::http
