#include <charconv>

#include "http/fields/text.h"
#include "rules/ranges/range_evidence.h"
#include "rules/reporter.h"

namespace wiretag::rules {
namespace {

using http::FieldName;

constexpr RuleInfo kInfo{
    .id = "content-range-inconsistent",
    .family = Family::Ranges,
    .severity = Severity::Error,
    .tier = 2,
    .summary = "Content-Range contradicts itself or the length of the message",
    .spec = {"RFC 9110", "14.4"},
};

std::optional<std::uint64_t> number(std::string_view text) {
  std::uint64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (text.empty() || error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return value;
}

/// What is wrong with a value that names bytes but does not parse.
std::string fault_of(std::string_view value) {
  const std::size_t dash = value.find('-');
  const std::size_t slash = value.find('/');
  const std::size_t blank = value.find_first_of(" =:");
  if (dash == std::string_view::npos || slash == std::string_view::npos || blank > dash ||
      slash < dash) {
    return "it is not of the form bytes first-last/length";
  }
  const auto first = number(http::trim_blanks(value.substr(blank + 1, dash - blank - 1)));
  const auto last = number(http::trim_blanks(value.substr(dash + 1, slash - dash - 1)));
  const auto length = number(http::trim_blanks(value.substr(slash + 1)));
  if (first && last && *last < *first) {
    return fmt::format("the last byte, {}, is before the first, {}", *last, *first);
  }
  if (last && length && *last >= *length) {
    return fmt::format("byte {} is outside a file of {}", *last, bytes(*length));
  }
  return "it is not of the form bytes first-last/length";
}

bool of_bytes(std::string_view value) {
  return value.size() > 5 && http::equal_ignoring_case(value.substr(0, 5), "bytes") &&
         !http::is_letter(value[5]);
}

/// `0-499/1000` to a request for bytes.
bool lacks_unit(const Judged& judged, std::string_view value) {
  const auto& range = judged.conditions.range;
  return judged.asked() && range && range->kind == http::RangeKind::Bytes && !value.empty() &&
         http::is_digit(value.front());
}

void check_size(const Judged& judged, const Field& field, Reporter& report) {
  const Response& response = *judged.exchange.response;
  const auto part = part_of(response);
  const bool framed = response.fields.count(FieldName::ContentLength) == 1 &&
                      !response.fields.has(FieldName::TransferEncoding);
  if (!part || !framed || is_multipart(response)) return;
  const Text stated = response.fields.find(FieldName::ContentLength)->value();
  const auto size = number(stated.view);
  if (!size || *size == part->interval->size()) return;
  report
      .at(field.value(), judged,
          "Content-Range {} describes {}, the message has {}: a client puts the part in the wrong "
          "place or waits for more. Derive both from the same range",
          quoted(field.value().view), bytes(part->interval->size()), bytes(*size))
      .related(stated, "the length of the message");
}

void check(const Judged& judged, Reporter& report) {
  const Exchange& exchange = judged.exchange;
  if (!exchange.fragment && judged.recorded() != 206) return;
  const Fields& fields = exchange.response ? exchange.response->fields : exchange.request.fields;
  if (fields.count(FieldName::ContentRange) != 1) return;
  const Field& field = *fields.find(FieldName::ContentRange);
  const std::string_view value = field.value().view;
  if (http::is_placeholder(value)) return;
  if (!of_bytes(value) && !lacks_unit(judged, value)) return;
  if (http::parse_content_range(value)) {
    if (!exchange.fragment) check_size(judged, field, report);
    return;
  }
  report.at(field.value(), judged,
            "Content-Range {} cannot be placed in a file: {}. A client has to drop the part",
            quoted(value), fault_of(value));
}

}  // namespace

extern constinit const Rule content_range_inconsistent{kInfo, &check};

}  // namespace wiretag::rules
