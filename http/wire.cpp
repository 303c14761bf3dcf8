#include <fmt/format.h>

#include "http/explain.h"

namespace wiretag::http {
namespace {

constexpr std::uint64_t kRequestHead = 400;
constexpr std::uint64_t kNotModifiedHead = 250;
constexpr std::uint64_t kOtherHead = 350;

bool is_bodiless(const Prediction& p) {
  return p.method == Method::Head || p.status == 204 || p.status == 205 || p.status == 304 ||
         p.status == 412 || p.status == 416;
}

bool carries_whole_representation(const Prediction& p) {
  return p.method == Method::Get && p.status == 200;
}

std::optional<std::uint64_t> slice(const Prediction& p) {
  if (!p.content_range || !p.content_range->interval) return std::nullopt;
  return p.content_range->interval->size();
}

std::optional<std::uint64_t> full_size(const Prediction& p, const WireFacts& facts) {
  if (facts.body || !p.content_range) return facts.body;
  return p.content_range->length;
}

std::optional<std::uint64_t> body_size(const Prediction& p, const WireFacts& facts) {
  if (is_bodiless(p)) return 0;
  if (p.status == 206) return slice(p);
  return carries_whole_representation(p) ? facts.body : std::nullopt;
}

std::optional<std::uint64_t> saving(const Prediction& p, const WireFacts& facts) {
  if (p.method != Method::Get) return std::nullopt;
  if (p.status == 304) return facts.body;
  if (p.status == 200 && facts.body) return 0;
  const auto part = slice(p);
  const auto whole = full_size(p, facts);
  if (p.status != 206 || !part || !whole || *whole < *part) return std::nullopt;
  return *whole - *part;
}

std::string body_effect(const Prediction& p, const WireCost& cost) {
  if (cost.body_bytes == 0) return "no body";
  if (p.status == 206 && p.multipart) return "several parts of the body";
  if (p.status == 206 && cost.body_bytes && p.content_range && p.content_range->length) {
    return fmt::format("{} bytes of {}", *cost.body_bytes, *p.content_range->length);
  }
  if (p.status == 206) return "part of the body";
  if (!carries_whole_representation(p)) return {};
  if (!cost.body_bytes) return "whole body";
  return fmt::format("whole body ({} bytes)", *cost.body_bytes);
}

}  // namespace

WireCost wire_cost(const ConditionalRequest&, const Prediction& prediction,
                   const WireFacts& facts) {
  WireCost cost;
  cost.request_bytes = facts.request_head.value_or(kRequestHead);
  cost.response_head_bytes =
      facts.response_head.value_or(prediction.status == 304 ? kNotModifiedHead : kOtherHead);
  if (!prediction.known()) return cost;
  cost.body_bytes = body_size(prediction, facts);
  cost.saved_bytes = saving(prediction, facts);
  return cost;
}

std::string wire_effect(const Prediction& prediction, const WireCost& cost) {
  if (!prediction.known()) return {};
  const std::string trips =
      cost.round_trips == 1 ? "one round trip" : fmt::format("{} round trips", cost.round_trips);
  const std::string body = body_effect(prediction, cost);
  return body.empty() ? trips : fmt::format("{} · {}", body, trips);
}

}  // namespace wiretag::http
