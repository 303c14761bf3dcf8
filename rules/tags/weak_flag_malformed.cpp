#include <algorithm>

#include "rules/reporter.h"
#include "rules/tag_values.h"

namespace wiretag::rules {
namespace {

constexpr RuleInfo kInfo{
    .id = "weak-flag-malformed",
    .family = Family::Tags,
    .severity = Severity::Error,
    .summary = "The weak marker of an entity tag is not W/ in front of the quotes",
    .fix = FixKind::Safe,
    .spec = {"RFC 9110", "8.8.3"},
    .absorbs = {"status-contradicts-prediction", "if-range-wrong-fallback"},
};

/// `"W/x"`: a legal strong tag, though hardly what was meant.
bool flag_inside_quotes(std::string_view text) {
  return text.size() > 4 && text.starts_with("\"W/") && http::parse_entity_tag(text);
}

/// A client that repeats what the server sent is not to blame for its spelling.
bool sent_by_server(const Judged& judged, std::string_view text) {
  const auto& all = judged.resource.exchanges;
  return std::any_of(all.begin(), all.end(), [&](const Judged& other) {
    return other.exchange.response &&
           other.exchange.response->fields.value(http::FieldName::ETag) == text;
  });
}

void check(const Judged& judged, Reporter& report) {
  for (const TagValue& value : tag_values(judged)) {
    const std::string_view text = value.text.view;
    if (http::is_placeholder(value.line.view)) continue;
    if (flag_inside_quotes(text)) {
      if (!value.in_response && sent_by_server(judged, text)) continue;
      const std::string meant = "W/\"" + std::string(text.substr(3));
      Report found =
          report.at(value.text, judged,
                    "{} is a strong tag: inside the quotes W/ is content. If it was meant "
                    "as weak, write {}",
                    quoted(text), quoted(meant));
      found.at_most(Severity::Info);
      if (value.editable) {
        found.fix(replace(value.text, meant, "Move W/ in front of the quotes", FixKind::Unsafe));
      }
      continue;
    }
    if (http::tag_fault(text) != http::TagFault::WeakFlag) continue;
    const auto spelled = http::respell_tag(text);
    Report found = report.at(
        value.text, judged,
        "{} is neither weak nor strong to all recipients: the marker is a capital "
        "W/ right before the quotes{}{}",
        quoted(text), spelled ? ". Write " : "", spelled ? quoted(*spelled) : std::string());
    if (spelled && value.editable) {
      found.fix(replace(value.text, *spelled, fmt::format("Write {}", *spelled), FixKind::Safe));
    }
  }
}

}  // namespace

extern constinit const Rule weak_flag_malformed{kInfo, &check};

}  // namespace wiretag::rules
