#include "http/fields/range.h"

#include <algorithm>
#include <limits>

#include <fmt/format.h>

#include "http/fields/text.h"

namespace wiretag::http {
namespace {

constexpr std::string_view kMarks = "!#$%&'*+-.^_`|~";
constexpr std::uint64_t kMax = std::numeric_limits<std::uint64_t>::max();

bool is_token(std::string_view text) {
  return !text.empty() && std::ranges::all_of(text, [](char c) {
    return is_letter(c) || is_digit(c) || kMarks.find(c) != std::string_view::npos;
  });
}

std::string_view without_leading_zeros(std::string_view digits) {
  while (digits.size() > 1 && digits.front() == '0') digits.remove_prefix(1);
  return digits;
}

/// Orders digit strings by value, whatever their length.
bool less(std::string_view a, std::string_view b) {
  a = without_leading_zeros(a);
  b = without_leading_zeros(b);
  return a.size() != b.size() ? a.size() < b.size() : a < b;
}

std::optional<std::uint64_t> exact_number(std::string_view digits) {
  if (!all_digits(digits)) return std::nullopt;
  std::uint64_t value = 0;
  for (char c : digits) {
    const auto digit = static_cast<std::uint64_t>(c - '0');
    if (value > (kMax - digit) / 10) return std::nullopt;
    value = value * 10 + digit;
  }
  return value;
}

std::uint64_t saturated_number(std::string_view digits) {
  return exact_number(digits).value_or(kMax);
}

std::optional<RangeSpec> parse_spec(std::string_view text) {
  const std::size_t dash = text.find('-');
  if (dash == std::string_view::npos) return std::nullopt;
  const std::string_view first = text.substr(0, dash);
  const std::string_view last = text.substr(dash + 1);
  if (!first.empty() && !all_digits(first)) return std::nullopt;
  if (!last.empty() && !all_digits(last)) return std::nullopt;
  if (first.empty() && last.empty()) return std::nullopt;
  if (first.empty()) return RangeSpec{std::nullopt, saturated_number(last)};
  if (last.empty()) return RangeSpec{saturated_number(first), std::nullopt};
  if (less(last, first)) return std::nullopt;
  return RangeSpec{saturated_number(first), saturated_number(last)};
}

RangeField parse_bytes_set(std::string_view set) {
  RangeField field{RangeKind::Bytes, {}};
  while (true) {
    const std::size_t comma = set.find(',');
    const std::string_view member = trim_blanks(set.substr(0, comma));
    if (!member.empty()) {
      const auto spec = parse_spec(member);
      if (!spec) return {};
      field.specs.push_back(*spec);
    }
    if (comma == std::string_view::npos) break;
    set.remove_prefix(comma + 1);
  }
  return field.specs.empty() ? RangeField{} : field;
}

std::optional<ByteInterval> parse_interval(std::string_view text) {
  const std::size_t dash = text.find('-');
  if (dash == std::string_view::npos) return std::nullopt;
  const auto first = exact_number(text.substr(0, dash));
  const auto last = exact_number(text.substr(dash + 1));
  if (!first || !last || *last < *first) return std::nullopt;
  return ByteInterval{*first, *last};
}

}  // namespace

RangeField parse_range(std::string_view text) {
  text = trim_blanks(text);
  const std::size_t equals = text.find('=');
  if (equals == std::string_view::npos) return {};
  const std::string_view unit = text.substr(0, equals);
  if (!is_token(unit)) return {};
  if (!equal_ignoring_case(unit, "bytes")) return {RangeKind::UnknownUnit, {}};
  return parse_bytes_set(text.substr(equals + 1));
}

std::optional<ByteInterval> select(const RangeSpec& spec, std::uint64_t length) {
  if (length == 0) return std::nullopt;
  if (spec.suffix()) {
    const std::uint64_t wanted = std::min(spec.last.value_or(0), length);
    if (wanted == 0) return std::nullopt;
    return ByteInterval{length - wanted, length - 1};
  }
  if (*spec.first >= length) return std::nullopt;
  return ByteInterval{*spec.first, std::min(spec.last.value_or(kMax), length - 1)};
}

std::optional<ContentRange> parse_content_range(std::string_view text) {
  text = trim_blanks(text);
  const std::size_t blank = text.find(' ');
  const std::size_t slash = text.find('/');
  if (blank == std::string_view::npos || slash == std::string_view::npos || slash < blank) {
    return std::nullopt;
  }
  if (!equal_ignoring_case(text.substr(0, blank), "bytes")) return std::nullopt;
  const std::string_view range = text.substr(blank + 1, slash - blank - 1);
  const std::string_view total = text.substr(slash + 1);
  const auto length = exact_number(total);
  if (!length && total != "*") return std::nullopt;
  if (range == "*")
    return length ? std::optional(ContentRange{std::nullopt, length}) : std::nullopt;
  const auto interval = parse_interval(range);
  if (!interval || (length && *length <= interval->last)) return std::nullopt;
  return ContentRange{interval, length};
}

std::string to_string(const ContentRange& range) {
  const std::string interval =
      range.interval ? fmt::format("{}-{}", range.interval->first, range.interval->last) : "*";
  const std::string length = range.length ? fmt::format("{}", *range.length) : "*";
  return fmt::format("bytes {}/{}", interval, length);
}

}  // namespace wiretag::http
