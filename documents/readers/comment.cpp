#include "documents/readers/comment.h"

#include <algorithm>

#include "http/fields/text.h"

namespace wiretag::readers {

std::string_view comment_content(std::string_view line) {
  line = http::trim_blanks(line);
  if (line.starts_with("//")) return http::trim_blanks(line.substr(2));
  return http::trim_blanks(line.substr(std::min(line.find_first_not_of('#'), line.size())));
}

}  // namespace wiretag::readers
