#include <algorithm>
#include <array>

#include "http/conditions.h"
#include "http/fields/text.h"
#include "rules/asset_urls.h"
#include "rules/reporter.h"
#include "rules/variants/sharing.h"

namespace wiretag::rules {
namespace {

using http::FieldName;

constexpr RuleInfo kInfo{
    .id = "content-encoding-without-vary",
    .family = Family::Variants,
    .severity = Severity::Error,
    .summary = "A compressed response that shared caches hand to everybody",
    .fix = FixKind::Unsafe,
    .spec = {"RFC 9110", "12.5.5"},
};

/// The coding is that of the file itself, so every client gets it.
bool is_stored_compressed(const Exchange& exchange) {
  constexpr std::array<std::string_view, 6> kEndings = {".gz",   ".tgz", ".br",
                                                        ".svgz", ".zst", ".unityweb"};
  std::string path(path_of(exchange.request.target));
  std::ranges::transform(path, path.begin(), http::lower);
  const std::string_view type = exchange.response->fields.value(FieldName::ContentType);
  return std::ranges::any_of(kEndings, [&](std::string_view end) { return path.ends_with(end); }) ||
         type.find("gzip") != std::string_view::npos || type.find("zstd") != std::string_view::npos;
}

/// The coding that was negotiated; empty for none, and where it cannot be told.
std::string_view coding_of(const Judged& judged) {
  if (!judged.asked() || !http::selects(judged.exchange.request.method)) return {};
  if (judged.recorded() != 200 && judged.recorded() != 203) return {};
  const std::string_view coding =
      judged.exchange.response->fields.value(FieldName::ContentEncoding);
  if (http::equal_ignoring_case(coding, "identity") || http::is_placeholder(coding)) return {};
  return coding;
}

/// Another response to the same URL in another coding, or in none.
const Judged* other_coding(const Judged& judged, std::string_view coding) {
  for (const Judged& other : judged.resource.exchanges) {
    if (&other == &judged || other.recorded() != 200) continue;
    const std::string_view theirs = coding_of(other);
    const bool plain = theirs.empty() && other.exchange.request.method == http::Method::Get &&
                       other.exchange.response->fields.has(FieldName::Date) &&
                       !other.exchange.response->fields.elided() &&
                       !other.exchange.response->fields.has(FieldName::ContentEncoding);
    if (plain || (!theirs.empty() && !http::equal_ignoring_case(theirs, coding))) return &other;
  }
  return nullptr;
}

void check(const Judged& judged, Reporter& report) {
  const std::string_view coding = coding_of(judged);
  if (coding.empty() || !judged.exchange.request.fields.has(FieldName::AcceptEncoding)) return;
  const Response& response = *judged.exchange.response;
  if (response.fields.elided() || varies_on(response, "Accept-Encoding")) return;
  const auto shared = sharing(judged);
  if (!shared || is_stored_compressed(judged.exchange)) return;

  const Judged* other = other_coding(judged, coding);
  const Field& field = *response.fields.find(FieldName::ContentEncoding);
  Report found = report.at(
      field.value(), judged,
      "Content-Encoding {} without Vary: Accept-Encoding: a shared cache may keep this ({}) and "
      "hand {} bytes to a client that cannot read them. Send Vary: Accept-Encoding",
      quoted(coding), shared->words, quoted(coding));
  if (!other) found.at_most(Severity::Warning);
  if (came_through_cdn(response)) found.at_most(Severity::Info);
  if (other) {
    const Field* theirs = other->exchange.response->fields.find(FieldName::ContentEncoding);
    found.related(theirs ? theirs->value() : other->exchange.response->line,
                  theirs ? "the same URL in another coding" : "the same URL without a coding");
  }
  if (may_edit_response(judged.exchange)) found.fix(add_to_vary(response, "Accept-Encoding"));
}

}  // namespace

extern constinit const Rule content_encoding_without_vary{kInfo, &check};

}  // namespace wiretag::rules
