#include <algorithm>
#include <array>
#include <numeric>
#include <utility>

#include "http/fields/text.h"
#include "rules/directives.h"
#include "rules/reporter.h"

namespace wiretag::rules {
namespace {

constexpr RuleInfo kInfo{
    .id = "cc-directive-typo",
    .family = Family::Responses,
    .severity = Severity::Error,
    .summary = "A misspelt Cache-Control directive",
    .fix = FixKind::Safe,
    .spec = {"RFC 9111", "5.2"},
    .absorbs = {"no-explicit-freshness", "immutable-without-lifetime", "hashed-url-short-lifetime"},
};

constexpr std::array<std::string_view, 16> kDirectives = {
    "max-age",        "s-maxage",         "no-cache",
    "no-store",       "must-revalidate",  "private",
    "public",         "immutable",        "stale-while-revalidate",
    "stale-if-error", "proxy-revalidate", "must-understand",
    "no-transform",   "max-stale",        "min-fresh",
    "only-if-cached"};

/// Further from the directive than a slip, but never anything else.
constexpr std::array<std::pair<std::string_view, std::string_view>, 4> kMeant = {{
    {"must-revalidation", "must-revalidate"},
    {"proxy-revalidation", "proxy-revalidate"},
    {"stale-while-revalidation", "stale-while-revalidate"},
    {"no-caching", "no-cache"},
}};

/// Extensions in use, which are no slips of anything.
constexpr std::array<std::string_view, 6> kExtensions = {"pre-check",    "post-check", "durable",
                                                         "proxy-maxage", "community",  "ext"};

/// Lower case without separators and stray quotes.
std::string folded(std::string_view name) {
  std::string out;
  for (const char c : name) {
    if (std::string_view("-_. '\"").find(c) == std::string_view::npos) out += http::lower(c);
  }
  return out;
}

/// Insertions, deletions, replacements and swaps of neighbours between two short words.
std::size_t distance(std::string_view a, std::string_view b) {
  std::vector<std::size_t> before(b.size() + 1);
  std::vector<std::size_t> last(b.size() + 1);
  std::vector<std::size_t> row(b.size() + 1);
  std::iota(last.begin(), last.end(), std::size_t{0});
  for (std::size_t i = 1; i <= a.size(); ++i) {
    row[0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const bool same = a[i - 1] == b[j - 1];
      row[j] = std::min({last[j] + 1, row[j - 1] + 1, last[j - 1] + (same ? 0U : 1U)});
      if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) {
        row[j] = std::min(row[j], before[j - 2] + 1);
      }
    }
    std::swap(before, last);
    std::swap(last, row);
  }
  return last[b.size()];
}

bool is_extension(std::string_view name) {
  return name.starts_with("x") || std::ranges::find(kExtensions, name) != kExtensions.end();
}

/// The directive that `name`, an unknown one, is meant to be; empty where it may be an extension.
std::string_view meant_by(std::string_view name) {
  constexpr std::size_t kLongest = 32;
  constexpr std::size_t kShortWord = 7;
  if (name.size() > kLongest || folded(name).size() < 4) return {};
  std::string written(name);
  std::ranges::transform(written, written.begin(), http::lower);
  if (is_extension(written)) return {};
  for (const auto& [spelled, meant] : kMeant) {
    if (folded(spelled) == folded(name)) return meant;
  }
  for (const std::string_view known : kDirectives) {
    if (folded(known) == folded(name)) return known;
  }
  for (const std::string_view known : kDirectives) {
    const std::size_t slips = known.size() > kShortWord ? 2 : 1;
    if (distance(written, known) <= slips) return known;
  }
  return {};
}

void report_separators(const Judged& judged, const PlacedDirective& one, const std::string& meant,
                       Reporter& report) {
  Report found = report.at(
      one.text(), judged,
      "Directives are separated by commas, name and number by =: caches read {} as one malformed "
      "directive. It is written {}",
      quoted(one.directive.text), quoted(meant));
  if (!one.editable) return;
  found.fix(replace(one.text(), meant, fmt::format("Write {}", meant), FixKind::Safe));
}

void report_name(const Judged& judged, const PlacedDirective& one, std::string_view meant,
                 bool present, Reporter& report) {
  const Text name = one.field->value().part(one.directive.name);
  Report found =
      present || !one.in_response
          ? report.at(name, judged, "No cache knows {}; it is ignored. The directive is spelled {}",
                      quoted(name.view), meant)
          : report.at(name, judged,
                      "Caches ignore {}, so this response has no {}. Spell the directive {}",
                      quoted(name.view), meant, meant);
  if (!one.editable) return;
  found.fix(replace(name, std::string(meant), fmt::format("Write {}", meant), FixKind::Safe));
}

void check(const Judged& judged, Reporter& report) {
  const std::vector<PlacedDirective> all = directives(judged);
  for (const PlacedDirective& one : all) {
    if (const std::string meant = with_separators(one.directive); !meant.empty()) {
      report_separators(judged, one, meant, report);
      continue;
    }
    if (is_known_directive(one.directive.name)) continue;
    const std::string_view meant = meant_by(one.directive.name);
    if (meant.empty()) continue;
    const bool present = std::ranges::any_of(all, [&](const PlacedDirective& other) {
      return other.in_response == one.in_response && other.is(meant);
    });
    report_name(judged, one, meant, present, report);
  }
}

}  // namespace

extern constinit const Rule cc_directive_typo{kInfo, &check};

}  // namespace wiretag::rules
