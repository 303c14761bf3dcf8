#pragma once

#include <vector>

#include "http/cache/message.h"

namespace wiretag::http::cache {

/// An answered request makes stored responses of its target invalid: an unsafe method with 2xx or
/// 3xx (RFC 9111 4.4). A method of unknown safety counts as unsafe.
[[nodiscard]] bool invalidates(Method method, int status);

/// How a 304, or a 200 to HEAD, bears on a stored response.
enum class Update : std::uint8_t {
  Freshens,   ///< its fields replace those stored (RFC 9111 4.3.4)
  Outdates,   ///< a HEAD shows that the representation has changed (RFC 9111 4.3.5)
  Elsewhere,  ///< it speaks of another stored response
};

/// `stored` is the newest stored response of the target. A 304 without a validator freshens it
/// where the request it answers named its validator.
[[nodiscard]] Update update_by_304(const Received& stored, const RequestMessage& request,
                                   const ResponseMessage& not_modified);
[[nodiscard]] Update update_by_head(const Received& stored, const ResponseMessage& head);

/// The fields of a stored response after an update: those of `update` replace the stored ones,
/// save framing and content fields. Age and Date restart. The views are those of the arguments.
[[nodiscard]] std::vector<FieldLine> freshened(FieldLines stored, FieldLines update);

}  // namespace wiretag::http::cache
