#include "documents/logs/format_build.h"

#include <algorithm>
#include <array>
#include <utility>

#include <fmt/format.h>

#include "documents/logs/log_values.h"

namespace wiretag::logs {
namespace {

struct Named {
  std::string_view name;
  Variable variable;
};

Variable find(const auto& table, std::string_view name) {
  for (const Named& entry : table) {
    if (same_letters(entry.name, name)) return entry.variable;
  }
  return {.blanks = true};
}

Enclosure enclosure_of(std::string_view before, std::string_view behind) {
  if (before.empty() || behind.empty()) return Enclosure::None;
  if (before.back() == '"' && behind.front() == '"') return Enclosure::Quotes;
  if (before.back() == '[' && behind.front() == ']') return Enclosure::Brackets;
  if (before.back() == '{' && behind.front() == '}') return Enclosure::Braces;
  return Enclosure::None;
}

bool is_url(Meaning meaning) { return meaning == Meaning::Url || meaning == Meaning::Query; }

}  // namespace

Variable request_field(std::string_view name) {
  static constexpr std::array<Named, 8> kFields{{
      {"if-none-match", {Meaning::IfNoneMatch, 1, true}},
      {"if-modified-since", {Meaning::IfModifiedSince, 1, true}},
      {"if-range", {Meaning::IfRange, 1, true}},
      {"range", {Meaning::Range, 1, true}},
      {"if-match", {Meaning::IfMatch, 1, true}},
      {"host", {Meaning::Host, 2, false}},
      {":authority", {Meaning::Host, 2, false}},
      {"user-agent", {Meaning::UserAgent, 1, true}},
  }};
  return find(kFields, name);
}

Variable response_field(std::string_view name) {
  static constexpr std::array<Named, 11> kFields{{
      {"etag", {Meaning::ETag, 2, true}},
      {"content-encoding", {Meaning::ContentEncoding, 1, true}},
      {"cache-status", {Meaning::CacheStatus, 1, true}},
      {"x-cache", {Meaning::CacheStatus, 0, true}},
      {"x-cache-status", {Meaning::CacheStatus, 0, true}},
      {"cf-cache-status", {Meaning::CacheStatus, 0, true}},
      {"x-served-by", {Meaning::Node, 0, true}},
      {"x-backend-server", {Meaning::Node, 0, true}},
      {"x-upstream", {Meaning::Node, 0, true}},
      {"x-pod", {Meaning::Node, 0, true}},
      {"x-node", {Meaning::Node, 0, true}},
  }};
  return find(kFields, name);
}

void TemplateBuilder::column(const Variable& variable, std::string_view name, std::size_t at) {
  pieces_.push_back({variable, std::exchange(pending_, {}), std::string(name), at});
}

void TemplateBuilder::optional_column() {
  while (!pending_.empty() && pending_.back() == ' ') pending_.pop_back();
  if (!pieces_.empty() && pending_.empty()) pieces_.back().variable.blanks = true;
}

void TemplateBuilder::take_in(std::string_view mark) {
  if (pending_ == mark) pending_.clear();
}

/// Two variables with nothing between them read as one column where that has a meaning:
/// `$uri$is_args$args`, `%U%q`, `$scheme://$host$request_uri`.
bool TemplateBuilder::join(Piece& left, const Piece& right) {
  const Meaning a = left.variable.meaning;
  const Meaning b = right.variable.meaning;
  Meaning both = Meaning::Ignore;
  if (a == Meaning::Url && (is_url(b) || b == Meaning::Ignore)) {
    both = Meaning::Url;
  } else if (a == Meaning::Host && b == Meaning::Url) {
    both = Meaning::Url;
  } else if (a != Meaning::Ignore || b != Meaning::Ignore) {
    return false;
  }
  left.variable.meaning = both;
  left.variable.blanks |= right.variable.blanks;
  left.variable.rank = std::max(left.variable.rank, right.variable.rank);
  left.name += right.name;
  return true;
}

FormatResult TemplateBuilder::finish(LogFormat format) const {
  std::vector<Piece> joined;
  for (const Piece& piece : pieces_) {
    // `scheme://host` is read as the front of an absolute URL.
    if (piece.before == "://" && !joined.empty() &&
        joined.back().variable.meaning == Meaning::Ignore &&
        piece.variable.meaning == Meaning::Host) {
      joined.back().variable.meaning = Meaning::Host;
      joined.back().name += "://" + piece.name;
    } else if (piece.before.empty() && !joined.empty()) {
      if (!join(joined.back(), piece))
        return tl::unexpected(FormatError{
            piece.at, fmt::format("nothing tells {} from {}", joined.back().name, piece.name)});
    } else {
      joined.push_back(piece);
    }
  }

  std::vector<int> ranks;
  for (std::size_t i = 0; i < joined.size(); ++i) {
    const Piece& piece = joined[i];
    const std::string& behind = i + 1 < joined.size() ? joined[i + 1].before : pending_;
    format.columns.push_back({piece.variable.meaning, enclosure_of(piece.before, behind),
                              piece.before, piece.name, piece.variable.blanks});
    ranks.push_back(piece.variable.rank);
  }
  format.after = pending_;
  while (format.after.ends_with('\n') || format.after.ends_with('\r')) format.after.pop_back();
  resolve_duplicates(format.columns, ranks);
  if (auto missing = missing_column(format)) return tl::unexpected(FormatError{0, *missing});
  return format;
}

void resolve_duplicates(std::vector<Column>& columns, const std::vector<int>& ranks) {
  std::array<std::size_t, kMeanings> best{};
  best.fill(columns.size());
  for (std::size_t i = 0; i < columns.size(); ++i) {
    std::size_t& kept = best[static_cast<std::size_t>(columns[i].meaning)];
    if (kept == columns.size() || ranks[i] > ranks[kept]) kept = i;
  }
  for (std::size_t i = 0; i < columns.size(); ++i) {
    if (best[static_cast<std::size_t>(columns[i].meaning)] != i)
      columns[i].meaning = Meaning::Ignore;
  }
}

std::optional<std::string> missing_column(const LogFormat& format) {
  if (!format.has(Meaning::Status)) return "the format has no column for the status";
  if (!format.has(Meaning::Request) && !format.has(Meaning::Url))
    return "the format has no column for the request or its URL";
  return std::nullopt;
}

}  // namespace wiretag::logs
