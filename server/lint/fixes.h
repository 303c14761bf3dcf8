#pragma once

#include <string>
#include <vector>

#include "documents/readers/format.h"
#include "documents/text/edit.h"
#include "rules/finding.h"
#include "server/lint/select.h"

namespace wiretag::lint {

/// The edits of one fix, in bytes of the file.
[[nodiscard]] std::vector<text::Edit> edits_of(const rules::Fix& fix);

/// The first fix of each finding that is allowed by `most`, leaving out those that touch bytes of
/// one already taken.
[[nodiscard]] std::vector<text::Edit> fix_edits(const std::vector<rules::Finding>& findings,
                                                rules::FixKind most);

struct Fixed {
  std::string text;
  int applied = 0;      ///< fixes applied over all rounds
  bool settled = true;  ///< false where ten rounds did not come to rest
};

/// Applies fixes until none is left, at most ten rounds.
[[nodiscard]] Fixed fix_all(const std::string& path, std::string text, const Selection& selection,
                            rules::FixKind most, readers::Format format = readers::Format::Http);

}  // namespace wiretag::lint
