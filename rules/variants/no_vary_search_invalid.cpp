#include <algorithm>
#include <optional>
#include <string>

#include "rules/edges/structured.h"
#include "rules/reporter.h"

namespace wiretag::rules {
namespace {

constexpr RuleInfo kInfo{
    .id = "no-vary-search-invalid",
    .family = Family::Variants,
    .severity = Severity::Warning,
    .tier = 3,
    .summary = "No-Vary-Search that caches drop as a whole",
    .fix = FixKind::Safe,
    .spec = {"draft-ietf-httpbis-no-vary-search", "2, 5.1"},
};

bool only_strings(const SfMember& member) {
  return std::ranges::all_of(member.items,
                             [](const SfItem& item) { return item.type == SfType::String; });
}

struct Fault {
  std::string_view place;
  std::string reason;
};

/// What is wrong with `params` or `except` by itself.
std::optional<Fault> fault_of_list(const SfMember& member) {
  if (member.value.type != SfType::InnerList) {
    return Fault{member.text,
                 fmt::format("{0} takes names in ( ), as in {0}=(\"a\" \"b\")", member.key)};
  }
  if (only_strings(member)) return std::nullopt;
  return Fault{member.text,
               fmt::format("the names in {} are Strings in double quotes", member.key)};
}

std::optional<Fault> fault_in(const SfField& field) {
  if (!field.valid()) return Fault{field.fault, std::string(field.reason)};
  const SfMember* order = field.find("key-order");
  if (order && order->value.type != SfType::Boolean) {
    return Fault{order->text, "key-order takes no value"};
  }
  const SfMember* params = field.find("params");
  if (params && params->value.type != SfType::Boolean) {
    if (auto fault = fault_of_list(*params)) return fault;
  }
  const SfMember* except = field.find("except");
  if (!except) return std::nullopt;
  if (auto fault = fault_of_list(*except)) return fault;
  // Drafts differ on whether `params` stands beside it; none of them allows a list there.
  if (!params || params->value.type == SfType::Boolean) return std::nullopt;
  return Fault{except->text, "except does not go with a list of params"};
}

/// `params="a"` as it was meant.
std::optional<std::string> in_parentheses(const SfField& field, std::string_view place) {
  for (const SfMember& member : field.members) {
    const bool single = member.text == place && member.value.type == SfType::String;
    if (single && (member.key == "params" || member.key == "except")) {
      return fmt::format("{}=({})", member.key, member.value.text);
    }
  }
  return std::nullopt;
}

void check(const Judged& judged, Reporter& report) {
  const auto lines = response_lines(judged, "No-Vary-Search");
  if (lines.size() != 1) return;
  const Text value = lines.front()->value();
  const SfField field = parse_structured(value.view, SfKind::Dictionary);
  const auto fault = fault_in(field);
  if (!fault) return;
  Report found = report.at(value.part(fault->place), judged,
                           "{}: {}. Caches drop the whole No-Vary-Search, and every query string "
                           "stays an entry of its own",
                           quoted(fault->place), fault->reason);
  const auto meant = in_parentheses(field, fault->place);
  if (meant && may_edit_response(judged.exchange)) {
    found.fix(replace(value.part(fault->place), *meant, "Write " + *meant, FixKind::Safe));
  }
}

}  // namespace

extern constinit const Rule no_vary_search_invalid{kInfo, &check};

}  // namespace wiretag::rules
