#include "http/cache/policy.h"

#include <algorithm>
#include <array>

#include "http/cache/dictionary.h"
#include "http/conditions.h"
#include "http/fields/cache_control.h"

namespace wiretag::http::cache {
namespace {

constexpr std::uint32_t kLargest = std::uint32_t{1} << 31;

template <typename P>
struct SecondsDirective {
  std::string_view name;
  std::optional<Seconds> P::* member;
};

template <typename P>
struct FlagDirective {
  std::string_view name;
  bool P::* member;
};

constexpr std::array kSeconds = {
    SecondsDirective<Policy>{"max-age", &Policy::max_age},
    SecondsDirective<Policy>{"s-maxage", &Policy::s_maxage},
    SecondsDirective<Policy>{"stale-while-revalidate", &Policy::stale_while_revalidate},
    SecondsDirective<Policy>{"stale-if-error", &Policy::stale_if_error},
};

constexpr std::array kFlags = {
    FlagDirective<Policy>{"no-store", &Policy::no_store},
    FlagDirective<Policy>{"must-understand", &Policy::must_understand},
    FlagDirective<Policy>{"public", &Policy::is_public},
    FlagDirective<Policy>{"must-revalidate", &Policy::must_revalidate},
    FlagDirective<Policy>{"proxy-revalidate", &Policy::proxy_revalidate},
    FlagDirective<Policy>{"immutable", &Policy::immutable},
};

constexpr std::array kRequestSeconds = {
    SecondsDirective<RequestPolicy>{"max-age", &RequestPolicy::max_age},
    SecondsDirective<RequestPolicy>{"min-fresh", &RequestPolicy::min_fresh},
    SecondsDirective<RequestPolicy>{"stale-if-error", &RequestPolicy::stale_if_error},
};

constexpr std::array kRequestFlags = {
    FlagDirective<RequestPolicy>{"no-store", &RequestPolicy::no_store},
    FlagDirective<RequestPolicy>{"no-cache", &RequestPolicy::no_cache},
    FlagDirective<RequestPolicy>{"only-if-cached", &RequestPolicy::only_if_cached},
};

Seconds seconds_of(const Directive& directive) {
  const auto value = directive.value ? parse_delta_seconds(*directive.value) : std::nullopt;
  if (!value) return {0, false, false};
  return {*value, true, !directive.quoted};
}

void add_seconds(std::optional<Seconds>& member, Seconds found) {
  if (!member) {
    member = found;
  } else if (member->value != found.value || member->well_formed != found.well_formed) {
    member->plain = false;
  }
}

/// Sets what `directive` names in `policy`; false where it is none of the two tables.
template <typename P, std::size_t N, std::size_t M>
bool apply(const Directive& directive, const std::array<SecondsDirective<P>, N>& seconds,
           const std::array<FlagDirective<P>, M>& flags, P& policy) {
  for (const auto& known : seconds) {
    if (!directive.is(known.name)) continue;
    if (directive.value && is_placeholder(*directive.value)) {
      policy.placeholder = true;
    } else {
      add_seconds(policy.*known.member, seconds_of(directive));
    }
    return true;
  }
  for (const auto& known : flags) {
    if (!directive.is(known.name)) continue;
    policy.*known.member = true;
    return true;
  }
  return false;
}

void apply_response(const Directive& directive, Policy& policy) {
  if (is_placeholder(directive.name)) policy.placeholder = true;
  if (apply(directive, kSeconds, kFlags, policy)) return;
  if (directive.is("no-cache")) {
    (directive.value ? policy.no_cache_fields : policy.no_cache) = true;
  } else if (directive.is("private")) {
    (directive.value ? policy.private_fields : policy.is_private) = true;
  }
}

bool counts_seconds(std::string_view name) {
  return std::ranges::any_of(kSeconds, [&](const auto& known) { return known.name == name; });
}

/// A value of another type than the directive has is not consumed (RFC 9213 2.1).
bool consumable(const DictionaryMember& member) {
  if (counts_seconds(member.key)) {
    return member.type == ItemType::Integer && !member.text.starts_with('-');
  }
  if (member.type == ItemType::Boolean) return member.truth;
  return (member.key == "no-cache" || member.key == "private") &&
         (member.type == ItemType::String || member.type == ItemType::Token);
}

Policy policy_of(const std::vector<DictionaryMember>& members, std::string_view field) {
  Policy policy;
  policy.targeted = field;
  for (const DictionaryMember& member : members) {
    if (!consumable(member)) continue;
    Directive directive{member.key, member.key, std::nullopt, false};
    if (member.type != ItemType::Boolean) directive.value = member.text;
    apply_response(directive, policy);
  }
  return policy;
}

bool any_placeholder(const std::vector<std::string_view>& lines) {
  return std::ranges::any_of(lines, is_placeholder);
}

}  // namespace

Policy policy_of(FieldLines response, const Cache& cache) {
  for (const std::string_view target : cache.targets) {
    const auto lines = values(response, target);
    if (lines.empty()) continue;
    if (any_placeholder(lines)) {
      Policy unknown;
      unknown.placeholder = true;
      unknown.targeted = target;
      return unknown;
    }
    const auto members = parse_dictionary(lines);
    if (members && !members->empty()) return policy_of(*members, target);
  }
  Policy policy;
  for (const Directive& directive :
       parse_cache_control(values(response, FieldName::CacheControl)).directives) {
    apply_response(directive, policy);
  }
  return policy;
}

RequestPolicy request_policy_of(FieldLines request) {
  RequestPolicy policy;
  for (const Directive& directive :
       parse_cache_control(values(request, FieldName::CacheControl)).directives) {
    if (is_placeholder(directive.name)) policy.placeholder = true;
    if (apply(directive, kRequestSeconds, kRequestFlags, policy)) continue;
    if (!directive.is("max-stale")) continue;
    add_seconds(policy.max_stale, directive.value ? seconds_of(directive) : Seconds{kLargest});
  }
  return policy;
}

}  // namespace wiretag::http::cache
