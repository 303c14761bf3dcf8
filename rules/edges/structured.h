#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "documents/traffic/traffic.h"

namespace wiretag::rules {

/// Structured fields (RFC 9651) as far as the rules look into them, and where a text departs from
/// their grammar.

enum class SfType : std::uint8_t { Boolean, Integer, String, Token, InnerList, Other };

struct SfItem {
  SfType type = SfType::Boolean;
  std::string_view text;  ///< as written, with quotes; empty for a Boolean that is not spelled out
  bool truth = true;      ///< the value of a Boolean

  [[nodiscard]] bool is_true() const { return type == SfType::Boolean && truth; }
};

struct SfParameter {
  std::string_view key;
  SfItem value;
};

struct SfMember {
  std::string_view key;  ///< of a dictionary
  SfItem value;
  std::vector<SfItem> items;  ///< of an inner list
  std::vector<SfParameter> parameters;
  std::string_view text;  ///< the whole member

  [[nodiscard]] const SfParameter* find(std::string_view name) const;
};

struct SfField {
  std::vector<SfMember> members;
  std::string_view fault = {};   ///< the member that breaks the grammar
  std::string_view reason = {};  ///< why, as a clause; empty where the text is in order

  [[nodiscard]] bool valid() const { return reason.empty(); }
  /// The last one of that key.
  [[nodiscard]] const SfMember* find(std::string_view key) const;
};

enum class SfKind : std::uint8_t { List, Dictionary };

/// Parses one line. A fold counts as a blank.
[[nodiscard]] SfField parse_structured(std::string_view line, SfKind kind);

/// The lines of one name in a response, or among bare fields. Those that stand for something else
/// are left out.
[[nodiscard]] std::vector<const Field*> response_lines(const Judged& judged, std::string_view name);

}  // namespace wiretag::rules
