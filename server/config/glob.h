#pragma once

#include <string_view>

namespace wiretag::config {

/// `path` matches the glob as a whole, as in a `.gitignore`: `*` and `?` stay within one name, `**`
/// crosses names, `[a-z]` and `[!a-z]` are one character, `{a,b}` is either. Linear in the path.
[[nodiscard]] bool matches(std::string_view glob, std::string_view path);

/// The glob matches the relative path or a directory that it is in. A glob without a slash inside
/// is about names at any depth.
[[nodiscard]] bool covers(std::string_view glob, std::string_view path);

}  // namespace wiretag::config
