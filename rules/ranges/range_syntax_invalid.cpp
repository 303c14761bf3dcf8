#include "http/fields/text.h"
#include "rules/reporter.h"

namespace wiretag::rules {
namespace {

using http::FieldName;

constexpr RuleInfo kInfo{
    .id = "range-syntax-invalid",
    .family = Family::Ranges,
    .severity = Severity::Warning,
    .tier = 2,
    .summary = "Range is not of the form bytes=first-last",
    .fix = FixKind::Safe,
    .spec = {"RFC 9110", "14.1.1, 14.2"},
    .absorbs = {"status-contradicts-prediction"},
};

constexpr std::string_view kUnit = "bytes";

bool names_bytes(std::string_view text) {
  if (text.size() < kUnit.size()) return false;
  if (!http::equal_ignoring_case(text.substr(0, kUnit.size()), kUnit)) return false;
  return text.size() == kUnit.size() || !http::is_letter(text[kUnit.size()]);
}

bool only_positions(std::string_view text) {
  return !text.empty() && text.find_first_not_of("0123456789-, \t") == std::string_view::npos &&
         text.find('-') != std::string_view::npos;
}

/// The set behind a unit that is missing or cut off by something else than `=`; empty where the
/// fault is another one.
std::string_view bare_set(std::string_view text) {
  if (!names_bytes(text)) return text;
  text = http::trim_blanks(text.substr(kUnit.size()));
  if (!text.empty() && (text.front() == ':' || text.front() == '=')) text.remove_prefix(1);
  return http::trim_blanks(text);
}

std::string respelled(std::string_view text) {
  std::string spelling = fmt::format("bytes={}", bare_set(text));
  return http::parse_range(spelling).kind == http::RangeKind::Bytes ? spelling : std::string();
}

bool reversed(std::string_view text) {
  const std::string_view set = bare_set(text);
  const std::size_t dash = set.find('-');
  return dash != std::string_view::npos && http::all_digits(set.substr(0, dash)) &&
         http::all_digits(set.substr(dash + 1));
}

std::string advice(std::string_view text, std::string_view spelling) {
  if (!spelling.empty()) return fmt::format("Write {}", quoted(spelling));
  if (reversed(text)) return "The last position is before the first";
  return "Valid are bytes=0-99, bytes=100- and bytes=-50";
}

void check(const Judged& judged, Reporter& report) {
  const http::ConditionalRequest& asked = judged.conditions;
  const Fields& fields = judged.exchange.request.fields;
  if (!asked.range || (!http::selects(asked.method) && !judged.exchange.fragment)) return;
  if (asked.range->kind != http::RangeKind::Invalid) return;
  if (asked.is_templated(http::TemplatedField::Range) || fields.count(FieldName::Range) != 1) {
    return;
  }
  // Other dialects (`Range: id 5..10`, or positions next to Range-Unit) are for their APIs to
  // judge.
  const Text value = fields.find(FieldName::Range)->value();
  const bool meant =
      names_bytes(value.view) || (only_positions(value.view) && !fields.find("Range-Unit"));
  if (!meant) return;

  const std::string spelling = respelled(value.view);
  Report found =
      report.at(value, judged,
                "Range {} is not of the form bytes=first-last: a server ignores it (200, "
                "the whole body) or refuses it (400 or 416). {}",
                quoted(value.view), advice(value.view, spelling));
  if (!spelling.empty()) {
    found.fix(replace(value, spelling, fmt::format("Write {}", spelling), FixKind::Safe));
  }
}

}  // namespace

extern constinit const Rule range_syntax_invalid{kInfo, &check};

}  // namespace wiretag::rules
