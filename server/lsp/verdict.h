#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "documents/readers/document.h"
#include "documents/traffic/traffic.h"

namespace wiretag::lsp {

/// The verdict on one exchange, in plain words.

/// What crosses the wire: "no body · one round trip". Empty where nothing is predicted.
[[nodiscard]] std::string effect(const Judged& judged);

/// The same in so few words that editors do not cut it: "8,192 bytes · one round trip".
[[nodiscard]] std::string short_effect(const Judged& judged);

/// One fact about the server that the verdict rests on.
struct Evidence {
  std::string fact;   ///< "the server's tag"
  std::string value;  ///< `W/"v42"`; empty where the fact speaks for itself
  std::string from;   ///< "from the note in line 7"
};

/// The known facts that the conditions of the exchange consult, and where each was read. Lines
/// count from 1.
[[nodiscard]] std::vector<Evidence> evidence(const Judged& judged,
                                             const readers::Document& document);

/// What keeps an exchange from being predicted.
struct Missing {
  std::string what;  ///< "the server's current tag"
  std::string note;  ///< the comment that would state it; empty where none can
};

/// Nothing where the status is predicted or there is no request to predict for.
[[nodiscard]] std::optional<Missing> missing(const Judged& judged);

/// The comment that states the server's tag, to be filled in.
inline constexpr std::string_view kTagNote = "# @origin ETag: \"…\"";

/// The prediction fails for lack of the server's tag alone.
[[nodiscard]] bool lacks_tag(const Judged& judged);

/// "RFC 9110 13.1.5, 8.8.3.2" as its parts, each with its address.
struct SpecLink {
  std::string label;  ///< "RFC 9110 §13.1.5"
  std::string url;    ///< "https://www.rfc-editor.org/rfc/rfc9110#section-13.1.5"
};
[[nodiscard]] std::vector<SpecLink> spec_links(std::string_view document,
                                               std::string_view sections);

/// The sections that govern the steps of the prediction: the deciding one first, each once.
[[nodiscard]] std::vector<SpecLink> spec_links(const http::Prediction& prediction);

}  // namespace wiretag::lsp
