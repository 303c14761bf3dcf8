#include <map>

#include "http/fields/cache_control.h"
#include "http/fields/date.h"
#include "http/fields/text.h"
#include "rules/evidence.h"
#include "rules/reporter.h"
#include "rules/sightings.h"

namespace wiretag::rules {
namespace {

using http::Confidence;
using http::FieldName;

constexpr RuleInfo kInfo{
    .id = "stale-after-write",
    .family = Family::Traffic,
    .severity = Severity::Warning,
    .tier = 2,
    .summary = "A cache answers with the version from before a write",
    .spec = {"RFC 9111", "4.4"},
};

bool contains_hit(std::string_view value) {
  for (std::size_t at = 0; at + 3 <= value.size(); ++at) {
    const bool starts = at == 0 || !http::is_letter(value[at - 1]);
    const bool ends = at + 3 == value.size() || !http::is_letter(value[at + 3]);
    if (starts && ends && http::equal_ignoring_case(value.substr(at, 3), "hit")) return true;
  }
  return false;
}

/// Where the answer says that it comes out of a cache; unplaced where it does not.
Text from_cache(const Response& response) {
  const Fields& fields = response.fields;
  if (const Field* age = fields.find(FieldName::Age)) {
    if (http::parse_delta_seconds(age->value().view).value_or(0) > 0) return age->value();
  }
  for (const FieldName name :
       {FieldName::CacheStatus, FieldName::CFCacheStatus, FieldName::XCache}) {
    const Field* field = fields.find(name);
    if (field && contains_hit(field->value().view)) return field->value();
  }
  return {};
}

/// What an audience has seen of the resource around the last write.
struct Memory {
  const Sighting* before = nullptr;  ///< the last answer before it
  const Sighting* latest = nullptr;
  bool replaced = false;  ///< another tag was seen after it
};

struct Write {
  const Judged* judged = nullptr;
  std::optional<http::EntityTag> tag;  ///< that it left behind
};

/// The write went through and leaves the resource changed. POST changes what it likes.
bool changes(const Judged& judged) {
  const int status = judged.recorded();
  if (status != 200 && status != 201 && status != 204) return false;
  switch (judged.exchange.request.method) {
    case http::Method::Put:
    case http::Method::Patch:
    case http::Method::Delete: return true;
    case http::Method::Post: return etag_of(*judged.exchange.response).has_value();
    default: return false;
  }
}

/// The origin made the answer after the write: it is no copy from before.
bool made_after(const Judged& answer, const Judged& write) {
  const auto made = http::parse_http_date(answer.exchange.response->fields.value(FieldName::Date));
  const auto written =
      http::parse_http_date(write.exchange.response->fields.value(FieldName::Date));
  return made && written && made->date >= written->date;
}

bool same_tag(const http::EntityTag& a, const http::EntityTag& b) {
  return without_coding(a.opaque) == without_coding(b.opaque);
}

void report_stale(const Sighting& stale, const Memory& memory, const Write& write,
                  Reporter& report) {
  const Text sign = from_cache(*stale.judged->exchange.response);
  const bool proven = memory.replaced || (write.tag && !same_tag(*write.tag, stale.tag)) ||
                      write.judged->exchange.request.method == http::Method::Delete;
  report
      .across(stale.place, {&stale.judged->exchange, &write.judged->exchange},
              "A cache answers with {}, the version from before the {} above: only caches that the "
              "write passes through drop their copy. Purge this URL on write, or give it a short "
              "lifetime",
              quoted(http::to_string(stale.tag)), write.judged->exchange.request.method_name())
      .resting_on(proven ? Confidence::Certain : Confidence::Likely)
      .related(sign, "it comes out of a cache")
      .related(write.judged->exchange.response->status_text, "the write went through")
      .related(memory.before->place, "the tag before the write");
}

void check(const Resource& resource, Reporter& report) {
  if (resource.exchanges.size() < 3) return;
  const std::vector<Sighting> seen = sightings(resource);
  std::map<std::string_view, Memory> memories;
  Write write;
  std::size_t next = 0;
  for (const Judged& judged : resource.exchanges) {
    if (judged.asked() && changes(judged)) {
      write = {&judged, etag_of(*judged.exchange.response)};
      for (auto& [audience, memory] : memories) memory = {memory.latest, memory.latest, false};
    } else if (!http::selects(judged.exchange.request.method)) {
      // Whatever else was asked may have changed it back.
      if (written_between(resource, judged.index == 0 ? 0 : judged.index - 1, judged.index + 1)) {
        memories.clear();
        write = {};
      }
    }
    if (next == seen.size() || seen[next].judged != &judged) continue;
    const Sighting& sighting = seen[next++];
    Memory& memory = memories[sighting.audience];
    const bool old = write.judged && memory.before && same_tag(memory.before->tag, sighting.tag);
    const bool unchanged = write.tag && same_tag(*write.tag, sighting.tag);
    if (old && !unchanged && judged.exchange.response &&
        from_cache(*judged.exchange.response).placed() && !made_after(judged, *write.judged)) {
      report_stale(sighting, memory, write, report);
      memory.before = nullptr;
    } else if (write.judged && memory.before && !old) {
      memory.replaced = true;
    }
    memory.latest = &sighting;
  }
}

}  // namespace

extern constinit const Rule stale_after_write{kInfo, &check};

}  // namespace wiretag::rules
