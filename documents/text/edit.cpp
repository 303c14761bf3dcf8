#include "documents/text/edit.h"

#include <algorithm>

namespace wiretag::text {

std::string apply(std::string_view text, std::vector<Edit> edits) {
  std::stable_sort(edits.begin(), edits.end(),
                   [](const Edit& a, const Edit& b) { return a.span.begin < b.span.begin; });
  std::string out;
  std::uint32_t at = 0;
  for (const Edit& edit : edits) {
    if (edit.span.begin < at) continue;
    out.append(text.substr(at, edit.span.begin - at));
    out.append(edit.text);
    at = edit.span.end;
  }
  out.append(text.substr(at));
  return out;
}

}  // namespace wiretag::text
