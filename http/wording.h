#pragma once

#include <string>

#include "http/conditions.h"
#include "http/method.h"
#include "http/state.h"

namespace wiretag::http::wording {

/// "GET", or "this method" where the name is not kept.
[[nodiscard]] std::string name_of(Method m);

/// `the current tag "v42"`, or `the current tag` where it is not known.
[[nodiscard]] std::string current_tag(const ServerState& state);

/// The server's Last-Modified, quoted; "the server's Last-Modified" where it is not known.
[[nodiscard]] std::string last_modified(const ServerState& state);

/// The value of If-Range as written, quoted where it does not quote itself.
[[nodiscard]] std::string value_of(const IfRange& condition);

/// `"v41" is not the current tag "v42"`, or `none of the 3 listed tags is the current tag "v42"`.
[[nodiscard]] std::string mismatch(const TagList& list, const ServerState& state);

/// "the whole body", or "all 8192 bytes".
[[nodiscard]] std::string whole_body(const ServerState& state);

}  // namespace wiretag::http::wording
