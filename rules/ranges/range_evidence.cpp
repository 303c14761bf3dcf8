#include "rules/ranges/range_evidence.h"

#include "http/fields/date.h"
#include "http/fields/text.h"
#include "rules/reporter.h"

namespace wiretag::rules {
namespace {

using http::FieldName;

/// A head with as many fields as this is no excerpt.
constexpr std::size_t kFullHead = 4;
constexpr std::size_t kReach = 64;
/// Between Last-Modified and Date, from which on both clocks are taken to agree.
constexpr std::int64_t kStrongSeconds = 60;

bool starts_with_ignoring_case(std::string_view text, std::string_view prefix) {
  return text.size() >= prefix.size() &&
         http::equal_ignoring_case(text.substr(0, prefix.size()), prefix);
}

std::string_view media_type(const Response& response) {
  return response.fields.value(FieldName::ContentType);
}

bool has_strong_date(const Response& response) {
  const auto modified = http::parse_http_date(response.fields.value(FieldName::LastModified));
  const auto date = http::parse_http_date(response.fields.value(FieldName::Date));
  return modified && date && date->date.seconds - modified->date.seconds >= kStrongSeconds;
}

Text strong_validator_of(const Response& response) {
  if (response.fields.has(FieldName::ETag)) {
    const auto tag = etag_of(response);
    return tag && !tag->weak ? response.fields.find(FieldName::ETag)->value() : Text{};
  }
  if (has_strong_date(response)) return response.fields.find(FieldName::LastModified)->value();
  return {};
}

}  // namespace

std::optional<http::ContentRange> part_of(const Response& response) {
  if (response.status != 206 || response.fields.count(FieldName::ContentRange) != 1) {
    return std::nullopt;
  }
  const auto range = http::parse_content_range(response.fields.value(FieldName::ContentRange));
  return range && range->interval ? range : std::nullopt;
}

bool is_multipart(const Response& response) {
  return starts_with_ignoring_case(media_type(response), "multipart/byteranges");
}

bool is_media(const Response& response) {
  return starts_with_ignoring_case(media_type(response), "video/") ||
         starts_with_ignoring_case(media_type(response), "audio/");
}

bool looks_complete(const Response& response) {
  const Fields& fields = response.fields;
  return !fields.elided() && (fields.has(FieldName::Date) || fields.lines().size() >= kFullHead);
}

bool may_have_strong_date(const Response& response) {
  if (!response.fields.has(FieldName::LastModified)) return false;
  return !response.fields.has(FieldName::Date) || has_strong_date(response);
}

StrongValidator earlier_validator(const Judged& judged) {
  const std::size_t last = judged.index > kReach ? judged.index - kReach : 0;
  for (std::size_t i = judged.index; i-- > last;) {
    const Judged& other = judged.resource.exchanges[i];
    if (other.exchange.request.method != http::Method::Get) continue;
    if (other.recorded() != 200 && other.recorded() != 206) continue;
    if (other.variant != judged.variant) continue;
    return {strong_validator_of(*other.exchange.response), &other};
  }
  return {};
}

Fix insert_behind(const Field& field, std::string_view line, std::string title) {
  const Text whole = field.line();
  const bool crlf = whole.view.ends_with("\r\n");
  const bool ended = whole.view.ends_with('\n');
  const std::string text =
      ended ? fmt::format("{}{}", line, crlf ? "\r\n" : "\n") : fmt::format("\n{}", line);
  return replace(whole.part(whole.view.substr(whole.view.size())), text, std::move(title),
                 FixKind::Unsafe);
}

}  // namespace wiretag::rules
