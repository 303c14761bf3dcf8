#include "http/profiles/profile.h"

#include <array>

#include <fmt/format.h>

#include "http/profiles/decision.h"

namespace wiretag::http {
namespace {

constexpr std::array<std::string_view, 7> kNames = {"nginx",   "apache",  "lighttpd",   "caddy",
                                                    "varnish", "haproxy", "nginx-cache"};
constexpr std::array<std::string_view, 7> kTitles = {
    "nginx", "Apache", "lighttpd", "Caddy", "Varnish", "HAProxy", "the nginx cache"};

ProductAnswer decide(Product p, profiles::Decision& d) {
  switch (p) {
    case Product::Nginx: return profiles::nginx(d);
    case Product::Apache: return profiles::apache(d);
    case Product::Lighttpd: return profiles::lighttpd(d);
    case Product::Caddy: return profiles::caddy(d);
    case Product::Varnish: return profiles::varnish(d);
    case Product::Haproxy: return profiles::haproxy(d);
    case Product::NginxCache: return profiles::nginx_cache(d);
  }
  return {};
}
}  // namespace

std::string_view to_string(Mechanism m) {
  switch (m) {
    case Mechanism::AsTheStandard: return "answers as the standard asks";
    case Mechanism::FactUnknown: return "looks at a fact that is not known here";
    case Mechanism::UnconditionalFirst: return "answers this before it looks at conditions";
    case Mechanism::Forwards: return "passes the request on, and the origin decides";
    case Mechanism::WritesUnconditionally: return "performs a write whatever its conditions say";
    case Mechanism::RepeatedLineRefused: return "refuses a request that repeats a condition line";
    case Mechanism::FirstLineOnly: return "reads only the first line of a repeated field";
    case Mechanism::GuardsNotEvaluated: return "does not evaluate If-Match and If-Unmodified-Since";
    case Mechanism::BothGuards: return "evaluates If-Unmodified-Since next to If-Match too";
    case Mechanism::IfMatchAsText: return "compares If-Match as text, W/ included";
    case Mechanism::EmptyFieldAbsent: return "takes an empty field for an absent one";
    case Mechanism::TagListLenient:
      return "finds a tag or `*` in a list that is malformed around it";
    case Mechanism::DateMissingFails:
      return "takes If-Unmodified-Since as failed where there is no date to compare";
    case Mechanism::DateInvalidFails:
      return "takes If-Unmodified-Since as failed where it is no date";
    case Mechanism::NoDateOfFile:
      return "compares If-Unmodified-Since with the present on writes, not with the file";
    case Mechanism::GuardDisables304: return "never answers 304 once If-Unmodified-Since holds";
    case Mechanism::TagOfOneString:
      return "compares If-None-Match as one string, so lists and `*` never match";
    case Mechanism::StrongNextToRange:
      return "compares If-None-Match strongly where Range is present";
    case Mechanism::StrongOnWrites: return "compares If-None-Match strongly on writes";
    case Mechanism::UntaggedSkipsToDate:
      return "skips If-None-Match where it has no tag and goes on to If-Modified-Since";
    case Mechanism::BothMustAgree:
      return "answers 304 only where If-None-Match and If-Modified-Since both hold";
    case Mechanism::DateExact:
      return "takes If-Modified-Since as unchanged only where the dates are equal";
    case Mechanism::DateInFuture:
      return "ignores If-Modified-Since where it is later than its own clock";
    case Mechanism::DateLenient: return "reads more texts as dates than the standard does";
    case Mechanism::DateStrict: return "reads fewer texts as dates than the standard does";
    case Mechanism::DateOfStorage:
      return "compares If-Modified-Since with the time of storage where there is no Last-Modified";
    case Mechanism::IfRangeAsText: return "compares If-Range as text, W/ included";
    case Mechanism::IfRangeLenient:
      return "takes If-Range as valid though text follows the tag or the date";
    case Mechanism::IfRangeFirst: return "answers 206 or 200 where If-Range is present, never 304";
    case Mechanism::ConditionsOnAnyMethod:
      return "evaluates conditions on every method that it serves";
    case Mechanism::IfRangeRecent: return "takes a date of the last minute for weak";
    case Mechanism::RangesNotServed: return "serves no ranges from its cache";
    case Mechanism::RangeOnAnyMethod: return "applies Range to other methods than GET";
    case Mechanism::RangeMalformedRefused: return "answers 416 to a Range that it cannot read";
    case Mechanism::RangeMalformedSkipped:
      return "skips malformed members of Range and reads the rest";
    case Mechanism::RangeLenient: return "reads a Range that the grammar forbids";
    case Mechanism::RangeStrict: return "reads fewer forms of Range than the standard has";
    case Mechanism::RangeListRefused: return "answers 416 to more than one range";
    case Mechanism::RangeUnitRefused: return "answers 416 to a range unit that it does not know";
    case Mechanism::RangeNumberTooLarge: return "refuses a Range with a number beyond 63 bits";
    case Mechanism::RangeSuffixZero: return "serves a suffix of no bytes as a part";
    case Mechanism::RangesMerged: return "merges ranges that overlap or lie close together";
    case Mechanism::RangesTooLarge: return "sends the whole file where the ranges add up to more";
    case Mechanism::RangesTooMany: return "sends the whole file where there are too many ranges";
    case Mechanism::RangeEmptyRefused: return "answers 416 to a Range of an empty representation";
    case Mechanism::LengthNotNamed: return "sends 416 without Content-Range";
  }
  return "";
}

std::optional<Product> product(std::string_view name) {
  for (std::size_t i = 0; i < kNames.size(); ++i) {
    if (kNames[i] == name) return static_cast<Product>(i);
  }
  return std::nullopt;
}

std::string_view to_string(Product p) { return kNames[static_cast<std::size_t>(p)]; }

ProductAnswer answer(Product p, const ConditionalRequest& request, const ServerState& state,
                     const Prediction& standard, std::optional<HttpDate> now) {
  profiles::Decision d(request, state, standard, now);
  return decide(p, d);
}

std::string because(Product p, const ProductAnswer& answer) {
  return fmt::format("{} {}", kTitles[static_cast<std::size_t>(p)], to_string(answer.mechanism));
}

}  // namespace wiretag::http
