#include <algorithm>
#include <map>
#include <vector>

#include "rules/evidence.h"
#include "rules/reporter.h"
#include "rules/sightings.h"
#include "rules/tags/tag_shapes.h"

namespace wiretag::rules {
namespace {

constexpr RuleInfo kInfo{
    .id = "etag-random-shaped",
    .family = Family::Tags,
    .severity = Severity::Warning,
    .tier = 2,
    .summary = "Every response of the same content has another tag",
    .spec = {"RFC 9110", "8.8.1"},
};

/// Fewer answers than this may be one change of content and back.
constexpr std::size_t kTelling = 3;

using Sample = std::vector<const Sighting*>;

bool all_tags_differ(const Sample& sample) {
  for (std::size_t i = 0; i < sample.size(); ++i) {
    for (std::size_t j = 0; j < i; ++j) {
      if (sample[i]->folded == sample[j]->folded) return false;
    }
  }
  return true;
}

/// The least that is known of any two neighbours.
Sameness sameness(const Sample& sample) {
  Sameness least = Sameness::Same;
  for (std::size_t i = 1; i < sample.size(); ++i) {
    const Sameness next = compare(content_of(sample[i - 1]->judged->exchange),
                                  content_of(sample[i]->judged->exchange));
    least = next == Sameness::Different ? Sameness::Unknown : std::min(least, next);
  }
  return least;
}

/// Lengths alone do not tell a random tag from changed content, but random UUIDs do.
http::Confidence proof(const Sample& sample) {
  const bool uuids = std::ranges::all_of(
      sample, [](const Sighting* s) { return looks_like_random_uuid(s->folded); });
  if (sample.size() < (uuids ? 2 : kTelling)) return http::Confidence::Unknown;
  switch (sameness(sample)) {
    case Sameness::Same: return http::Confidence::Certain;
    case Sameness::SameLength:
      return uuids && sample.size() >= kTelling ? http::Confidence::Likely
                                                : http::Confidence::Unknown;
    default: return http::Confidence::Unknown;
  }
}

bool written_within(const Sample& sample, const Resource& resource) {
  return written_between(resource, sample.front()->judged->index, sample.back()->judged->index);
}

void check_sample(const Sample& sample, const Resource& resource, Reporter& report) {
  if (sample.size() < 2 || !all_tags_differ(sample)) return;
  const http::Confidence confidence = proof(sample);
  if (confidence == http::Confidence::Unknown || written_within(sample, resource)) return;
  std::vector<const Exchange*> exchanges;
  for (auto it = sample.rbegin(); it != sample.rend(); ++it) {
    exchanges.push_back(&(*it)->judged->exchange);
  }
  const Sighting& last = *sample.back();
  const Sighting& first = *sample.front();
  report
      .across(last.place, std::move(exchanges),
              "{} responses with {}, {} different tags, {} the last: no check ever gets 304. "
              "Derive the "
              "tag from the content or its revision",
              sample.size(),
              confidence == http::Confidence::Certain ? "the same content" : "equal lengths",
              sample.size(), quoted(http::to_string(last.tag)))
      .resting_on(confidence)
      .related(first.place, "a tag of the same content");
}

void check(const Resource& resource, Reporter& report) {
  if (resource.exchanges.size() < 2) return;
  const std::vector<Sighting> seen = sightings(resource);
  std::map<std::string_view, Sample> audiences;
  for (const Sighting& sighting : seen) {
    if (sighting.in_response && sighting.judged->recorded() == 200) {
      audiences[sighting.audience].push_back(&sighting);
    }
  }
  for (const auto& [audience, sample] : audiences) check_sample(sample, resource, report);
}

}  // namespace

extern constinit const Rule etag_random_shaped{kInfo, &check};

}  // namespace wiretag::rules
