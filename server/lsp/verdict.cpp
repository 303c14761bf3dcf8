#include "server/lsp/verdict.h"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "http/explain.h"
#include "http/fields/date.h"
#include "rules/reporter.h"
#include "server/lint/wire_facts.h"

namespace wiretag::lsp {
namespace {

using http::Because;
using http::Condition;

/// The place is "line 7" with what stands there in front.
std::string origin_in_words(Source source, std::string_view line) {
  switch (source) {
    case Source::Note: return fmt::format("from the note{}", line);
    case Source::Recording: return fmt::format("from the recorded response{}", line);
    case Source::Earlier: return fmt::format("from the exchange before{}", line);
    case Source::Later: return fmt::format("from the exchange after{}", line);
    case Source::BothSides: return fmt::format("the exchanges before and after agree{}", line);
    case Source::EarlierWrite: return fmt::format("from the answer to the write before{}", line);
    case Source::Assumption:
    case Source::Unknown: break;
  }
  return "assumed, nothing speaks against it";
}

/// Collects the facts that are known.
class EvidenceList {
 public:
  explicit EvidenceList(const readers::Document& document) : document_(document) {}

  void add(std::string fact, std::string value, const Provenance& provenance) {
    list_.push_back({std::move(fact), std::move(value),
                     origin_in_words(provenance.source, line_of(provenance.place))});
  }
  [[nodiscard]] std::vector<Evidence> take() { return std::move(list_); }

 private:
  [[nodiscard]] std::string line_of(const Text& place) const {
    if (!place.placed()) return {};
    return fmt::format(" in line {}", document_.lines().line_of(place.span().begin) + 1);
  }

  const readers::Document& document_;
  std::vector<Evidence> list_;
};

void add_tag(const Judged& judged, EvidenceList& list) {
  const auto& etag = judged.state().etag;
  if (!etag.known()) return;
  if (etag.value) {
    list.add("the server's tag", http::to_string(*etag.value), judged.inference.etag);
  } else {
    list.add("the server has no tag", {}, judged.inference.etag);
  }
}

void add_date(const Judged& judged, EvidenceList& list) {
  const auto& date = judged.state().last_modified;
  if (!date.known()) return;
  if (date.value) {
    list.add("the server's Last-Modified", http::to_string(*date.value),
             judged.inference.last_modified);
  } else {
    list.add("the server has no Last-Modified", {}, judged.inference.last_modified);
  }
}

void add_range_facts(const Judged& judged, EvidenceList& list) {
  const http::ServerState& state = judged.state();
  if (state.length.value) {
    list.add("the length", fmt::format("{} bytes", *state.length.value), judged.inference.length);
  }
  if (state.accepts_ranges.value) {
    list.add(*state.accepts_ranges.value ? "ranges are accepted" : "ranges are not accepted", {},
             judged.inference.accepts_ranges);
  }
}

Missing missing_for(const http::Step& step, const http::ConditionalRequest& request) {
  const bool by_date =
      step.condition == Condition::IfRange && request.if_range && !request.if_range->tag;
  switch (step.because) {
    case Because::Templated:
      return {fmt::format("the value of {} behind its variable", http::to_string(step.condition)),
              {}};
    case Because::MethodNotModelled: return {"to know how the method treats conditions", {}};
    case Because::TagUnknown: return {"the server's current tag", "# @origin ETag: \"…\""};
    case Because::ExistenceUnknown:
      return {"to know whether the server has the resource", "# @origin ETag: \"…\""};
    case Because::DateUnknown: return {"the server's Last-Modified", "# @origin Last-Modified: …"};
    case Because::IfRangeUnknown:
      if (by_date) return {"the server's Last-Modified", "# @origin Last-Modified: …"};
      return {"the server's current tag", "# @origin ETag: \"…\""};
    case Because::RangeLengthUnknown:
      return {"the length of the representation", "# @origin Content-Length: …"};
    default: return {"what the server answers without conditions", "# @origin 200"};
  }
}

const http::Step* unknown_step(const http::Prediction& prediction) {
  const auto* end = prediction.steps.data() + prediction.step_count;
  const auto* found = std::find_if(prediction.steps.data(), end, [](const http::Step& step) {
    return step.outcome == http::Outcome::Unknown;
  });
  return found == end ? nullptr : found;
}

void append_new(std::vector<SpecLink>& links, std::string_view spec) {
  const std::size_t split = spec.rfind(' ');
  if (split == std::string_view::npos) return;
  for (SpecLink& link : spec_links(spec.substr(0, split), spec.substr(split + 1))) {
    const bool known = std::any_of(links.begin(), links.end(),
                                   [&](const SpecLink& other) { return other.url == link.url; });
    if (!known) links.push_back(std::move(link));
  }
}

http::WireCost cost_of(const Judged& judged) {
  return http::wire_cost(judged.conditions, judged.prediction, lint::wire_facts(judged));
}

/// Up to a hundred million bytes are counted, more are rounded.
std::string short_size(std::uint64_t bytes) {
  constexpr std::uint64_t kCounted = 100'000'000;
  constexpr std::uint64_t kMegabyte = 1'000'000;
  if (bytes < kCounted) return rules::bytes(bytes);
  std::string size = rules::bytes((bytes + kMegabyte / 2) / kMegabyte);
  return size.replace(size.rfind(' '), std::string::npos, " MB");
}

std::string lower_without_blanks(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (c == ' ') continue;
    out += c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  }
  return out;
}

}  // namespace

std::string effect(const Judged& judged) {
  return http::wire_effect(judged.prediction, cost_of(judged));
}

std::string short_effect(const Judged& judged) {
  const http::WireCost cost = cost_of(judged);
  if (judged.prediction.status == 206 && judged.prediction.multipart) {
    return "several parts · one round trip";
  }
  if (cost.body_bytes.value_or(0) == 0) return http::wire_effect(judged.prediction, cost);
  return fmt::format("{} · one round trip", short_size(*cost.body_bytes));
}

std::vector<Evidence> evidence(const Judged& judged, const readers::Document& document) {
  EvidenceList list(document);
  const http::ConditionalRequest& asked = judged.conditions;
  if (asked.if_match || asked.if_none_match || (asked.if_range && asked.if_range->tag)) {
    add_tag(judged, list);
  }
  if (asked.if_modified_since || asked.if_unmodified_since ||
      (asked.if_range && !asked.if_range->tag)) {
    add_date(judged, list);
  }
  if (asked.range) add_range_facts(judged, list);
  return list.take();
}

std::optional<Missing> missing(const Judged& judged) {
  if (!judged.asked() || judged.prediction.known()) return std::nullopt;
  const http::Step* step = unknown_step(judged.prediction);
  return missing_for(step ? *step : http::Step{}, judged.conditions);
}

bool lacks_tag(const Judged& judged) {
  if (!judged.asked() || judged.prediction.known()) return false;
  const http::Step* step = unknown_step(judged.prediction);
  if (!step) return false;
  const auto& if_range = judged.conditions.if_range;
  return step->because == Because::TagUnknown ||
         (step->because == Because::IfRangeUnknown && if_range && if_range->tag);
}

std::vector<SpecLink> spec_links(std::string_view document, std::string_view sections) {
  std::vector<SpecLink> links;
  while (!sections.empty()) {
    const std::size_t comma = std::min(sections.find(','), sections.size());
    std::string_view section = sections.substr(0, comma);
    sections.remove_prefix(std::min(comma + 1, sections.size()));
    while (section.starts_with(' ')) section.remove_prefix(1);
    if (section.empty()) continue;
    links.push_back({fmt::format("{} §{}", document, section),
                     fmt::format("https://www.rfc-editor.org/rfc/{}#section-{}",
                                 lower_without_blanks(document), section)});
  }
  return links;
}

std::vector<SpecLink> spec_links(const http::Prediction& prediction) {
  std::vector<SpecLink> links;
  if (prediction.step_count == 0) return links;
  append_new(links, http::spec(prediction.decision().condition));
  for (std::size_t i = 0; i < prediction.step_count; ++i) {
    const Condition condition = prediction.steps[i].condition;
    if (condition == Condition::Method || condition == Condition::Unconditional) continue;
    append_new(links, http::spec(condition));
  }
  return links;
}

}  // namespace wiretag::lsp
