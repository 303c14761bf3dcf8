#include "documents/readers/curl_words.h"

#include <algorithm>

#include "http/fields/text.h"

namespace wiretag::readers {
namespace {

bool name_character(char c) { return http::is_letter(c) || http::is_digit(c) || c == '_'; }

/// The offset behind the bracket that closes the one at the front; the whole text where none does.
std::size_t bracket_size(std::string_view s, char open, char close) {
  int depth = 0;
  for (std::size_t i = 0; i < s.size(); ++i) {
    if (s[i] == open) ++depth;
    if (s[i] == close && --depth == 0) return i + 1;
  }
  return s.size();
}

}  // namespace

bool CommandWords::add_line(std::string_view line) {
  if (!started_) carets_ = line.find("^\"") != std::string_view::npos;
  started_ = true;
  line = http::trim_end(line);
  bool goes_on = false;
  if (quote_ == Quote::None || quote_ == Quote::Double) {
    const bool backtick = line.ends_with(" `") || line == "`";
    goes_on = line.ends_with(carets_ ? '^' : '\\') || backtick;
    if (goes_on) line.remove_suffix(1);
  }
  rest_ = line;
  while (!rest_.empty() && !over_) character();
  if (over_) return false;
  if (quote_ == Quote::None) end_word();
  return goes_on || quote_ != Quote::None;
}

std::vector<Word> CommandWords::take() {
  end_word();
  return std::move(words_);
}

void CommandWords::put(std::size_t size) {
  word_.pieces.copy(rest_.substr(0, size));
  word_.text += rest_.substr(0, size);
  in_word_ = true;
  rest_.remove_prefix(size);
}

void CommandWords::end_word() {
  if (in_word_ && !drop_next_) words_.push_back(std::move(word_));
  if (in_word_) drop_next_ = false;
  word_ = {};
  in_word_ = false;
}

void CommandWords::character() {
  if (carets_ && rest_.front() == '^' && rest_.size() > 1) rest_.remove_prefix(1);
  const char c = rest_.front();
  switch (quote_) {
    case Quote::None: return plain(c);
    case Quote::Double: return in_double_quotes(c);
    case Quote::Ansi: return in_ansi_quotes();
    case Quote::Single: break;
  }
  if (c == '\'') {
    quote_ = Quote::None;
    rest_.remove_prefix(1);
  } else {
    put(std::min(rest_.find('\''), rest_.size()));
  }
}

void CommandWords::plain(char c) {
  const auto open = [&](Quote quote, std::size_t size) {
    quote_ = quote;
    in_word_ = true;
    rest_.remove_prefix(size);
  };
  if (http::is_blank(c)) {
    end_word();
    rest_.remove_prefix(1);
  } else if (c == '"') {
    open(Quote::Double, 1);
  } else if (carets_) {
    put();
  } else if (c == '\'') {
    open(Quote::Single, 1);
  } else if (rest_.starts_with("$'")) {
    open(Quote::Ansi, 2);
  } else if (c == '$') {
    expand();
  } else if (c == '\\' && rest_.size() > 1) {
    rest_.remove_prefix(1);
    put();
  } else if (c == '>' || c == '<') {
    redirect(c);
  } else if (c == '|' || c == ';' || c == '&' || c == ')' || c == '`' || (c == '#' && !in_word_)) {
    over_ = true;
  } else {
    put();
  }
}

void CommandWords::redirect(char c) {
  // The number of the file in front of it is no word.
  if (http::all_digits(word_.text)) in_word_ = false;
  end_word();
  while (!rest_.empty() && (rest_.front() == c || rest_.front() == '&')) rest_.remove_prefix(1);
  drop_next_ = true;
}

void CommandWords::in_double_quotes(char c) {
  if (c == '"') {
    quote_ = Quote::None;
    rest_.remove_prefix(1);
    return;
  }
  if (c == '\\' && rest_.size() > 1) {
    std::size_t next = 1;
    if (carets_ && rest_[1] == '^' && rest_.size() > 2) next = 2;
    const char escaped = rest_[next];
    if (escaped == '"' || escaped == '\\' || (!carets_ && (escaped == '$' || escaped == '`'))) {
      rest_.remove_prefix(next);
    }
    put();
    return;
  }
  if (!carets_ && (c == '$' || c == '`')) return expand();
  put();
}

void CommandWords::in_ansi_quotes() {
  const char c = rest_.front();
  if (c == '\'') {
    quote_ = Quote::None;
    rest_.remove_prefix(1);
    return;
  }
  if (c != '\\' || rest_.size() < 2) return put();
  const char escaped = rest_[1];
  if (escaped == '\'' || escaped == '"' || escaped == '\\' || escaped == '?') {
    rest_.remove_prefix(1);
    return put();
  }
  // A line end or a character by its number: what is left of it does not matter here.
  word_.pieces.stand_in("?", rest_.substr(0, 2));
  word_.text += '?';
  rest_.remove_prefix(2);
}

std::size_t CommandWords::expansion_size() const {
  if (rest_.starts_with('`')) {
    const std::size_t close = rest_.find('`', 1);
    return close == std::string_view::npos ? rest_.size() : close + 1;
  }
  if (rest_.starts_with("$(")) return 1 + bracket_size(rest_.substr(1), '(', ')');
  if (rest_.starts_with("${")) return 1 + bracket_size(rest_.substr(1), '{', '}');
  std::size_t size = 1;
  while (size < rest_.size() && name_character(rest_[size])) ++size;
  return size;
}

void CommandWords::expand() {
  const std::size_t size = expansion_size();
  if (size < 2) return put();
  const std::string_view source = rest_.substr(0, size);
  std::string name = "{{";
  for (const char c : source) {
    if (name_character(c)) name += c;
  }
  name += name.size() > 2 ? "}}" : "x}}";
  word_.text += name;
  word_.pieces.stand_in(std::move(name), source);
  in_word_ = true;
  rest_.remove_prefix(size);
}

}  // namespace wiretag::readers
