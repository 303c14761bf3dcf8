#include <algorithm>

#include "http/fields/text.h"
#include "rules/reporter.h"
#include "rules/tag_values.h"

namespace wiretag::rules {
namespace {

constexpr RuleInfo kInfo{
    .id = "etag-illegal-character",
    .family = Family::Tags,
    .severity = Severity::Warning,
    .tier = 3,
    .summary = "An entity tag holds a blank, a control byte or a double quote",
    .spec = {"RFC 9110", "8.8.3"},
    .absorbs = {"status-contradicts-prediction", "if-range-wrong-fallback"},
};

/// Several well-formed tags in one place: the list is the fault, not a character.
bool list_of_tags(std::string_view text) {
  const http::TagList list = http::parse_tag_list(text);
  return list.members.size() > 1 && list.valid();
}

/// `"a" "b"`: members of a list that lacks a comma.
bool comma_missing(std::string_view text) {
  return text.find("\" \"") != std::string_view::npos ||
         text.find("\" W/\"") != std::string_view::npos;
}

std::string_view culprit(std::string_view text) {
  const std::size_t open = text.find('"') + 1;
  const std::string_view opaque = text.substr(open, text.size() - open - 1);
  if (opaque.find('"') != std::string_view::npos) return "a double quote";
  if (opaque.find(' ') != std::string_view::npos) return "a blank";
  if (opaque.find('\t') != std::string_view::npos) return "a tab";
  return "a control byte";
}

void check(const Judged& judged, Reporter& report) {
  for (const TagValue& value : tag_values(judged)) {
    const std::string_view text = value.text.view;
    if (http::is_placeholder(value.line.view) || list_of_tags(text)) continue;
    if (http::tag_fault(text) != http::TagFault::IllegalCharacter) continue;
    if (comma_missing(text)) {
      report.at(value.text, judged,
                "{} names several tags without a comma between them: as one tag it is malformed, "
                "and no tag in it matches. Put a comma between the tags",
                quoted(text));
      continue;
    }
    report.at(value.text, judged,
              "{} holds {} between its quotes, which no entity tag may: parsers cut it there or "
              "drop the field. Generate the tag from hexadecimal or base64 characters",
              quoted(text), culprit(text));
  }
}

}  // namespace

extern constinit const Rule etag_illegal_character{kInfo, &check};

}  // namespace wiretag::rules
