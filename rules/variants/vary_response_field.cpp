#include <algorithm>
#include <array>

#include "http/fields/text.h"
#include "rules/reporter.h"
#include "rules/variants/sharing.h"

namespace wiretag::rules {
namespace {

constexpr RuleInfo kInfo{
    .id = "vary-response-field",
    .family = Family::Variants,
    .severity = Severity::Warning,
    .tier = 3,
    .summary = "Vary names a field that requests do not have",
    .fix = FixKind::Unsafe,
    .spec = {"RFC 9110", "12.5.5"},
};

struct Mistaken {
  std::string_view name;
  std::string_view meant;     ///< empty where no request field comes close
  bool with_content = false;  ///< requests with content have it too
};

constexpr std::array<Mistaken, 17> kMistaken = {{
    {"Content-Encoding", "Accept-Encoding", true},
    {"Content-Type", "Accept", true},
    {"Content-Language", "Accept-Language", true},
    {"Set-Cookie", "Cookie", false},
    {"Access-Control-Allow-Origin", "Origin", false},
    {"Access-Control-Allow-Credentials", "Origin", false},
    {"Access-Control-Allow-Methods", "Access-Control-Request-Method", false},
    {"Access-Control-Allow-Headers", "Access-Control-Request-Headers", false},
    {"ETag", "", false},
    {"Last-Modified", "", true},
    {"Expires", "", false},
    {"Age", "", false},
    {"Server", "", false},
    {"Vary", "", false},
    {"Location", "", false},
    {"WWW-Authenticate", "", false},
    {"Accept-Ranges", "", false},
}};

const Mistaken* mistaken(std::string_view name) {
  const auto it = std::ranges::find_if(
      kMistaken, [&](const Mistaken& one) { return http::equal_ignoring_case(one.name, name); });
  return it == kMistaken.end() ? nullptr : &*it;
}

/// The request is known, and is of a kind without content.
bool is_read(const Judged& judged) {
  return judged.asked() && http::selects(judged.exchange.request.method);
}

void check(const Judged& judged, Reporter& report) {
  if (!judged.exchange.response || judged.exchange.fragment) return;
  const Response& response = *judged.exchange.response;
  for (const Text& member : vary_members(response)) {
    const Mistaken* found = mistaken(member.view);
    if (!found || (found->with_content && !is_read(judged))) continue;
    const bool there = !found->meant.empty() && varies_on(response, found->meant);
    const std::string advice = found->meant.empty() || there
                                   ? std::string("Remove it")
                                   : fmt::format("Name {} instead", found->meant);
    Report reported = report.at(member, judged,
                                "Vary lists request fields, and {} is none: it selects "
                                "nothing. {}",
                                quoted(member.view), advice);
    if (!found->meant.empty() && !there && may_edit_response(judged.exchange)) {
      reported.fix(replace(member, std::string(found->meant), advice, FixKind::Unsafe));
    }
  }
}

}  // namespace

extern constinit const Rule vary_response_field{kInfo, &check};

}  // namespace wiretag::rules
