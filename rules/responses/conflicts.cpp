#include "rules/responses/conflicts.h"

#include <algorithm>
#include <array>

namespace wiretag::rules {
namespace {

enum class Needs : std::uint8_t { Nothing, Zero, Positive };

struct Side {
  std::string_view name;
  Needs needs = Needs::Nothing;
};

struct Pair {
  Side counts;
  Side dead;
};

constexpr std::array<Pair, 7> kPairs = {{
    {{"private"}, {"public"}},
    {{"private"}, {"s-maxage", Needs::Positive}},
    {{"no-store"}, {"max-age", Needs::Positive}},
    {{"no-store"}, {"s-maxage", Needs::Positive}},
    {{"no-store"}, {"immutable"}},
    {{"no-cache"}, {"immutable"}},
    {{"max-age", Needs::Zero}, {"immutable"}},
}};

/// With field names, `private` and `no-cache` are about those fields only.
bool fits(const PlacedDirective& one, const Side& side) {
  if (!one.is(side.name)) return false;
  if (side.needs == Needs::Nothing) return !one.directive.value;
  const auto seconds = seconds_of(one);
  return seconds && (*seconds > 0) == (side.needs == Needs::Positive);
}

}  // namespace

std::optional<Conflict> conflict_in(const std::vector<PlacedDirective>& all) {
  const bool understood = find(all, "must-understand") != nullptr;
  for (const Pair& pair : kPairs) {
    if (understood && pair.counts.name == "no-store") continue;
    const auto counts =
        std::ranges::find_if(all, [&](const auto& one) { return fits(one, pair.counts); });
    const auto dead =
        std::ranges::find_if(all, [&](const auto& one) { return fits(one, pair.dead); });
    if (counts != all.end() && dead != all.end()) return Conflict{*counts, *dead};
  }
  return std::nullopt;
}

std::optional<std::uint32_t> seconds_of(const PlacedDirective& one) {
  if (!one.directive.value) return std::nullopt;
  return http::parse_delta_seconds(*one.directive.value);
}

}  // namespace wiretag::rules
