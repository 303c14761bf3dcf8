#include "documents/traffic/node.h"

#include <array>
#include <cctype>

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
  return node;
}

bool different_nodes(const Node& a, const Node& b) {
  return a.known() && b.known() && a.key != b.key;
}

}  // namespace wiretag
