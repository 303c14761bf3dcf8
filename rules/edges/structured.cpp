#include "rules/edges/structured.h"

#include <algorithm>

#include "http/conditions.h"
#include "http/fields/text.h"

namespace wiretag::rules {
namespace {

using http::is_digit;
using http::is_letter;

constexpr std::size_t kIntegerDigits = 15;
constexpr std::size_t kDecimalDigits = 12;

bool is_space(char c) { return http::is_blank(c) || c == '\r' || c == '\n'; }
bool is_key_start(char c) { return (c >= 'a' && c <= 'z') || c == '*'; }
bool is_key(char c) { return is_key_start(c) || is_digit(c) || c == '_' || c == '-' || c == '.'; }
bool is_token(char c) {
  return is_letter(c) || is_digit(c) ||
         std::string_view("!#$%&'*+-.^_`|~:/").find(c) != std::string_view::npos;
}
bool is_base64(char c) { return is_letter(c) || is_digit(c) || c == '+' || c == '/' || c == '='; }

/// Reads from the front of a line and remembers the first thing that is wrong.
class Scanner {
 public:
  explicit Scanner(std::string_view line) : rest_(line) {}

  [[nodiscard]] bool at_end() const { return rest_.empty(); }
  [[nodiscard]] std::string_view rest() const { return rest_; }
  [[nodiscard]] std::string_view reason() const { return reason_; }

  bool member(SfMember& out, SfKind kind) {
    const std::string_view start = rest_;
    if (kind == SfKind::Dictionary && !key(out.key)) return false;
    const bool has_value = kind == SfKind::List || take('=');
    if (has_value && !value(out)) return false;
    if (!parameters(out.parameters)) return false;
    out.text = start.substr(0, start.size() - rest_.size());
    return true;
  }

  /// The comma in front of the next member, or the end.
  bool separator() {
    skip_blanks();
    if (at_end()) return true;
    if (front() == '=') return fail("no blank may stand before =");
    if (!take(',')) return fail("a comma is missing");
    skip_blanks();
    if (at_end()) return fail("it ends with a comma");
    return true;
  }

  void skip_blanks() { take_while(is_space); }

 private:
  [[nodiscard]] char front() const { return rest_.empty() ? '\0' : rest_.front(); }

  bool fail(std::string_view reason) {
    if (reason_.empty()) reason_ = reason;
    return false;
  }

  bool take(char c) {
    if (front() != c || rest_.empty()) return false;
    rest_.remove_prefix(1);
    return true;
  }

  template <typename Predicate>
  std::string_view take_while(Predicate fits) {
    const auto end = std::find_if_not(rest_.begin(), rest_.end(), fits);
    const std::string_view taken = rest_.substr(0, static_cast<std::size_t>(end - rest_.begin()));
    rest_.remove_prefix(taken.size());
    return taken;
  }

  bool key(std::string_view& out) {
    if (front() >= 'A' && front() <= 'Z') return fail("keys are in lower case");
    if (!is_key_start(front())) return fail("a key starts with a lower-case letter");
    out = take_while(is_key);
    if (is_letter(front())) return fail("keys are in lower case");
    return true;
  }

  bool value(SfMember& out) {
    if (front() != '(') return item(out.value);
    const std::string_view start = rest_;
    out.value.type = SfType::InnerList;
    if (!inner_list(out.items)) return false;
    out.value.text = start.substr(0, start.size() - rest_.size());
    return true;
  }

  bool inner_list(std::vector<SfItem>& out) {
    take('(');
    while (!at_end()) {
      skip_blanks();
      if (take(')')) return true;
      std::vector<SfParameter> ignored;
      if (!item(out.emplace_back()) || !parameters(ignored)) return false;
      if (front() == ',') return fail("blanks, not commas, stand inside ( )");
      if (!is_space(front()) && front() != ')') return fail("a blank is missing inside ( )");
    }
    return fail("( is not closed");
  }

  bool parameters(std::vector<SfParameter>& out) {
    while (take(';')) {
      skip_blanks();
      SfParameter& one = out.emplace_back();
      if (!key(one.key) || (take('=') && !item(one.value))) return false;
    }
    return true;
  }

  bool item(SfItem& out) {
    const std::string_view start = rest_;
    const bool read = bare_item(out);
    out.text = start.substr(0, start.size() - rest_.size());
    return read;
  }

  bool bare_item(SfItem& out) {
    const char c = front();
    if (c == '-' || is_digit(c)) return number(out);
    if (c == '"') return string(out);
    if (is_letter(c) || c == '*') {
      out.type = SfType::Token;
      take_while(is_token);
      return true;
    }
    if (take('?')) {
      out.truth = front() != '0';
      return take('0') || take('1') || fail("a Boolean is ?0 or ?1");
    }
    out.type = SfType::Other;
    if (take(':')) {
      take_while(is_base64);
      return take(':') || fail(": is not closed");
    }
    if (take('@')) {
      const bool read = number(out);
      out.type = SfType::Other;
      return read;
    }
    if (take('%')) {
      const bool read = string(out);
      out.type = SfType::Other;
      return read;
    }
    if (c == '\'') return fail("single quotes delimit nothing");
    if (at_end() || is_space(c) || c == ',') return fail("a value is missing behind =");
    return fail("no value starts like that");
  }

  bool number(SfItem& out) {
    take('-');
    const std::size_t whole = take_while(is_digit).size();
    out.type = SfType::Integer;
    if (whole == 0 || whole > kIntegerDigits) return fail("a number has 1 to 15 digits");
    if (take('.')) {
      out.type = SfType::Other;
      const std::size_t fraction = take_while(is_digit).size();
      if (whole > kDecimalDigits || fraction == 0 || fraction > 3) {
        return fail("a number has at most three decimals");
      }
    }
    return true;
  }

  bool string(SfItem& out) {
    out.type = SfType::String;
    if (!take('"')) return fail("a quote is missing");
    while (!at_end()) {
      const auto c = static_cast<unsigned char>(front());
      rest_.remove_prefix(1);
      if (c == '"') return true;
      if (c < 0x20 || c > 0x7e) return fail("a String holds ASCII only");
      if (c == '\\' && !take('"') && !take('\\')) return fail("\\ stands before \" or \\ only");
    }
    return fail("a quote is not closed");
  }

  std::string_view rest_;
  std::string_view reason_;
};

/// The member of `line` that `at` lies in: up to the commas around it that no quotes hold.
std::string_view member_around(std::string_view line, std::size_t at) {
  std::size_t begin = 0;
  bool quoted = false;
  std::size_t i = 0;
  for (; i < line.size(); ++i) {
    if (line[i] == '"') quoted = !quoted;
    if (quoted || line[i] != ',') continue;
    if (i >= at) break;
    begin = i + 1;
  }
  std::string_view member = line.substr(begin, i - begin);
  while (!member.empty() && is_space(member.front())) member.remove_prefix(1);
  while (!member.empty() && is_space(member.back())) member.remove_suffix(1);
  return member.empty() ? line : member;
}

bool is_named(const Field& field, std::string_view name) {
  return http::equal_ignoring_case(field.name().view, name);
}

void add_lines(const Fields& fields, std::string_view name, std::vector<const Field*>& out) {
  for (const Field& field : fields.lines()) {
    if (is_named(field, name) && !http::is_placeholder(field.value().view)) out.push_back(&field);
  }
}

}  // namespace

const SfParameter* SfMember::find(std::string_view name) const {
  const auto it = std::ranges::find(parameters, name, &SfParameter::key);
  return it == parameters.end() ? nullptr : &*it;
}

const SfMember* SfField::find(std::string_view key) const {
  const auto it = std::find_if(members.rbegin(), members.rend(),
                               [&](const SfMember& member) { return member.key == key; });
  return it == members.rend() ? nullptr : &*it;
}

SfField parse_structured(std::string_view line, SfKind kind) {
  SfField field;
  Scanner scanner(line);
  scanner.skip_blanks();
  while (!scanner.at_end()) {
    const bool read = scanner.member(field.members.emplace_back(), kind) && scanner.separator();
    if (read) continue;
    const std::size_t at = line.size() - scanner.rest().size();
    field.fault = member_around(line, std::min(at, line.empty() ? 0 : line.size() - 1));
    field.reason = scanner.reason();
    break;
  }
  return field;
}

std::vector<const Field*> response_lines(const Judged& judged, std::string_view name) {
  std::vector<const Field*> out;
  const Exchange& exchange = judged.exchange;
  if (exchange.fragment) add_lines(exchange.request.fields, name, out);
  if (exchange.response) add_lines(exchange.response->fields, name, out);
  return out;
}

}  // namespace wiretag::rules
