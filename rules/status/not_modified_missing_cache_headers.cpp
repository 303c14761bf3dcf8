#include <array>

#include "rules/evidence.h"
#include "rules/reporter.h"
#include "rules/status/stored_copy.h"

namespace wiretag::rules {
namespace {

using http::FieldName;

constexpr RuleInfo kInfo{
    .id = "not-modified-missing-cache-headers",
    .family = Family::Status,
    .severity = Severity::Warning,
    .tier = 3,
    .summary = "304 without the caching fields that the 200 has",
    .spec = {"RFC 9110", "15.4.5"},
};

/// Fields that 304 repeats. Date is left out: whoever receives a message may add it.
constexpr std::array<FieldName, 4> kRepeated = {FieldName::CacheControl, FieldName::Expires,
                                                FieldName::Vary, FieldName::ContentLocation};

/// Expires alone gives the lifetime, and only a new one renews it.
bool lives_by_expires(const Fields& before, const Fields& now) {
  return before.has(FieldName::Expires) && !now.has(FieldName::Expires) &&
         !before.has(FieldName::CacheControl) && !now.has(FieldName::CacheControl);
}

void check(const Judged& judged, Reporter& report) {
  if (!judged.asked() || judged.recorded() != 304) return;
  const Response& response = *judged.exchange.response;
  if (!is_whole_head(response)) return;
  const StoredCopy stored = stored_copy(judged);
  if (!stored.answer) return;

  const Fields& before = stored.answer->exchange.response->fields;
  std::string missing;
  const Field* first = nullptr;
  for (const FieldName name : kRepeated) {
    if (!before.has(name) || response.fields.has(name)) continue;
    missing += missing.empty() ? "" : ", ";
    missing += http::to_string(name);
    if (!first) first = before.find(name);
  }
  if (!first) return;
  report
      .at(response.status_text, judged,
          "304 lacks {}, which the 200 had: {}. Send on 304 what the 200 would have", missing,
          lives_by_expires(before, response.fields)
              ? "the copy keeps its old Expires and is checked at every use"
              : "caches go on with the old value, and a change of it never arrives")
      .resting_on(stored.confidence)
      .related(first->name(), "in the 200");
}

}  // namespace

extern constinit const Rule not_modified_missing_cache_headers{kInfo, &check};

}  // namespace wiretag::rules
