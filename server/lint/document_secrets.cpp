#include "server/lint/document_secrets.h"

#include <utility>

#include "documents/traffic/secrets.h"

namespace wiretag::lint {
namespace {

http::KnownSecrets secrets_in(const Stretch& stretch) {
  std::vector<const Exchange*> exchanges;
  for (const Exchange& exchange : stretch.exchanges) exchanges.push_back(&exchange);
  return known_secrets(exchanges);
}

}  // namespace

const http::KnownSecrets& DocumentSecrets::all() const {
  if (!all_) all_ = known_secrets(document_.exchanges());
  return *all_;
}

bool DocumentSecrets::update(const std::vector<Stretch>& stretches) {
  if (!all_) return false;
  const bool first = by_stretch_.empty();
  std::map<std::uint64_t, http::KnownSecrets> now;
  std::vector<http::KnownSecrets> found;
  for (const Stretch& stretch : stretches) {
    if (auto kept = by_stretch_.extract(stretch.id)) {
      now.insert(now.end(), std::move(kept));
      continue;
    }
    http::KnownSecrets& known = now[stretch.id] = secrets_in(stretch);
    if (!first && !known.empty()) found.push_back(known);
  }
  std::vector<http::KnownSecrets> lost;
  for (auto& [id, known] : by_stretch_) {
    if (!known.empty()) lost.push_back(std::move(known));
  }
  by_stretch_ = std::move(now);
  if (!first && lost == found) return false;
  http::KnownSecrets all = known_secrets(document_.exchanges());
  const bool changed = *all_ != all;
  all_ = std::move(all);
  return changed;
}

}  // namespace wiretag::lint
