#pragma once

#include <functional>
#include <string>
#include <vector>

#include "documents/model/origin.h"
#include "http/secrets.h"
#include "rules/finding.h"

namespace wiretag::lint {

/// The secret parts of the fields and the target of all exchanges that a finding is about. What is
/// printed or sent never shows them. `known` are those of the document.
[[nodiscard]] std::vector<Text> secrets_of(const rules::Finding& finding,
                                           const http::KnownSecrets& known);

/// The secret parts of any line of text, where no exchange tells: those in URLs.
[[nodiscard]] std::vector<text::Span> url_secrets(std::string_view line);

/// Takes the secrets out of the finding's message, its notes and the titles of its fixes. `known`
/// gives those of the document, if they are needed.
void redact(rules::Finding& finding, const std::function<const http::KnownSecrets&()>& known);

}  // namespace wiretag::lint
