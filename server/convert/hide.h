#pragma once

#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "documents/model/exchange.h"
#include "http/secrets.h"

namespace wiretag::convert {

/// Puts stand-ins in the place of secrets: `***1`, `***2` and so on. Equal secrets
/// have equal stand-ins, so that what they tell apart stays apart.
class Hider {
 public:
  /// Hides nothing.
  Hider() = default;
  /// Hides the secrets of these exchanges, also where they were copied into URLs.
  explicit Hider(const std::vector<const Exchange*>& exchanges);

  [[nodiscard]] std::string field(std::string_view name, std::string_view value);
  /// A target, or text with URLs in it.
  [[nodiscard]] std::string urls(std::string_view text);
  /// `name=value&name=value`, as a form is sent.
  [[nodiscard]] std::string form(std::string_view text);

 private:
  std::string hide(std::string_view text, const std::vector<std::string_view>& parts);
  const std::string& stand_in(std::string_view secret);

  bool active_ = false;
  http::KnownSecrets known_;
  std::unordered_map<std::string, std::string> stand_ins_;
};

}  // namespace wiretag::convert
