#include "documents/traffic/node.h"

#include <algorithm>
#include <array>
#include <cctype>

#include "http/fields/text.h"

namespace wiretag {
namespace {

using http::FieldName;

constexpr std::array<FieldName, 9> kNodeFields = {
    FieldName::XServedBy, FieldName::XBackendServer, FieldName::XBackend,
    FieldName::XUpstream, FieldName::XPod,           FieldName::XInstanceId,
    FieldName::XInstance, FieldName::XNode,          FieldName::XHost};

/// Lower case, with blanks and underscores as hyphens.
std::string fold(std::string_view text) {
  std::string key;
  for (const char c : text) {
    if (c == ' ' || c == '\t' || c == '_') {
      if (!key.empty() && key.back() != '-') key += '-';
    } else {
      key += static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
    }
  }
  return key;
}

/// Fastly's X-Served-By names cache nodes, not the origin.
bool names_cache(std::string_view value) { return value.starts_with("cache-"); }

/// Caches, CDNs and the edges of large services write fields of these names.
constexpr std::array<std::string_view, 28> kEdgeFields = {
    "age",     "akamai-",   "ali-swift-", "cache-status",  "cdn-",        "cf-",       "eagleid",
    "fastly-", "fly-",      "via",        "x-akamai-",     "x-amz-",      "x-azure-",  "x-cache",
    "x-cdn",   "x-edge",    "x-fastly-",  "x-fb-",         "x-github-",   "x-goog-",   "x-hw",
    "x-iinfo", "x-msedge-", "x-nf-",      "x-proxy-cache", "x-served-by", "x-sucuri-", "x-varnish"};
/// Their products, as Server names them.
constexpr std::array<std::string_view, 27> kEdgeServers = {
    "akamai",     "amazons3", "ats",    "bunnycdn", "cafe",    "cdn",     "cloudflare",
    "cloudfront", "ecacc",    "ecd",    "ecs",      "esf",     "fastly",  "fly/",
    "footprint",  "golfe",    "google", "gse",      "gws",     "imperva", "keycdn",
    "netlify",    "sffe",     "squid",  "tsa",      "varnish", "vercel"};

/// The address that answered is that of a cache or an edge, or may be.
bool answered_by_edge(const Response& response) {
  const auto starts = [](std::string_view text, const auto& starts_of) {
    const std::string lower = http::lowered(text.substr(0, 15));
    return !lower.empty() && std::ranges::any_of(starts_of, [&](std::string_view start) {
      return start.front() == lower.front() && lower.starts_with(start);
    });
  };
  return starts(response.fields.value(FieldName::Server), kEdgeServers) ||
         std::ranges::any_of(response.fields.lines(), [&](const Field& field) {
           return starts(field.name().view, kEdgeFields);
         });
}

}  // namespace

Node node_of(const Exchange& exchange) {
  Node node;
  if (!exchange.notes.node.empty()) {
    node.text = exchange.notes.node;
    node.key = fold(node.text.view);
    node.stated = true;
    return node;
  }
  if (!exchange.response) return node;
  for (const FieldName name : kNodeFields) {
    const Field* field = exchange.response->fields.find(name);
    if (!field || field->value().empty() || names_cache(field->value().view)) continue;
    node.text = field->value();
    node.key = fold(node.text.view);
    return node;
  }
  if (!exchange.peer.empty() && !answered_by_edge(*exchange.response)) {
    node.text = exchange.peer;
    node.key = fold(node.text.view);
  }
  return node;
}

bool different_nodes(const Node& a, const Node& b) {
  return a.known() && b.known() && a.key != b.key;
}

}  // namespace wiretag
