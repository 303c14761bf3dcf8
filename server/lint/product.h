#pragma once

#include <optional>
#include <string>

#include "documents/traffic/traffic.h"
#include "http/profiles/profile.h"

namespace wiretag::lint {

/// What one product answers to an exchange, beside what the standard asks for.
struct ProductView {
  http::Product product{};
  http::ProductAnswer answer;
  std::string because;  ///< how it decides: "compares If-Range as text, W/ included"
};

/// For the product that `# @server` names in the exchange, else for `fallback`. nullopt without
/// either, for a name that is no product, and without a request line.
[[nodiscard]] std::optional<ProductView> product_view(const Judged& judged,
                                                      std::optional<http::Product> fallback);

/// One line: "nginx answers 206: it compares If-Range as text, W/ included. The standard asks for
/// 200".
[[nodiscard]] std::string product_line(const ProductView& view, const http::Prediction& standard);

}  // namespace wiretag::lint
