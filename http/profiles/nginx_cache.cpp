#include "http/profiles/decision.h"

namespace wiretag::http::profiles {

ProductAnswer nginx_cache(Decision& d) {
  if (nginx_refuses(d)) {
    d.note(Mechanism::RepeatedLineRefused);
    return d.status(400);
  }
  return selects(d.method()) ? nginx_filters(d) : d.forwarded();
}

}  // namespace wiretag::http::profiles
