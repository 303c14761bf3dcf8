#include "server/convert/hide.h"

#include <algorithm>

#include "documents/traffic/secrets.h"
#include "http/fields/text.h"

namespace wiretag::convert {
namespace {

bool is_stand_in(std::string_view text) {
  return text.starts_with("***") && http::all_digits(text.substr(3));
}

}  // namespace

Hider::Hider(const std::vector<const Exchange*>& exchanges)
    : active_(true), known_(known_secrets(exchanges)) {}

std::string Hider::field(std::string_view name, std::string_view value) {
  if (!active_) return std::string(value);
  std::vector<std::string_view> parts = http::secret_parts(name, value);
  const std::vector<std::string_view> in_urls = known_.in(value);
  parts.insert(parts.end(), in_urls.begin(), in_urls.end());
  std::sort(parts.begin(), parts.end(),
            [](std::string_view a, std::string_view b) { return a.data() < b.data(); });
  return hide(value, parts);
}

std::string Hider::urls(std::string_view text) {
  return active_ ? hide(text, known_.in(text)) : std::string(text);
}

std::string Hider::form(std::string_view text) { return urls("?" + std::string(text)).substr(1); }

std::string Hider::hide(std::string_view text, const std::vector<std::string_view>& parts) {
  std::string out;
  const char* at = text.data();
  for (const std::string_view part : parts) {
    if (part.data() < at) continue;
    out.append(at, part.data());
    out += stand_in(part);
    at = part.data() + part.size();
  }
  out.append(at, text.data() + text.size());
  return out;
}

const std::string& Hider::stand_in(std::string_view secret) {
  const std::size_t nth = stand_ins_.size() + 1;
  const auto [it, fresh] = stand_ins_.try_emplace(std::string(secret));
  // A file that was converted already keeps its stand-ins.
  if (fresh) it->second = is_stand_in(secret) ? secret : "***" + std::to_string(nth);
  return it->second;
}

}  // namespace wiretag::convert
