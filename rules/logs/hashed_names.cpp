#include "rules/logs/hashed_names.h"

#include "rules/asset_urls.h"

namespace wiretag::rules {

bool has_hashed_name(const UrlTraffic& url) {
  if (url.members == 1) return is_fingerprinted(url.url);
  return url.first && is_fingerprinted(url.first->target().view);
}

}  // namespace wiretag::rules
