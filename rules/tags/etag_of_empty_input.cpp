#include <algorithm>
#include <array>
#include <string>

#include "http/fields/text.h"
#include "rules/evidence.h"
#include "rules/reporter.h"
#include "rules/tags/tag_shapes.h"

namespace wiretag::rules {
namespace {

using http::FieldName;

constexpr RuleInfo kInfo{
    .id = "etag-of-empty-input",
    .family = Family::Tags,
    .severity = Severity::Error,
    .tier = 2,
    .summary = "The tag is the hash of empty input, the content is not empty",
    .spec = {"RFC 9110", "8.8.1"},
    .absorbs = {"not-modified-for-unknown-tag", "etag-stable-content-changed"},
};

struct EmptyHash {
  std::string_view name;
  std::string_view hex;  ///< the first 32 digits: frameworks shorten longer hashes to that
  std::string_view base64;
};

constexpr std::array<EmptyHash, 4> kEmptyHashes = {{
    {"MD5", "d41d8cd98f00b204e9800998ecf8427e", "1B2M2Y8AsgTpgAmY7PhCfg"},
    {"SHA-1", "da39a3ee5e6b4b0d3255bfef95601890", "2jmj7l5rSw0yVb/vlWAYkK/YBwk"},
    {"SHA-256", "e3b0c44298fc1c149afbf4c8996fb924", "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU"},
    {"SHA-512", "cf83e1357eefb8bdf1542850d66d8007", "z4PhNX7vuL3xVChQ1m2AB9Yg5AULVxXcg/SpIdNs6c5H"},
}};

std::string standard_alphabet(std::string_view text) {
  std::string out(text);
  std::ranges::replace(out, '_', '/');
  return out;
}

/// The hash whose value for empty input the tag contains; empty for none.
std::string_view empty_hash_in(std::string_view opaque) {
  std::string folded(opaque);
  std::ranges::transform(folded, folded.begin(), http::lower);
  const std::string base64 = standard_alphabet(opaque);
  for (const EmptyHash& hash : kEmptyHashes) {
    if (folded.find(hash.hex) != std::string::npos) return hash.name;
    std::string url_safe(hash.base64);
    std::ranges::replace(url_safe, '+', '-');
    if (base64.find(hash.base64) != std::string::npos) return hash.name;
    if (base64.find(url_safe) != std::string::npos) return hash.name;
  }
  return {};
}

/// Compressed, nothing at all still has this many bytes at most.
constexpr std::uint64_t kEmptyArchive = 64;

bool not_empty(const Response& response) {
  if (response.status != 200) return false;
  return content_size(response).value_or(0) > (encoded(response) ? kEmptyArchive : 0);
}

/// Where the content that the tag belongs to is on record; unplaced where it is not.
Text content_of_tag(const Judged& judged) {
  const Response& response = *judged.exchange.response;
  if (not_empty(response)) return response.status_text;
  if (!judged.asked() || !http::selects(judged.exchange.request.method)) return {};
  if (response.status != 304 && judged.exchange.request.method != http::Method::Head) return {};
  for (const Judged& other : judged.resource.exchanges) {
    if (&other == &judged || other.variant != judged.variant || !other.exchange.response) continue;
    if (http::selects(other.exchange.request.method) && not_empty(*other.exchange.response)) {
      return other.exchange.response->status_text;
    }
  }
  return {};
}

void check(const Judged& judged, Reporter& report) {
  if (judged.recorded() != 200 && judged.recorded() != 304) return;
  const Response& response = *judged.exchange.response;
  const auto tag = etag_of(response);
  const std::string_view hash = tag ? empty_hash_in(tag->opaque) : std::string_view();
  if (hash.empty()) return;
  const Text content = content_of_tag(judged);
  if (!content.placed()) return;
  const Text value = response.fields.find(FieldName::ETag)->value();
  Report found = report.at(
      value, judged,
      "{} is the {} of nothing, but this URL has content: it is taken before the body exists. All "
      "versions share it, so changed content gets 304. Hash the body that is sent",
      quoted(value.view), hash);
  if (content.view.data() != response.status_text.view.data()) {
    found.related(content, "the content of this URL");
  }
}

}  // namespace

extern constinit const Rule etag_of_empty_input{kInfo, &check};

}  // namespace wiretag::rules
