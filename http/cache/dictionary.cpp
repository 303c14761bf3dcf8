#include "http/cache/dictionary.h"

#include <utility>

#include "http/fields/text.h"

namespace wiretag::http::cache {
namespace {

constexpr std::size_t kIntegerDigits = 15;
constexpr std::size_t kDecimalDigits = 12;

bool is_lower(char c) { return c >= 'a' && c <= 'z'; }
bool is_key_start(char c) { return is_lower(c) || c == '*'; }
bool is_key(char c) { return is_key_start(c) || is_digit(c) || c == '_' || c == '-' || c == '.'; }
bool is_token(char c) {
  return is_letter(c) || is_digit(c) ||
         std::string_view("!#$%&'*+-.^_`|~:/").find(c) != std::string_view::npos;
}
bool is_base64(char c) { return is_letter(c) || is_digit(c) || c == '+' || c == '/' || c == '='; }
bool is_printable(char c) { return c >= 0x20 && c <= 0x7e; }

class Scanner {
 public:
  explicit Scanner(std::string_view text) : rest_(text) {}

  [[nodiscard]] bool at_end() const { return rest_.empty(); }

  bool member(DictionaryMember& out) {
    if (!key(out.key)) return false;
    if (take('=')) return value(out) && parameters();
    return parameters();
  }

  /// After a member: the comma in front of the next one, or the end.
  bool separator() {
    skip_blanks();
    if (at_end()) return true;
    if (!take(',')) return false;
    skip_blanks();
    return !at_end();
  }

 private:
  [[nodiscard]] char front() const { return rest_.empty() ? '\0' : rest_.front(); }

  bool take(char c) {
    if (rest_.empty() || rest_.front() != c) return false;
    rest_.remove_prefix(1);
    return true;
  }

  void skip_blanks() {
    while (!rest_.empty() && is_blank(rest_.front())) rest_.remove_prefix(1);
  }
  void skip_spaces() {
    while (take(' ')) {
    }
  }

  template <typename Predicate>
  std::string_view take_while(Predicate fits) {
    std::size_t n = 0;
    while (n < rest_.size() && fits(rest_[n])) ++n;
    const std::string_view taken = rest_.substr(0, n);
    rest_.remove_prefix(n);
    return taken;
  }

  bool key(std::string_view& out) {
    if (!is_key_start(front())) return false;
    out = take_while(is_key);
    return true;
  }

  bool value(DictionaryMember& out) {
    if (front() != '(') return item(out);
    out.type = ItemType::Other;
    return inner_list();
  }

  bool inner_list() {
    take('(');
    while (!at_end()) {
      skip_spaces();
      if (take(')')) return true;
      DictionaryMember ignored;
      if (!item(ignored) || !parameters()) return false;
      if (front() != ' ' && front() != ')') return false;
    }
    return false;
  }

  bool parameters() {
    while (take(';')) {
      skip_spaces();
      std::string_view name;
      DictionaryMember ignored;
      if (!key(name) || (take('=') && !item(ignored))) return false;
    }
    return true;
  }

  bool item(DictionaryMember& out) {
    const char c = front();
    if (c == '-' || is_digit(c)) return number(out);
    if (c == '"') return string(out);
    if (c == '?') return boolean(out);
    if (is_letter(c) || c == '*') {
      out.type = ItemType::Token;
      out.text = take_while(is_token);
      return true;
    }
    out.type = ItemType::Other;
    if (take(':')) return take_while(is_base64), take(':');
    if (take('@'))
      return number(out) && std::exchange(out.type, ItemType::Other) == ItemType::Integer;
    return take('%') && string(out, ItemType::Other);
  }

  bool number(DictionaryMember& out) {
    const std::string_view start = rest_;
    take('-');
    const std::size_t whole = take_while(is_digit).size();
    out.type = ItemType::Integer;
    if (whole == 0 || whole > kIntegerDigits) return false;
    if (take('.')) {
      out.type = ItemType::Other;
      const std::size_t fraction = take_while(is_digit).size();
      if (whole > kDecimalDigits || fraction == 0 || fraction > 3) return false;
    }
    out.text = start.substr(0, start.size() - rest_.size());
    return true;
  }

  bool string(DictionaryMember& out, ItemType type = ItemType::String) {
    if (!take('"')) return false;
    out.type = type;
    const std::string_view start = rest_;
    while (!at_end() && is_printable(front())) {
      if (front() == '"') {
        out.text = start.substr(0, start.size() - rest_.size());
        return take('"');
      }
      if (take('\\') && front() != '"' && front() != '\\') return false;
      if (!at_end()) rest_.remove_prefix(1);
    }
    return false;
  }

  bool boolean(DictionaryMember& out) {
    take('?');
    out.type = ItemType::Boolean;
    out.truth = front() == '1';
    return take('1') || take('0');
  }

  std::string_view rest_;
};

void put(std::vector<DictionaryMember>& members, const DictionaryMember& member) {
  std::erase_if(members, [&](const DictionaryMember& old) { return old.key == member.key; });
  members.push_back(member);
}

bool parse_line(std::string_view line, std::vector<DictionaryMember>& out) {
  Scanner scanner(line);
  do {
    DictionaryMember member;
    if (!scanner.member(member) || !scanner.separator()) return false;
    put(out, member);
  } while (!scanner.at_end());
  return true;
}

}  // namespace

std::optional<std::vector<DictionaryMember>> parse_dictionary(
    const std::vector<std::string_view>& lines) {
  std::vector<DictionaryMember> members;
  if (lines.size() == 1 && trim_blanks(lines.front()).empty()) return members;
  for (const std::string_view line : lines) {
    if (!parse_line(trim_blanks(line), members)) return std::nullopt;
  }
  return members;
}

}  // namespace wiretag::http::cache
