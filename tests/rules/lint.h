#pragma once

#include <ostream>
#include <string>
#include <string_view>
#include <vector>

#include "rules/rule.h"
#include "server/lint/fixes.h"
#include "server/lint/select.h"

namespace wiretag::rules::tests {

/// A finding by value, with 0-based lines and columns in code points.
struct Seen {
  std::string rule;
  Severity severity{};
  std::string message;
  std::uint32_t line = 0;
  std::uint32_t begin = 0;
  std::uint32_t end = 0;  ///< on the line where it begins
  std::vector<std::string> related;
  std::vector<std::string> fixes;  ///< titles with their edits

  bool operator==(const Seen&) const = default;
};

[[nodiscard]] std::string to_string(const Seen& seen);
void PrintTo(const Seen& seen, std::ostream* out);

/// What the given selection finds in a text.
[[nodiscard]] std::vector<Seen> lint(const std::string& text,
                                     const lint::Selection& selection = {});

/// What is found by default, and what `rule` finds where it is off by default.
[[nodiscard]] std::vector<Seen> lint_with(const std::string& text, std::string_view rule);

/// The same for a document that came to its text by inserting random pieces of it in random order.
[[nodiscard]] std::vector<Seen> lint_typed(const std::string& text, unsigned seed);

/// What all fixes up to `most` make of a text; fails the running test where ten rounds do not come
/// to rest.
[[nodiscard]] std::string fixed(const std::string& text, FixKind most,
                                const lint::Selection& selection = {});

/// The default selection, or `rule` alone where that leaves it out.
[[nodiscard]] lint::Selection selection_for(std::string_view rule);

[[nodiscard]] std::size_t count(const std::vector<Seen>& seen, std::string_view rule);

/// Fails the running test where a fix leaves an unread region, does not come to rest or is not its
/// own fixed point, or where typing the text in pieces ends in other findings.
void expect_sound(const std::string& text);

}  // namespace wiretag::rules::tests
