#include <algorithm>
#include <cstdlib>
#include <optional>

#include "rules/evidence.h"
#include "rules/reporter.h"
#include "rules/sightings.h"
#include "rules/tags/tag_shapes.h"

namespace wiretag::rules {
namespace {

constexpr RuleInfo kInfo{
    .id = "etag-mtime-shaped",
    .family = Family::Tags,
    .severity = Severity::Info,
    .tier = 2,
    .summary = "The tag is made of file time and size",
    .spec = {"RFC 9110", "8.8.3.1"},
};

struct Decoded {
  const Sighting* sighting = nullptr;
  FileTag tag;
};

std::optional<Decoded> decoded(const Sighting& sighting) {
  if (!sighting.in_response) return std::nullopt;
  const auto tag = file_tag(*sighting.judged->exchange.response);
  if (!tag || !tag->inode.empty()) return std::nullopt;
  return Decoded{&sighting, *tag};
}

/// The same size under another time, and nothing shows that the content changed. Different nodes
/// are a drift of their own.
bool touched(const Decoded& a, const Decoded& b, const Resource& resource) {
  if (a.sighting->audience != b.sighting->audience || a.tag.scheme != b.tag.scheme) return false;
  if (a.tag.size != b.tag.size || a.tag.ticks == b.tag.ticks) return false;
  const Judged& first = *a.sighting->judged;
  const Judged& last = *b.sighting->judged;
  return !different_nodes(first.node, last.node) &&
         !written_between(resource, first.index, last.index) &&
         compare(content_of(first.exchange), content_of(last.exchange)) != Sameness::Different;
}

std::string age_between(const FileTag& a, const FileTag& b) {
  const std::int64_t seconds = std::abs(a.time - b.time);
  if (seconds == 0) return "less than a second";
  return seconds < 7200 ? fmt::format("{} s", seconds) : fmt::format("{} h", seconds / 3600);
}

void report_touched(const Decoded& before, const Decoded& after, Reporter& report) {
  const Sighting& at = *after.sighting;
  report
      .across(at.place, {&at.judged->exchange, &before.sighting->judged->exchange},
              "{} is file time and size ({} scheme): same size, file times {} apart. If only the "
              "file was "
              "touched, all clients download it again; make the tag of the content",
              quoted(http::to_string(at.tag)), after.tag.scheme, age_between(before.tag, after.tag))
      .related(before.sighting->place, "the tag before");
}

/// One file time proves nothing bad: editors may show what the tag is made of, no more.
void report_scheme(const Decoded& only, Reporter& report) {
  const Sighting& at = *only.sighting;
  report
      .at(at.place, *at.judged,
          "{} is file time {} and size {} ({} scheme): a copy with another file time "
          "gets another tag",
          quoted(http::to_string(at.tag)), http::to_string(http::HttpDate{only.tag.time}),
          only.tag.size, only.tag.scheme)
      .at_most(Severity::Hint);
}

bool any_file_tag(const Resource& resource) {
  return std::ranges::any_of(resource.exchanges, [](const Judged& judged) {
    return judged.asked() && judged.exchange.response && file_tag(*judged.exchange.response);
  });
}

void check(const Resource& resource, Reporter& report) {
  if (!any_file_tag(resource)) return;
  const std::vector<Sighting> seen = sightings(resource);
  std::optional<Decoded> first;
  for (const Sighting& sighting : seen) {
    const auto next = decoded(sighting);
    if (!next) continue;
    if (first && touched(*first, *next, resource)) return report_touched(*first, *next, report);
    if (!first) first = next;
  }
  if (first) report_scheme(*first, report);
}

}  // namespace

extern constinit const Rule etag_mtime_shaped{kInfo, &check};

}  // namespace wiretag::rules
