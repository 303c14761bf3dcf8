#include <optional>
#include <string>
#include <vector>

#include "http/conditions.h"
#include "http/fields/text.h"
#include "rules/directives.h"
#include "rules/reporter.h"
#include "rules/tags/tag_shapes.h"

namespace wiretag::rules {
namespace {

using http::FieldName;

constexpr RuleInfo kInfo{
    .id = "etag-shared-across-codings",
    .family = Family::Tags,
    .severity = Severity::Error,
    .summary = "One strong tag for differently encoded content",
    .spec = {"RFC 9110", "8.8.1, 8.8.3.3"},
};

/// One strong tag with the coding of the bytes behind it.
struct Coded {
  const Judged* judged = nullptr;
  http::EntityTag tag;
  std::string coding;  ///< in lower case; empty for none
};

std::string coding_of(const Response& response) {
  if (!encoded(response)) return {};
  std::string coding(response.fields.value(FieldName::ContentEncoding));
  for (char& c : coding) c = http::lower(c);
  return coding == "x-gzip" ? "gzip" : coding;
}

std::optional<Coded> coded(const Judged& judged) {
  if (!judged.asked() || !http::selects(judged.exchange.request.method)) return std::nullopt;
  if (judged.recorded() != 200 && judged.recorded() != 206) return std::nullopt;
  const Response& response = *judged.exchange.response;
  const auto tag = etag_of(response);
  if (!tag || tag->weak || tag->opaque.empty()) return std::nullopt;
  Coded found{&judged, *tag, coding_of(response)};
  if (http::is_placeholder(found.coding)) return std::nullopt;
  // Without content no coding is applied, and an abridged head may leave it out.
  const bool shows_identity =
      judged.exchange.request.method == http::Method::Get && is_complete_head(response);
  if (found.coding.empty() && !shows_identity) return std::nullopt;
  return found;
}

bool equal_lengths(const Judged& a, const Judged& b) {
  const auto first = representation_length(a.exchange);
  return first && first == representation_length(b.exchange);
}

std::string_view name_of(const Coded& one) {
  return one.coding.empty() ? std::string_view("no coding") : std::string_view(one.coding);
}

Text tag_place(const Coded& one) {
  return one.judged->exchange.response->fields.find(FieldName::ETag)->value();
}

void report_pair(const Coded& first, const Coded& other, Reporter& report) {
  report
      .across(tag_place(other), {&other.judged->exchange, &first.judged->exchange},
              "The strong tag {} names two byte sequences, {} and {}: with If-Range a client joins "
              "parts of both into a broken file. Give each coding its own tag, or send W/{}",
              quoted(http::to_string(other.tag)), quoted(name_of(first)), quoted(name_of(other)),
              quoted(http::to_string(other.tag)))
      .related(tag_place(first), fmt::format("the same tag with {}", quoted(name_of(first))));
}

/// Reports a URL once; more than this many responses are not compared.
constexpr std::size_t kMostCompared = 64;

void check(const Resource& resource, Reporter& report) {
  if (resource.exchanges.size() < 2) return;
  std::vector<Coded> seen;
  for (const Judged& judged : resource.exchanges) {
    auto next = coded(judged);
    if (!next) continue;
    for (const Coded& before : seen) {
      if (before.tag.opaque != next->tag.opaque || before.coding == next->coding) continue;
      if (equal_lengths(*before.judged, *next->judged)) continue;
      return report_pair(before, *next, report);
    }
    if (seen.size() < kMostCompared) seen.push_back(std::move(*next));
  }
}

}  // namespace

extern constinit const Rule etag_shared_across_codings{kInfo, &check};

}  // namespace wiretag::rules
