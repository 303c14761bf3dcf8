#include "server/files/names.h"

#include "documents/readers/format.h"

namespace wiretag::files {

bool readable_name(std::string_view path) {
  return readers::format_of_name(path).has_value() || readers::names_log(path);
}

bool skipped_directory(std::string_view name) {
  return name == "node_modules" || (name.size() > 1 && name[0] == '.' && name != "..");
}

bool in_skipped_directory(std::string_view path) {
  for (std::size_t slash = path.find('/'); slash != path.npos; slash = path.find('/')) {
    if (skipped_directory(path.substr(0, slash))) return true;
    path.remove_prefix(slash + 1);
  }
  return false;
}

}  // namespace wiretag::files
