#include <algorithm>
#include <array>
#include <optional>
#include <string>
#include <vector>

#include "http/conditions.h"
#include "http/fields/text.h"
#include "rules/evidence.h"
#include "rules/reporter.h"
#include "rules/sightings.h"
#include "rules/variants/sharing.h"

namespace wiretag::rules {
namespace {

using http::FieldName;

constexpr RuleInfo kInfo{
    .id = "negotiated-without-vary",
    .family = Family::Variants,
    .severity = Severity::Error,
    .tier = 2,
    .summary = "The answer follows a request field that Vary does not name",
    .spec = {"RFC 9110", "12.5.5"},
};

constexpr std::array<std::string_view, 4> kChoosers = {"Accept", "Accept-Language", "Origin",
                                                       "X-Requested-With"};

/// More responses than this are not compared.
constexpr std::size_t kMostCompared = 64;

std::string_view value_of(const Fields& fields, std::string_view name) {
  const Field* field = fields.find(name);
  return field ? field->value().view : std::string_view();
}

/// A list's first choice, without parameters, in lower case.
std::string first_choice(std::string_view list) {
  return http::lowered(http::trim_blanks(list.substr(0, list.find_first_of(",;"))));
}

/// The response field that shows a choice by the request field of that name.
std::string_view shown_by(std::string_view chooser) {
  if (chooser == "Accept") return "Content-Type";
  if (chooser == "Accept-Language") return "Content-Language";
  if (chooser == "Origin") return "Access-Control-Allow-Origin";
  return {};
}

/// Both language tags have the same primary part, or the values are the same.
bool corresponds(std::string_view chooser, std::string_view asked, std::string_view answered) {
  const std::string wanted = first_choice(asked);
  const std::string given = first_choice(answered);
  if (wanted.empty() || given.empty()) return false;
  if (chooser != "Accept-Language") return wanted == given;
  return wanted.substr(0, wanted.find('-')) == given.substr(0, given.find('-'));
}

/// The two requests ask for the same in every other respect that servers choose by.
bool else_equal(const Judged& a, const Judged& b, std::string_view chooser) {
  constexpr std::array<std::string_view, 8> kOther = {
      "Accept", "Accept-Language", "Origin",     "X-Requested-With",
      "Cookie", "Authorization",   "User-Agent", "Range"};
  return std::ranges::all_of(kOther, [&](std::string_view name) {
    return name == chooser ||
           value_of(a.exchange.request.fields, name) == value_of(b.exchange.request.fields, name);
  });
}

/// A response that may be shared among users who differ in `chooser`.
bool is_candidate(const Judged& judged, std::string_view chooser) {
  if (!judged.asked() || judged.exchange.request.method != http::Method::Get) return false;
  if (judged.recorded() != 200 || judged.exchange.response->fields.elided()) return false;
  if (http::is_placeholder(value_of(judged.exchange.request.fields, chooser))) return false;
  return !varies_on(*judged.exchange.response, chooser) && sharing(judged).has_value();
}

/// Each response announces what its own request asked for, and they differ.
bool follow_by_name(const Judged& a, const Judged& b, std::string_view chooser) {
  const std::string_view shown = shown_by(chooser);
  if (shown.empty()) return false;
  const std::string_view asked_a = value_of(a.exchange.request.fields, chooser);
  const std::string_view asked_b = value_of(b.exchange.request.fields, chooser);
  const std::string_view answered_a = value_of(a.exchange.response->fields, shown);
  const std::string_view answered_b = value_of(b.exchange.response->fields, shown);
  return corresponds(chooser, asked_a, answered_a) && corresponds(chooser, asked_b, answered_b) &&
         !corresponds(chooser, asked_a, answered_b) && !corresponds(chooser, asked_b, answered_a);
}

bool same_answer(const Judged& a, const Judged& b) {
  return compare(content_of(a.exchange), content_of(b.exchange)) == Sameness::Same;
}

bool other_answer(const Judged& a, const Judged& b) {
  return compare(content_of(a.exchange), content_of(b.exchange)) == Sameness::Different;
}

bool same_question(const Judged& a, const Judged& b, std::string_view chooser) {
  return value_of(a.exchange.request.fields, chooser) ==
         value_of(b.exchange.request.fields, chooser);
}

/// The content changes with the field and comes back with it: first, between, last.
bool follow_by_return(const Judged& first, const Judged& between, const Judged& last,
                      std::string_view chooser) {
  return same_question(first, last, chooser) && !same_question(first, between, chooser) &&
         same_answer(first, last) && other_answer(first, between) &&
         !written_between(first.resource, first.index, last.index);
}

Text place_of_choice(const Judged& judged, std::string_view chooser) {
  const Response& response = *judged.exchange.response;
  const std::string_view shown = shown_by(chooser);
  const Field* field = shown.empty() ? nullptr : response.fields.find(shown);
  if (field) return field->value();
  return response.line.placed() ? response.line : judged.exchange.request.line;
}

void report_pair(const Judged& first, const Judged& second, std::string_view chooser,
                 Reporter& report) {
  const auto shared = sharing(second);
  const std::string_view asked = value_of(second.exchange.request.fields, chooser);
  report
      .across(place_of_choice(second, chooser), {&second.exchange, &first.exchange},
              "The answer follows {} ({}), but Vary does not name it: a cache that keeps this ({}) "
              "gives it to requests that ask for another one. Send Vary: {}",
              chooser, asked.empty() ? std::string("absent here") : quoted(asked), shared->words,
              chooser)
      .related(place_of_choice(first, chooser), "the other answer of this URL");
}

/// The requests of a URL differ in the field at all.
bool is_chosen_by(const Resource& resource, std::string_view chooser) {
  const Judged& first = resource.exchanges.front();
  return std::ranges::any_of(resource.exchanges, [&](const Judged& judged) {
    return !same_question(first, judged, chooser);
  });
}

bool report_by_name(const std::vector<const Judged*>& seen, std::string_view chooser,
                    Reporter& report) {
  for (std::size_t i = 0; i < seen.size(); ++i) {
    for (std::size_t j = i + 1; j < seen.size(); ++j) {
      if (same_question(*seen[i], *seen[j], chooser)) continue;
      if (!else_equal(*seen[i], *seen[j], chooser)) continue;
      if (!follow_by_name(*seen[i], *seen[j], chooser)) continue;
      report_pair(*seen[i], *seen[j], chooser, report);
      return true;
    }
  }
  return false;
}

bool report_by_return(const std::vector<const Judged*>& seen, std::string_view chooser,
                      Reporter& report) {
  for (std::size_t i = 2; i < seen.size(); ++i) {
    const Judged& first = *seen[i - 2];
    const Judged& between = *seen[i - 1];
    const Judged& last = *seen[i];
    if (!else_equal(first, between, chooser) || !else_equal(between, last, chooser)) continue;
    if (!follow_by_return(first, between, last, chooser)) continue;
    report_pair(first, between, chooser, report);
    return true;
  }
  return false;
}

/// One finding for a URL.
void check(const Resource& resource, Reporter& report) {
  if (resource.exchanges.size() < 2 || resource.exchanges.size() > kMostCompared) return;
  for (const std::string_view chooser : kChoosers) {
    if (!is_chosen_by(resource, chooser)) continue;
    std::vector<const Judged*> seen;
    for (const Judged& judged : resource.exchanges) {
      if (is_candidate(judged, chooser)) seen.push_back(&judged);
    }
    if (report_by_name(seen, chooser, report)) return;
    if (report_by_return(seen, chooser, report)) return;
  }
}

}  // namespace

extern constinit const Rule negotiated_without_vary{kInfo, &check};

}  // namespace wiretag::rules
