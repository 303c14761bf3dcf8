#include "http/cache/vary.h"

#include <algorithm>
#include <array>
#include <string>

#include "http/conditions.h"
#include "http/fields/text.h"

namespace wiretag::http::cache {
namespace {

using Lines = std::vector<std::string_view>;

/// Longer lists compare by their bytes, so that comparing stays linear.
constexpr std::size_t kMembers = 32;
constexpr std::array<std::string_view, 4> kUnordered = {"accept", "accept-charset",
                                                        "accept-encoding", "accept-language"};

template <typename Visit>
void each_member(const Lines& lines, Visit visit) {
  for (std::string_view line : lines) {
    while (!line.empty()) {
      const std::size_t comma = std::min(line.find(','), line.size());
      const std::string_view member = trim_blanks(line.substr(0, comma));
      if (!member.empty()) visit(member);
      line.remove_prefix(std::min(comma + 1, line.size()));
    }
  }
}

std::string joined(const Lines& lines) {
  std::string out;
  for (const std::string_view line : lines) {
    if (!out.empty()) out += ", ";
    out += trim_blanks(line);
  }
  return out;
}

std::string folded(std::string_view member) {
  std::string out;
  for (char c : member) {
    if (!is_blank(c)) out += lower(c);
  }
  return out;
}

std::vector<std::string> sorted_members(const Lines& lines) {
  std::vector<std::string> out;
  each_member(lines, [&](std::string_view member) { out.push_back(folded(member)); });
  std::ranges::sort(out);
  return out;
}

std::size_t count_members(const Lines& lines) {
  std::size_t n = 0;
  each_member(lines, [&](std::string_view) { ++n; });
  return n;
}

bool unordered(std::string_view name) {
  return std::ranges::any_of(
      kUnordered, [&](std::string_view known) { return equal_ignoring_case(known, name); });
}

bool same_values(std::string_view name, const Lines& a, const Lines& b) {
  if (a == b || joined(a) == joined(b)) return true;
  if (!unordered(name) || count_members(a) > kMembers || count_members(b) > kMembers) return false;
  return sorted_members(a) == sorted_members(b);
}

bool holds_placeholder(const Lines& lines) { return std::ranges::any_of(lines, is_placeholder); }

Selection compare(std::string_view name, FieldLines stored, FieldLines asked) {
  const Lines a = values(stored, name);
  const Lines b = values(asked, name);
  const bool certain = !holds_placeholder(a) && !holds_placeholder(b);
  const bool same = a.empty() == b.empty() && same_values(name, a, b);
  return {same ? Match::Yes : Match::No, certain ? Confidence::Certain : Confidence::Likely};
}

}  // namespace

Selection selects(const Received& stored, const RequestMessage& request) {
  Selection out;
  each_member(values(stored.response.fields, FieldName::Vary), [&](std::string_view name) {
    if (out.match == Match::Never) return;
    if (name == "*") {
      out = {Match::Never, Confidence::Certain};
      return;
    }
    const Selection one = compare(name, stored.request.fields, request.fields);
    if (out.match == Match::No && one.match == Match::Yes) return;
    if (out.match == Match::Yes && one.match == Match::No) {
      out = one;
    } else {
      out.confidence = weaker(out.confidence, one.confidence);
    }
  });
  return out;
}

}  // namespace wiretag::http::cache
