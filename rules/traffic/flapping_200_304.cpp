#include <algorithm>
#include <map>
#include <set>
#include <utility>

#include "rules/evidence.h"
#include "rules/reporter.h"
#include "rules/sightings.h"

namespace wiretag::rules {
namespace {

using http::FieldName;

constexpr RuleInfo kInfo{
    .id = "flapping-200-304",
    .family = Family::Traffic,
    .severity = Severity::Warning,
    .tier = 2,
    .summary = "The same If-None-Match is answered 304 and 200 by turns",
    .spec = {"RFC 9110", "13.1.2"},
    .absorbs = {"etag-flapping"},
};

/// 304, 200, 304 may be one rollback; a third turn is none.
constexpr int kTurns = 3;

/// The answers to one question, in order.
struct Answers {
  std::vector<const Judged*> asked;
  int kept = 0;  ///< 304
  int sent = 0;  ///< 200 with another tag
  int turns = 0;
  std::set<std::string_view> tags;  ///< of the 200s
};

/// The 200 is right about the tag: it is another one than the question names.
bool sends_another(const Judged& judged) {
  const auto tag = etag_of(*judged.exchange.response);
  return tag && !matching_member(judged, *tag);
}

void add(const Judged& judged, Answers& answers) {
  const bool kept = judged.recorded() == 304;
  if (!kept && (judged.recorded() != 200 || !sends_another(judged))) return;
  if (!answers.asked.empty()) {
    const Judged& before = *answers.asked.back();
    if (written_between(judged.resource, before.index, judged.index)) answers = {};
  }
  if (!answers.asked.empty() && answers.asked.back()->recorded() != judged.recorded()) {
    ++answers.turns;
  }
  answers.asked.push_back(&judged);
  ++(kept ? answers.kept : answers.sent);
  if (!kept) answers.tags.insert(without_coding(etag_of(*judged.exchange.response)->opaque));
}

std::string question(const Judged& judged) {
  std::string key = judged.variant;
  const Fields& fields = judged.exchange.request.fields;
  for (const FieldName name : {FieldName::IfNoneMatch, FieldName::Authorization, FieldName::Cookie,
                               FieldName::Accept, FieldName::AcceptLanguage, FieldName::Range}) {
    for (const std::string_view value : fields.values(name)) key.append("\n").append(value);
    key += '\0';
  }
  return key;
}

bool flaps(const Answers& answers) {
  if (answers.turns < kTurns || answers.kept < 2 || answers.sent < 2) return false;
  if (static_cast<int>(answers.tags.size()) >= answers.sent) return false;
  const Node& first = answers.asked.front()->node;
  const bool one_node =
      first.known() && std::all_of(answers.asked.begin(), answers.asked.end(),
                                   [&](const Judged* one) { return one->node.key == first.key; });
  return !one_node;
}

void report_answers(const Answers& answers, Reporter& report) {
  const auto sent = std::find_if(answers.asked.begin(), answers.asked.end(),
                                 [](const Judged* one) { return one->recorded() == 200; });
  const auto kept = std::find_if(answers.asked.begin(), answers.asked.end(),
                                 [](const Judged* one) { return one->recorded() == 304; });
  std::vector<const Exchange*> exchanges{&(*sent)->exchange};
  for (const Judged* one : answers.asked) {
    if (one != *sent) exchanges.push_back(&one->exchange);
  }
  const Text asked = (*sent)->exchange.request.fields.find(FieldName::IfNoneMatch)->value();
  report
      .across((*sent)->exchange.response->status_text, std::move(exchanges),
              "If-None-Match {} gets 304 {} times and 200 {} times, by turns: only some nodes know "
              "that tag. Log the upstream to see which, then derive the tag from the content",
              quoted(asked.view), answers.kept, answers.sent)
      .related((*kept)->exchange.response->status_text, "the same question, answered 304");
}

void check(const Resource& resource, Reporter& report) {
  if (resource.exchanges.size() < 4) return;
  std::map<std::string, Answers> questions;
  for (const Judged& judged : resource.exchanges) {
    const auto& asked = judged.conditions.if_none_match;
    if (!judged.asked() || !asked || asked->star || !asked->valid()) continue;
    if (judged.conditions.is_templated(http::TemplatedField::IfNoneMatch)) continue;
    if (judged.exchange.request.method != http::Method::Get) continue;
    if (judged.recorded() != 200 && judged.recorded() != 304) continue;
    add(judged, questions[question(judged)]);
  }
  for (const auto& [key, answers] : questions) {
    if (flaps(answers)) report_answers(answers, report);
  }
}

}  // namespace

extern constinit const Rule flapping_200_304{kInfo, &check};

}  // namespace wiretag::rules
