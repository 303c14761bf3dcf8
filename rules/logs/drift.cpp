#include "rules/logs/drift.h"

#include <algorithm>
#include <map>
#include <set>

#include "rules/tags/tag_shapes.h"

namespace wiretag::rules {
namespace {

/// Pairs are compared, so only the busiest spans of a URL are.
constexpr std::size_t kMostSpans = 64;
/// A node's own tag lives until its restart or the next deploy. More tags than this on a node
/// change by user or by answer.
constexpr std::size_t kMostTagsOfANode = 8;
/// Lines that each of two tags has to have. With two, a rolling deploy can look the same, so that
/// is believed only in a snippet, which someone cut out for a reason.
constexpr std::uint64_t kLines = 3;
constexpr std::uint64_t kLinesInSnippet = 2;
constexpr std::uint64_t kSnippet = 100;

/// The spans of a URL, with what makes one of them no node's own.
struct Spans {
  std::vector<TagSpan> all;
  std::vector<bool> mixed;   ///< another tag of the same node is sent at the same time
  std::vector<bool> proven;  ///< another node sends another tag at the same time
  std::uint64_t responses = 0;
};

std::string_view without_port(std::string_view node) {
  const std::size_t colon = node.rfind(':');
  const bool address = node.find(':') != colon && node.find(']') == std::string_view::npos;
  return colon == std::string_view::npos || address ? node : node.substr(0, colon);
}

bool of_one_node(const TagSpan& a, const TagSpan& b) {
  return a.node == b.node && a.member == b.member;
}

/// `other` is sent by the node of `span` in between, often enough to be no accident.
bool mixed_with(const TagSpan& span, const TagSpan& other) {
  constexpr std::uint64_t kOneIn = 10;
  constexpr std::int64_t kShare = 10;
  if (other.responses * kOneIn < span.responses) return false;
  const bool shorter = other.last_s - other.first_s < span.last_s - span.first_s;
  const TagSpan& inner = shorter ? other : span;
  const TagSpan& outer = shorter ? span : other;
  const std::int64_t length = inner.last_s - inner.first_s;
  if (length > 0) return overlap_s(inner, outer) * kShare > length;
  return inner.first_s > outer.first_s && inner.first_s < outer.last_s;
}

void mark_mixed(Spans& spans) {
  for (std::size_t i = 0; i < spans.all.size(); ++i) {
    std::size_t tags = 0;
    for (std::size_t j = 0; j < spans.all.size(); ++j) {
      if (!of_one_node(spans.all[i], spans.all[j])) continue;
      if (!same_size(spans.all[i], spans.all[j])) continue;
      ++tags;
      if (i != j && mixed_with(spans.all[i], spans.all[j])) spans.mixed[i] = true;
    }
    if (tags > kMostTagsOfANode) spans.mixed[i] = true;
  }
}

using Sender = std::pair<std::uint32_t, std::string_view>;  // member, node

std::map<Sender, std::set<std::string_view>> tags_by_node(const Spans& spans) {
  std::map<Sender, std::set<std::string_view>> tags;
  for (const TagSpan& span : spans.all) tags[{span.member, span.node}].insert(span.tag);
  return tags;
}

/// How much two tags of two nodes prove.
enum class Proof : std::uint8_t { None, Few, Enough };

Proof proof_of(const TagSpan& a, const TagSpan& b, bool snippet) {
  const std::uint64_t lines = std::min(a.responses, b.responses);
  if (lines >= kLines && side_by_side(a, b)) return Proof::Enough;
  // "A B A B" in equal steps overlaps for a third.
  const std::int64_t either = std::max(a.last_s, b.last_s) - std::min(a.first_s, b.first_s);
  const bool shown = overlap_s(a, b) > 0 && overlap_s(a, b) * 4 >= either;
  return snippet && lines >= kLinesInSnippet && shown ? Proof::Few : Proof::None;
}

/// Marks the spans that interleave with another node's. The best proof of all.
Proof mark_proven(Spans& spans, bool snippet) {
  const auto tags = tags_by_node(spans);
  Proof best = Proof::None;
  for (std::size_t j = 1; j < spans.all.size(); ++j) {
    for (std::size_t i = 0; i < j; ++i) {
      const TagSpan& a = spans.all[i];
      const TagSpan& b = spans.all[j];
      if (spans.mixed[i] || spans.mixed[j] || a.node == b.node || a.tag == b.tag) continue;
      if (!same_size(a, b)) continue;
      // In a rolling deploy each of the two tags comes to both nodes.
      if (tags.at({b.member, b.node}).contains(a.tag)) continue;
      if (tags.at({a.member, a.node}).contains(b.tag)) continue;
      const Proof proof = proof_of(a, b, snippet);
      if (proof == Proof::None) continue;
      spans.proven[i] = spans.proven[j] = true;
      best = std::max(best, proof);
    }
  }
  return best;
}

/// Marks the tags that hold the name of their node; true where two nodes or more do that.
bool mark_named(Spans& spans) {
  std::set<std::string_view> nodes;
  std::vector<bool> named(spans.all.size());
  for (std::size_t i = 0; i < spans.all.size(); ++i) {
    named[i] = holds_name(spans.all[i].sent, without_port(spans.all[i].node));
    if (named[i]) nodes.insert(spans.all[i].node);
  }
  if (nodes.size() < 2) return false;
  spans.proven = named;
  return true;
}

/// Half of the answers or more are of tags that are proven to be their node's own.
bool prevails(const Spans& spans) {
  std::uint64_t proven = 0;
  for (std::size_t i = 0; i < spans.all.size(); ++i) {
    if (spans.proven[i]) proven += spans.all[i].responses;
  }
  return proven * 2 >= spans.responses;
}

/// Percent of the checks that reach another tag than the answer before, with nodes taken in turn
/// at random: one less the sum of the squared shares.
int lost_percent(const std::vector<TagSpan>& nodes) {
  std::map<std::string_view, double> by_tag;
  double total = 0;
  for (const TagSpan& span : nodes) {
    by_tag[span.tag] += static_cast<double>(span.responses);
    total += static_cast<double>(span.responses);
  }
  double kept = 0;
  for (const auto& [tag, count] : by_tag) kept += (count / total) * (count / total);
  return static_cast<int>((1 - kept) * 100 + 0.5);
}

/// The proven span with the most answers.
const TagSpan& busiest(const Spans& spans) {
  const TagSpan* best = nullptr;
  for (std::size_t i = 0; i < spans.all.size(); ++i) {
    if (!spans.proven[i]) continue;
    if (!best || spans.all[i].responses > best->responses) best = &spans.all[i];
  }
  return *best;
}

/// Each node with the tag that it sends beside the busiest one; a deploy changes all of them.
Drift drift_of(const Spans& spans) {
  Drift drift;
  const TagSpan& anchor = busiest(spans);
  for (std::size_t i = 0; i < spans.all.size(); ++i) {
    const TagSpan& span = spans.all[i];
    if (!spans.proven[i] || span.member != anchor.member) continue;
    const auto it = std::ranges::find(drift.nodes, span.node, &TagSpan::node);
    if (it == drift.nodes.end()) {
      drift.nodes.push_back(span);
    } else if (overlap_s(*it, anchor) < overlap_s(span, anchor)) {
      *it = span;
    }
  }
  std::ranges::stable_sort(drift.nodes, {}, &TagSpan::first_s);
  std::set<std::string_view> tags;
  for (const TagSpan& span : drift.nodes) tags.insert(span.tag);
  drift.tags = tags.size();
  drift.lost_percent = lost_percent(drift.nodes);
  return drift;
}

Spans spans_of(const UrlTraffic& url) {
  Spans spans{tag_history(url, Nodes::Apart), {}, {}, 0};
  for (const TagSpan& span : spans.all) spans.responses += span.responses;
  if (spans.all.size() > kMostSpans) {
    std::ranges::stable_sort(spans.all, std::ranges::greater{}, &TagSpan::responses);
    spans.all.resize(kMostSpans);
  }
  spans.mixed.resize(spans.all.size());
  spans.proven.resize(spans.all.size());
  return spans;
}

}  // namespace

std::optional<Drift> find_drift(const UrlTraffic& url) {
  if (!url.log->columns.node || !url.log->columns.etag || url.tags.size() < 2) return std::nullopt;
  Spans spans = spans_of(url);
  if (spans.all.size() < 2) return std::nullopt;
  const bool named = mark_named(spans);
  Proof proof = Proof::Enough;
  if (!named) {
    if (!url.log->columns.time) return std::nullopt;
    mark_mixed(spans);
    proof = mark_proven(spans, url.log->requests <= kSnippet);
  }
  if (proof == Proof::None || !prevails(spans)) return std::nullopt;
  Drift drift = drift_of(spans);
  if (drift.tags < 2) return std::nullopt;
  drift.named = named;
  drift.certain = proof == Proof::Enough;
  return drift;
}

}  // namespace wiretag::rules
