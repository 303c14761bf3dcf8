#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string_view>
#include <variant>

namespace wiretag {
struct Judged;
struct Resource;
struct UrlTraffic;
struct LogTraffic;
}  // namespace wiretag

namespace wiretag::rules {

class Reporter;

enum class Severity : std::uint8_t { Hint, Info, Warning, Error };

/// The families of the catalogue; the letter is stable, the name is for people.
enum class Family : std::uint8_t {
  Prediction,     // A
  Tags,           // B
  Conditions,     // C
  Ranges,         // D
  Status,         // E
  Requests,       // F
  Responses,      // G
  Freshness,      // H
  Variants,       // I
  Revalidation,   // J
  Traffic,        // K
  Edges,          // L
  Privacy,        // M
  Logs,           // N
  Configuration,  // O
  Tool,           // P
};

/// What a rule's fixes do to the meaning. Safe: same intent, spelled right, may run unasked.
/// Unsafe: changes behaviour.
enum class FixKind : std::uint8_t { None, Safe, Unsafe };

enum class Kind : std::uint8_t {
  Rule,  ///< gives findings
  Lens,  ///< shows something in predict, hover and hints; never a finding
};

/// Where the standard speaks of it.
struct Spec {
  std::string_view document;  ///< "RFC 9110"
  std::string_view section;   ///< "13.1.5"; may name several
};

/// The constant description of a rule.
struct RuleInfo {
  std::string_view id;
  Family family{};
  Severity severity{};
  int tier = 1;
  Kind kind = Kind::Rule;
  std::string_view summary;
  FixKind fix = FixKind::None;
  Spec spec{};
  /// Rules that say less about the same exchange or value. Where both fire, theirs goes and this
  /// one takes over their place as related, and their fixes where it has none.
  std::array<std::string_view, 8> absorbs{};
};

/// Looks at one exchange with its prediction and its resource.
using ExchangeCheck = void (*)(const Judged&, Reporter&);
/// Looks at the traffic of one URL, in order.
using ResourceCheck = void (*)(const Resource&, Reporter&);
/// Looks at what a log tells of one URL, or of one group of URLs.
using UrlCheck = void (*)(const UrlTraffic&, Reporter&);
/// Looks at a whole log.
using LogCheck = void (*)(const LogTraffic&, Reporter&);
/// The rule's findings come from the reader or the engine, or it is a lens.
using NoCheck = std::monostate;

struct Rule {
  RuleInfo info;
  std::variant<NoCheck, ExchangeCheck, ResourceCheck, UrlCheck, LogCheck> check;
};

/// All rules, in the order of the catalogue.
[[nodiscard]] std::span<const Rule* const> all_rules();
/// nullptr for an unknown id.
[[nodiscard]] const Rule* find_rule(std::string_view id);
/// The id that `id` most likely means, or an empty view.
[[nodiscard]] std::string_view nearest_rule(std::string_view id);

/// The rule's page in Markdown.
[[nodiscard]] std::string_view page(const Rule& rule);
/// Where the page is published.
[[nodiscard]] std::string_view help_base();

[[nodiscard]] char letter(Family family);
[[nodiscard]] std::string_view to_string(Family family);
[[nodiscard]] std::string_view to_string(Severity severity);  ///< "error", …
[[nodiscard]] std::string_view to_string(FixKind fix);        ///< "none", "safe", "unsafe"

}  // namespace wiretag::rules
