#include <algorithm>
#include <array>
#include <optional>
#include <string>

#include "rules/edges/structured.h"
#include "rules/reporter.h"

namespace wiretag::rules {
namespace {

constexpr RuleInfo kInfo{
    .id = "cache-status-malformed",
    .family = Family::Edges,
    .severity = Severity::Warning,
    .tier = 3,
    .summary = "Cache-Status that tools cannot read",
    .spec = {"RFC 9211", "2"},
};

constexpr std::array<std::string_view, 8> kForwards = {"bypass", "method",  "uri-miss", "vary-miss",
                                                       "miss",   "request", "stale",    "partial"};

bool is_true(const SfParameter* parameter) { return parameter && parameter->value.is_true(); }

/// The parameter has another type than the standard gives it.
std::string type_fault(const SfParameter& parameter) {
  const SfType type = parameter.value.type;
  const std::string_view key = parameter.key;
  if ((key == "hit" || key == "stored" || key == "collapsed") && type != SfType::Boolean) {
    return fmt::format("{0} is a Boolean: {0}, or {0}=?0", key);
  }
  if ((key == "ttl" || key == "fwd-status") && type != SfType::Integer) {
    return fmt::format("{} takes an Integer", key);
  }
  return {};
}

std::string fault_of(const SfMember& cache) {
  if (cache.value.type != SfType::Token && cache.value.type != SfType::String) {
    return "each member starts with the name of a cache, a Token or a String";
  }
  const SfParameter* forward = cache.find("fwd");
  if (is_true(cache.find("hit")) && forward) {
    return "hit and fwd exclude each other: the cache answered, or it asked further";
  }
  if (forward && forward->value.type != SfType::Token) return "fwd takes a Token, such as fwd=miss";
  if (forward && std::ranges::find(kForwards, forward->value.text) == kForwards.end()) {
    return fmt::format(
        "{} is no reason to forward. Use miss, uri-miss, vary-miss, stale, bypass, "
        "method, request or partial",
        quoted(forward->value.text));
  }
  for (const SfParameter& parameter : cache.parameters) {
    if (std::string fault = type_fault(parameter); !fault.empty()) return fault;
  }
  return {};
}

void check(const Judged& judged, Reporter& report) {
  for (const Field* line : response_lines(judged, "Cache-Status")) {
    const Text value = line->value();
    const SfField field = parse_structured(value.view, SfKind::List);
    if (!field.valid()) {
      report.at(value.part(field.fault), judged,
                "{}: {}. Cache-Status is a structured list; readers drop all of it",
                quoted(field.fault), field.reason);
      continue;
    }
    for (const SfMember& cache : field.members) {
      const std::string fault = fault_of(cache);
      if (!fault.empty()) {
        report.at(value.part(cache.text), judged, "{}: {}", quoted(cache.text), fault);
      }
    }
  }
}

}  // namespace

extern constinit const Rule cache_status_malformed{kInfo, &check};

}  // namespace wiretag::rules
