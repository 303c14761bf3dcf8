#include "http/fields/if_range.h"

#include "http/fields/text.h"

namespace wiretag::http {

IfRange parse_if_range(std::string_view text) {
  text = trim_blanks(text);
  const bool quoted = text.substr(0, 3).find('"') != std::string_view::npos;
  if (quoted) return {text, parse_entity_tag(text), std::nullopt};
  return {text, std::nullopt, parse_http_date(text)};
}

}  // namespace wiretag::http
