#include "rules/sightings.h"

#include <array>

#include "rules/evidence.h"

namespace wiretag::rules {
namespace {

using http::FieldName;

/// Below this many bytes equal lengths are chance.
constexpr std::uint64_t kTellingLength = 64;

std::string audience_of(const Judged& judged) {
  std::string key = judged.variant;
  const Fields& fields = judged.exchange.request.fields;
  for (const FieldName name : {FieldName::Authorization, FieldName::Cookie, FieldName::Accept,
                               FieldName::AcceptLanguage}) {
    key += '\n';
    key += fields.value(name);
  }
  return key;
}

std::optional<Sighting> in_response(const Judged& judged) {
  if (!judged.exchange.response) return std::nullopt;
  const Response& response = *judged.exchange.response;
  if (response.status != 200 && response.status != 206 && response.status != 304)
    return std::nullopt;
  if (const auto tag = etag_of(response)) {
    return Sighting{&judged,
                    *tag,
                    response.fields.find(FieldName::ETag)->value(),
                    true,
                    without_coding(tag->opaque),
                    {}};
  }
  if (response.status != 304 || response.fields.has(FieldName::ETag)) return std::nullopt;
  const auto tag = single_tag(judged.exchange.request, FieldName::IfNoneMatch);
  if (!tag) return std::nullopt;
  return Sighting{&judged,
                  *tag,
                  judged.exchange.request.fields.find(FieldName::IfNoneMatch)->value(),
                  false,
                  without_coding(tag->opaque),
                  {}};
}

std::optional<Sighting> in_note(const Judged& judged) {
  const Inference& seen = judged.inference;
  if (judged.exchange.response || seen.etag.source != Source::Note) return std::nullopt;
  if (!seen.state.etag.value || seen.state.etag.confidence != http::Confidence::Certain) {
    return std::nullopt;
  }
  const http::EntityTag tag = *seen.state.etag.value;
  return Sighting{&judged, tag, seen.etag.place, false, without_coding(tag.opaque), {}};
}

}  // namespace

std::string_view without_coding(std::string_view opaque) {
  constexpr std::array<std::string_view, 11> kSuffixes = {"--gzip", "-gzip",    ";gzip", ":gzip",
                                                          "+gzip",  "_gzip",    "-br",   ";br",
                                                          "-zstd",  "-deflate", "-df"};
  for (const std::string_view suffix : kSuffixes) {
    if (opaque.size() > suffix.size() && opaque.ends_with(suffix)) {
      return opaque.substr(0, opaque.size() - suffix.size());
    }
  }
  return opaque;
}

std::vector<Sighting> sightings(const Resource& resource) {
  std::vector<Sighting> seen;
  for (const Judged& judged : resource.exchanges) {
    if (!judged.asked() || !http::selects(judged.exchange.request.method)) continue;
    std::optional<Sighting> sighting = in_response(judged);
    if (!sighting) sighting = in_note(judged);
    if (!sighting) continue;
    sighting->audience = audience_of(judged);
    seen.push_back(std::move(*sighting));
  }
  return seen;
}

Content content_of(const Exchange& exchange) {
  Content content;
  if (!exchange.response ||
      (exchange.response->status != 200 && exchange.response->status != 206)) {
    return content;
  }
  const Response& response = *exchange.response;
  content.coding = response.fields.value(FieldName::ContentEncoding);
  content.digest = response.fields.value(FieldName::ReprDigest);
  if (content.digest.empty() && response.status == 200) {
    content.digest = response.fields.value(FieldName::ContentDigest);
  }
  content.length = representation_length(exchange);
  const bool whole = response.status == 200 && exchange.request.method == http::Method::Get;
  if (whole && has_content(response) && response.body.complete_size()) {
    content.body = response.body.text.view;
    if (!content.length) content.length = content.body.size();
  }
  return content;
}

Sameness compare(const Content& a, const Content& b) {
  if (a.coding != b.coding) return Sameness::Unknown;
  if (!a.digest.empty() && !b.digest.empty()) {
    return a.digest == b.digest ? Sameness::Same : Sameness::Different;
  }
  if (!a.body.empty() && !b.body.empty()) {
    return a.body == b.body ? Sameness::Same : Sameness::Different;
  }
  if (!a.length || !b.length) return Sameness::Unknown;
  if (*a.length != *b.length) return Sameness::Different;
  return *a.length >= kTellingLength ? Sameness::SameLength : Sameness::Unknown;
}

}  // namespace wiretag::rules
