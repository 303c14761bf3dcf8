#include "rules/traffic/tag_contents.h"

#include <map>
#include <set>
#include <utility>

#include "http/conditions.h"
#include "rules/evidence.h"
#include "rules/reporter.h"

namespace wiretag::rules {
namespace {

using http::FieldName;

std::string_view without_line_end(std::string_view text) {
  while (text.ends_with('\n') || text.ends_with('\r')) text.remove_suffix(1);
  return text;
}

/// The recorded body where every byte of it is on record; else empty.
std::string_view complete_body(const Judged& judged) {
  if (judged.recorded() != 200) return {};
  const Response& response = *judged.exchange.response;
  if (!has_content(response) || http::is_placeholder(response.body.text.view)) return {};
  if (response.body.text.view.find("...") != std::string_view::npos) return {};
  const std::string_view body = without_line_end(response.body.text.view);
  const auto stated = representation_length(judged.exchange);
  const bool fits = !stated || (*stated >= body.size() && *stated <= body.size() + 2);
  return fits ? body : std::string_view();
}

/// Two digests by the same algorithm in the same field.
bool comparable(std::string_view a, std::string_view b) {
  const std::size_t at = a.find('=');
  return at != std::string_view::npos && a.find(',') == std::string_view::npos &&
         b.find(',') == std::string_view::npos && a.substr(0, at + 1) == b.substr(0, at + 1) &&
         !http::is_placeholder(a) && !http::is_placeholder(b);
}

/// In what two answers differ; empty where nothing proves that they do.
std::string difference(const Judged& before, const Judged& after) {
  const Fields& left = before.exchange.response->fields;
  const Fields& right = after.exchange.response->fields;
  if (left.value(FieldName::ContentEncoding) != right.value(FieldName::ContentEncoding)) return {};
  const std::string_view a = left.value(FieldName::ReprDigest);
  const std::string_view b = right.value(FieldName::ReprDigest);
  if (comparable(a, b)) return a == b ? std::string() : "the digests differ";
  const auto size = representation_length(before.exchange);
  const auto later = representation_length(after.exchange);
  if (size && later && *size != *later) {
    return fmt::format("{} and then {}", bytes(*size), bytes(*later));
  }
  const std::string_view body = complete_body(before);
  const std::string_view changed = complete_body(after);
  if (body.empty() || changed.empty() || body == changed) return {};
  return "the bodies differ";
}

bool shows_content(const Judged& judged) {
  const bool content = judged.recorded() == 200 || judged.recorded() == 206;
  return content && judged.exchange.request.method == http::Method::Get;
}

/// What one audience has seen of one tag.
struct Past {
  const Sighting* content = nullptr;  ///< the last answer that carried content
  std::size_t turn = 0;               ///< when it came
};

/// What one audience has seen.
struct History {
  std::map<std::string_view, Past> tags;
  const Sighting* latest = nullptr;
  const Judged* other = nullptr;  ///< the last answer with another tag than the latest
  std::size_t turn = 0;           ///< changes of the tag so far
};

void advance(const Sighting& sighting, History& history) {
  if (history.latest && history.latest->folded != sighting.folded) {
    ++history.turn;
    history.other = history.latest->judged;
  }
  history.latest = &sighting;
}

}  // namespace

std::vector<TagReuse> reused_tags(const Resource& resource) {
  std::vector<TagReuse> found;
  if (resource.exchanges.size() < 2) return found;
  const std::vector<Sighting> seen = sightings(resource);
  std::map<std::string_view, History> audiences;
  std::set<std::string_view> reported;
  for (const Sighting& sighting : seen) {
    History& history = audiences[sighting.audience];
    advance(sighting, history);
    if (sighting.tag.weak || !sighting.in_response || !shows_content(*sighting.judged)) continue;
    Past& past = history.tags[sighting.tag.opaque];
    if (past.content) {
      std::string what = difference(*past.content->judged, *sighting.judged);
      if (!what.empty() && reported.insert(sighting.tag.opaque).second) {
        const bool between = past.turn != history.turn;
        found.push_back(
            {*past.content, sighting, std::move(what), between ? history.other : nullptr});
      }
    }
    past = {&sighting, history.turn};
  }
  return found;
}

}  // namespace wiretag::rules
