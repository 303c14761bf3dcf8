#include "server/config/glob.h"

#include <algorithm>
#include <cstdint>
#include <string>
#include <vector>

namespace wiretag::config {
namespace {

struct Token {
  enum class Kind : std::uint8_t {
    Character,
    AnyCharacter,
    Class,
    Star,
    Anything,     ///< `**`
    Directories,  ///< `**/`: none, or any that end with a slash
  };
  Kind kind = Kind::Character;
  char character = 0;
  std::string_view members = {};  ///< of a class, with its `!`
};

bool in_class(std::string_view members, char c) {
  const bool negated = !members.empty() && (members[0] == '!' || members[0] == '^');
  if (negated) members.remove_prefix(1);
  bool found = false;
  for (std::size_t i = 0; i < members.size(); ++i) {
    if (i + 2 < members.size() && members[i + 1] == '-') {
      found = found || (members[i] <= c && c <= members[i + 2]);
      i += 2;
    } else {
      found = found || members[i] == c;
    }
  }
  return found != negated;
}

std::vector<Token> tokens_of(std::string_view glob) {
  using Kind = Token::Kind;
  std::vector<Token> tokens;
  for (std::size_t i = 0; i < glob.size(); ++i) {
    const char c = glob[i];
    const std::size_t close = c == '[' ? glob.find(']', i + 2) : glob.npos;
    if (c == '*' && glob.substr(i, 2) == "**") {
      while (i + 1 < glob.size() && glob[i + 1] == '*') ++i;
      const bool whole_names = i + 1 < glob.size() && glob[i + 1] == '/';
      tokens.push_back({whole_names ? Kind::Directories : Kind::Anything});
      if (whole_names) ++i;
    } else if (c == '*') {
      tokens.push_back({Kind::Star});
    } else if (c == '?') {
      tokens.push_back({Kind::AnyCharacter});
    } else if (close != glob.npos) {
      tokens.push_back({Kind::Class, 0, glob.substr(i + 1, close - i - 1)});
      i = close;
    } else {
      if (c == '\\' && i + 1 < glob.size()) ++i;
      tokens.push_back({Kind::Character, glob[i]});
    }
  }
  return tokens;
}

bool takes(const Token& token, char c) {
  switch (token.kind) {
    case Token::Kind::Character: return token.character == c;
    case Token::Kind::AnyCharacter:
    case Token::Kind::Star: return c != '/';
    case Token::Kind::Class: return c != '/' && in_class(token.members, c);
    case Token::Kind::Anything:
    case Token::Kind::Directories: return true;
  }
  return false;
}

bool repeats(const Token& token) {
  return token.kind == Token::Kind::Star || token.kind == Token::Kind::Anything ||
         token.kind == Token::Kind::Directories;
}

/// Runs all ways through the tokens side by side: `alive[i]` means that the path so far may stand
/// before token `i`.
bool run(const std::vector<Token>& tokens, std::string_view path) {
  std::vector<bool> alive(tokens.size() + 1, false);
  const auto skip_repeats = [&](std::vector<bool>& states, char last) {
    for (std::size_t i = 0; i < tokens.size(); ++i) {
      if (!states[i] || !repeats(tokens[i])) continue;
      if (tokens[i].kind != Token::Kind::Directories || last == '/') states[i + 1] = true;
    }
  };
  alive[0] = true;
  skip_repeats(alive, '/');
  for (const char c : path) {
    std::vector<bool> next(alive.size(), false);
    for (std::size_t i = 0; i < tokens.size(); ++i) {
      if (alive[i] && takes(tokens[i], c)) next[repeats(tokens[i]) ? i : i + 1] = true;
    }
    skip_repeats(next, c);
    alive.swap(next);
  }
  return alive.back();
}

/// More alternatives than this are left as they stand.
constexpr std::size_t kMostAlternatives = 64;

/// The glob once for each member of its braces.
std::vector<std::string> alternatives(std::string_view glob) {
  std::vector<std::string> done;
  std::vector<std::string> open{std::string(glob)};
  while (!open.empty() && done.size() + open.size() <= kMostAlternatives) {
    const std::string one = std::move(open.back());
    open.pop_back();
    const std::size_t close = one.find('}');
    const std::size_t begin = close == one.npos ? one.npos : one.rfind('{', close);
    if (begin == one.npos) {
      done.push_back(one);
      continue;
    }
    const std::string_view inside = std::string_view(one).substr(begin + 1, close - begin - 1);
    for (std::size_t at = 0; at <= inside.size();) {
      const std::size_t comma = std::min(inside.find(',', at), inside.size());
      open.push_back(one.substr(0, begin) + std::string(inside.substr(at, comma - at)) +
                     one.substr(close + 1));
      at = comma + 1;
    }
  }
  done.insert(done.end(), open.begin(), open.end());
  return done;
}

}  // namespace

bool matches(std::string_view glob, std::string_view path) {
  for (const std::string& one : alternatives(glob)) {
    if (run(tokens_of(one), path)) return true;
  }
  return false;
}

bool covers(std::string_view glob, std::string_view path) {
  if (glob.starts_with("./")) glob.remove_prefix(2);
  const bool directory = glob.ends_with('/');
  if (directory) glob.remove_suffix(1);
  const bool anywhere = glob.find('/') == glob.npos;
  if (glob.starts_with('/')) glob.remove_prefix(1);
  std::size_t begin = 0;
  while (begin <= path.size()) {
    const std::size_t end = std::min(path.find('/', begin), path.size());
    const bool last = end == path.size();
    const std::string_view part = anywhere ? path.substr(begin, end - begin) : path.substr(0, end);
    if (!(directory && last) && matches(glob, part)) return true;
    begin = end + 1;
  }
  return false;
}

}  // namespace wiretag::config
