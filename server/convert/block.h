#pragma once

#include <string>
#include <vector>

#include "documents/model/exchange.h"
#include "documents/model/suppression.h"
#include "server/convert/hide.h"

namespace wiretag::convert {

/// The directives, messages and contents of one exchange as the lines that stand below its `###`.
/// `suppressions` are those of its document.
[[nodiscard]] std::string block_of(const Exchange& exchange,
                                   const std::vector<const Suppression*>& suppressions,
                                   Hider& hider);

/// In one line: line ends and NUL bytes become blanks.
[[nodiscard]] std::string one_line(std::string_view text);

/// `# wiretag-ignore rule: reason` as it was written, with its line end.
[[nodiscard]] std::string comment_of(const Suppression& suppression);

}  // namespace wiretag::convert
