#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "http/fields/date.h"

namespace wiretag::differential {

/// The representations that a matrix asks for.
enum class Resource {
  Thousand,  ///< 1000 bytes, a strong tag and an old date
  One,
  Empty,
  Fresh,     ///< modified five seconds before the request
  Untagged,  ///< a date and no tag
  Undated,   ///< a tag and no date
  WeakTag,
  Absent,
  Stored,  ///< the target of a write; 1000 bytes, written before every request
};

/// "" for Thousand, else "one byte", "empty", …
[[nodiscard]] std::string describe(Resource resource);

/// One field: what it is in words, and its lines with `{strong}`, `{weak}`, `{opaque}`, `{date}`
/// and the like for what depends on the server.
struct Value {
  std::string field;
  std::string words;
  std::vector<std::string> lines;
};

struct Case {
  std::string section;
  std::string method;
  Resource resource = Resource::Thousand;
  std::vector<Value> values;

  /// "`HEAD`, `If-None-Match` the tag, `Range` 0-9, empty file"
  [[nodiscard]] std::string label() const;
};

/// What the placeholders of a value stand for.
struct Validators {
  std::string opaque;
  http::HttpDate date;
};

[[nodiscard]] std::string expand(std::string text, const Validators& validators);

/// The whole matrix in a fixed order.
[[nodiscard]] std::vector<Case> matrix();

/// `count` requests that combine any of the values, the same ones for the same seed.
[[nodiscard]] std::vector<Case> random_cases(std::uint32_t seed, std::size_t count);

}  // namespace wiretag::differential
