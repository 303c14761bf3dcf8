#include "http/conditions.h"
#include "rules/reporter.h"

namespace wiretag::rules {
namespace {

using http::FieldName;

constexpr RuleInfo kInfo{
    .id = "annotation-contradicts-recording",
    .family = Family::Prediction,
    .severity = Severity::Warning,
    .tier = 2,
    .summary = "A note names another tag than the recorded response",
    .fix = FixKind::Unsafe,
    .spec = {"RFC 9110", "8.8.3"},
};

const OriginNote* tag_note(const Exchange& exchange) {
  for (const OriginNote& note : exchange.notes.origin) {
    if (note.kind == OriginNote::Kind::Field && note.field == FieldName::ETag) return &note;
  }
  return nullptr;
}

/// Strong comparison decides the answer to these, so `W/` makes a difference.
bool strength_matters(const http::ConditionalRequest& asked) {
  return (asked.if_match && !asked.if_match->star) || (asked.if_range && asked.range);
}

bool contradicts(const OriginNote& note, const http::EntityTag& recorded, const Judged& judged) {
  if (note.value.empty()) return true;
  const auto noted = http::parse_entity_tag(note.value.view);
  if (!noted || http::is_placeholder(note.value.view)) return false;
  if (noted->opaque != recorded.opaque) return true;
  return noted->weak != recorded.weak && strength_matters(judged.conditions);
}

/// A field line that was commented out within the recorded head is no note.
bool within_recording(const OriginNote& note, const Response& response) {
  return response.line.placed() && note.comment.placed() &&
         note.comment.span().begin > response.line.span().begin &&
         note.comment.view.find('@') == std::string_view::npos;
}

void check(const Judged& judged, Reporter& report) {
  if (!judged.asked() || !http::selects(judged.exchange.request.method)) return;
  const int recorded = judged.recorded();
  if (recorded != 200 && recorded != 206 && recorded != 304) return;
  const Response& response = *judged.exchange.response;
  const auto tag = etag_of(response);
  const OriginNote* note = tag_note(judged.exchange);
  if (!tag || !note || note->hedged || within_recording(*note, response)) return;
  if (!contradicts(*note, *tag, judged)) return;

  const Text value = response.fields.find(FieldName::ETag)->value();
  const bool none = note->value.empty();
  report
      .at(none ? note->comment : note->value, judged,
          "The note says that the server holds {}, the recorded {} says {}. Predictions go by the "
          "recording; correct the note",
          none ? "no tag" : quoted(note->value.view), recorded, quoted(value.view))
      .related(value, "the recorded tag")
      .fix(replace(note->value, (none ? " " : "") + std::string(value.view),
                   fmt::format("Write {} in the note", value.view), FixKind::Unsafe));
}

}  // namespace

extern constinit const Rule annotation_contradicts_recording{kInfo, &check};

}  // namespace wiretag::rules
