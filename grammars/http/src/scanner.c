#include <string.h>

#include "tree_sitter/parser.h"

// The scanner keeps no state: what it must know of the lines before is in the set of valid
// symbols. Tokens end before their line's end, so a scan starts either inside a line or at the end
// of one. No byte is looked at more than a fixed number of times; get_column, which costs a whole
// line, is not used.

enum token {
  RULE,
  TITLE,
  FILLER,
  COMMENT,
  DIRECTIVE,
  AT,
  VARIABLE_NAME,
  VARIABLE_VALUE,
  SCRIPT,
  METHOD,
  TARGET,
  TARGET_CONTINUATION,
  REQUEST_VERSION,
  STATUS_VERSION,
  STATUS_CODE,
  REASON,
  FIELD_NAME,
  INDENTED_NAME,
  ANNOUNCING_NAME,
  INDENTED_ANNOUNCING_NAME,
  FIELD_VALUE,
  INDENTED_VALUE,
  EMPTY_VALUE,
  MALFORMED_FIELD,
  ELISION,
  HEAD_END,
  PLAIN_BODY,
  ANNOUNCED_BODY,
  RESPONSE_BODY,
  FILE_BODY,
  CURL,
  TEXT,
};

enum line {
  LINE_OTHER,
  LINE_RULE,
  LINE_COMMENT,
  LINE_DIRECTIVE,
  LINE_BLOCK_COMMENT,
  LINE_VARIABLE,
  LINE_SCRIPT,
  LINE_PERCENT_SCRIPT,
  LINE_BRACE_SCRIPT,
  LINE_FILE,
  LINE_PATH_FILE,
  LINE_METHOD,
  LINE_TARGET,
  LINE_CONTINUATION,
  LINE_STATUS,
  LINE_VERSION,
  LINE_FIELD,
  LINE_CURL,
  LINE_ELISION,
};

enum { WORD_CAPACITY = 24 };

struct word {
  char lower[WORD_CAPACITY + 1];
  unsigned length;
  bool is_letters;
  bool is_upper;
};

struct place {
  bool in_head;
  bool after_target;
  bool is_indented;
  bool marks;
  // Set by read_line: whether the reading stopped inside the line's first word.
  bool in_word;
  struct word word;
};

static bool is_line_end_char(int32_t c) { return c == '\n' || c == '\r'; }

static bool is_blank(int32_t c) { return c == ' ' || c == '\t' || c == 0xFEFF; }

static bool is_digit(int32_t c) { return c >= '0' && c <= '9'; }

static bool is_upper(int32_t c) { return c >= 'A' && c <= 'Z'; }

static bool is_letter(int32_t c) { return is_upper(c) || (c >= 'a' && c <= 'z'); }

static bool is_token_char(int32_t c) {
  if (is_letter(c) || is_digit(c)) return true;
  return c > 0 && c < 128 && strchr("!#$%&'*+-.^_`|~", (char)c) != NULL;
}

static void advance(TSLexer* lexer) { lexer->advance(lexer, false); }

static void skip(TSLexer* lexer) { lexer->advance(lexer, true); }

static bool at_eof(TSLexer* lexer) { return lexer->lookahead == 0 && lexer->eof(lexer); }

static bool at_line_end(TSLexer* lexer) {
  return is_line_end_char(lexer->lookahead) || at_eof(lexer);
}

static bool at_word_end(TSLexer* lexer) { return is_blank(lexer->lookahead) || at_line_end(lexer); }

static void pass_blanks(TSLexer* lexer) {
  while (is_blank(lexer->lookahead)) advance(lexer);
}

static void skip_blanks(TSLexer* lexer) {
  while (is_blank(lexer->lookahead)) skip(lexer);
}

static void pass_line(TSLexer* lexer) {
  while (!at_line_end(lexer)) advance(lexer);
}

static void pass_line_end(TSLexer* lexer, bool as_padding) {
  bool carriage_return = lexer->lookahead == '\r';
  lexer->advance(lexer, as_padding);
  if (carriage_return && lexer->lookahead == '\n') lexer->advance(lexer, as_padding);
}

static bool at_line_end_after_blanks(TSLexer* lexer) {
  pass_blanks(lexer);
  return at_line_end(lexer);
}

// Passes up to three hashes and tells whether there were three.
static bool pass_rule(TSLexer* lexer) {
  for (int i = 0; i < 3; i++) {
    if (lexer->lookahead != '#') return false;
    advance(lexer);
  }
  return true;
}

static bool emit(TSLexer* lexer, enum token token) {
  lexer->result_symbol = (TSSymbol)token;
  return true;
}

static bool emit_to_here(TSLexer* lexer, enum token token) {
  lexer->mark_end(lexer);
  return emit(lexer, token);
}

// Recognizes HTTP/<digits>[.<digits>] one character at a time; -1 is failure.
static int version_step(int state, int32_t c) {
  if (state < 0) return -1;
  if (state < 5) return c == "HTTP/"[state] ? state + 1 : -1;
  if (is_digit(c)) return state == 5 ? 6 : state == 7 ? 8 : state;
  return state == 6 && c == '.' ? 7 : -1;
}

static bool is_version(int state) { return state == 6 || state == 8; }

// The list is of words with one blank between.
static bool is_one_of(const struct word* word, const char* list) {
  size_t length = strlen(word->lower);
  while (length > 0) {
    const char* end = strchr(list, ' ');
    if (!end) return strcmp(list, word->lower) == 0;
    if ((size_t)(end - list) == length && memcmp(list, word->lower, length) == 0) return true;
    list = end + 1;
  }
  return false;
}

static bool is_known_method(const struct word* word) {
  return is_one_of(word,
                   "get head post put delete patch options trace connect query propfind proppatch "
                   "mkcol copy move lock unlock report search checkout checkin uncheckout merge "
                   "purge list graphql grpc websocket ws wss sse mqtt amqp acl bind rebind unbind "
                   "label link unlink update notify subscribe unsubscribe mkactivity mkcalendar "
                   "mkworkspace orderpatch version-control baseline-control m-search");
}

static bool announces_body(const struct word* word) {
  return is_one_of(word, "content-length content-type transfer-encoding");
}

static bool is_url_scheme(const struct word* word) { return is_one_of(word, "http https ws wss"); }

static void read_word(TSLexer* lexer, struct word* word) {
  word->length = 0;
  word->is_upper = true;
  word->is_letters = lexer->lookahead != '-';
  while (is_token_char(lexer->lookahead)) {
    int32_t c = lexer->lookahead;
    if (word->length < WORD_CAPACITY) {
      word->lower[word->length] = (char)(is_upper(c) ? c + ('a' - 'A') : c);
      word->length++;
      word->lower[word->length] = '\0';
    } else {
      word->lower[0] = '\0';
    }
    if (!is_letter(c) && c != '-') word->is_letters = false;
    if (!is_upper(c) && c != '-') word->is_upper = false;
    advance(lexer);
  }
  if (word->length == 0) word->lower[0] = '\0';
}

struct request_rest {
  bool looks_like_target;
  bool has_version;
  unsigned target_words;
};

// Reads what follows a method up to the line's end.
static struct request_rest read_request_rest(TSLexer* lexer) {
  struct request_rest rest = {false, false, 0};
  unsigned words = 0;
  while (!at_line_end_after_blanks(lexer)) {
    int version = 0, scheme = 0;
    unsigned length = 0;
    int32_t first = lexer->lookahead;
    while (!at_word_end(lexer)) {
      int32_t c = lexer->lookahead;
      version = version_step(version, c);
      if (words == 0) {
        if (length == 1 && first == '{' && c == '{') rest.looks_like_target = true;
        if (scheme == 0 && c == ':' && length > 0) {
          scheme = 1;
        } else if (scheme > 0) {
          scheme = c == '/' ? scheme + 1 : -1;
          if (scheme == 3) rest.looks_like_target = true;
        } else if (!is_token_char(c)) {
          scheme = -1;
        }
      }
      if (length < 2) length++;
      advance(lexer);
    }
    if (words == 0 && (first == '/' || (first == '*' && length == 1))) {
      rest.looks_like_target = true;
    }
    if (words < 3) words++;
    rest.has_version = is_version(version) && words > 1;
  }
  rest.target_words = words - (rest.has_version ? 1 : 0);
  return rest;
}

static bool may_be_method(const struct word* word) {
  if (!word->is_letters || word->length == 0) return false;
  return (word->is_upper && word->length >= 3) || is_known_method(word);
}

static bool is_complete_request(const struct word* word, const struct request_rest* rest) {
  if (!rest->has_version) return false;
  return rest->looks_like_target || rest->target_words == 1 ||
         (word->is_upper && is_known_method(word));
}

// Called behind `HTTP`, before the slash.
static enum line read_after_http(TSLexer* lexer, struct place* place) {
  int state = 4;
  while (!at_word_end(lexer)) {
    state = version_step(state, lexer->lookahead);
    if (state < 0) return LINE_OTHER;
    advance(lexer);
  }
  if (!is_version(state)) return LINE_OTHER;
  if (place && place->marks) lexer->mark_end(lexer);
  if (place) place->in_word = false;
  bool has_blank = is_blank(lexer->lookahead);
  if (at_line_end_after_blanks(lexer)) return LINE_VERSION;
  if (!has_blank) return LINE_OTHER;
  for (int i = 0; i < 3; i++) {
    if (!is_digit(lexer->lookahead)) {
      if (place) place->in_word = i > 0;
      return LINE_OTHER;
    }
    advance(lexer);
  }
  if (at_word_end(lexer)) return LINE_STATUS;
  if (place) place->in_word = true;
  return LINE_OTHER;
}

static bool is_single_word_line(TSLexer* lexer) {
  if (!is_blank(lexer->lookahead) || at_line_end_after_blanks(lexer)) return false;
  while (!at_word_end(lexer)) advance(lexer);
  return at_line_end_after_blanks(lexer);
}

// A line that starts with `<`, `>`, `?` or `{`, as far as it is script, file or `{{x}}/target`.
static enum line read_script_line(TSLexer* lexer) {
  int32_t first = lexer->lookahead;
  advance(lexer);
  if (first == '?') {
    if (lexer->lookahead != '?') return LINE_OTHER;
    advance(lexer);
    return is_blank(lexer->lookahead) ? LINE_SCRIPT : LINE_OTHER;
  }
  if (first == '{') {
    if (lexer->lookahead != '{') return LINE_OTHER;
    advance(lexer);
    bool is_marked = lexer->lookahead == '@' || lexer->lookahead == '+';
    if (at_line_end_after_blanks(lexer)) return LINE_BRACE_SCRIPT;
    int32_t previous = 0;
    while (!at_line_end(lexer)) {
      int32_t c = lexer->lookahead;
      advance(lexer);
      if (c == '}' && previous == '}') return at_word_end(lexer) ? LINE_OTHER : LINE_TARGET;
      previous = c;
    }
    return is_marked ? LINE_BRACE_SCRIPT : LINE_OTHER;
  }
  if (lexer->lookahead == '>') {
    advance(lexer);
    if (first == '>' && lexer->lookahead == '!') advance(lexer);
    return is_single_word_line(lexer) ? LINE_SCRIPT : LINE_OTHER;
  }
  bool has_encoding = first == '<' && lexer->lookahead == '@';
  if (has_encoding) {
    while (!at_word_end(lexer)) advance(lexer);
  }
  bool has_blank = is_blank(lexer->lookahead);
  if (at_line_end_after_blanks(lexer)) return LINE_OTHER;
  if (lexer->lookahead == '{' && !has_encoding) {
    advance(lexer);
    if (lexer->lookahead == '%') {
      advance(lexer);
      return LINE_PERCENT_SCRIPT;
    }
  }
  if (!has_blank) return LINE_OTHER;
  char tail[6] = {0};
  bool is_path = false;
  while (!at_word_end(lexer)) {
    int32_t c = lexer->lookahead;
    is_path = is_path || c == '/' || c == '.' || c == '\\';
    memmove(tail, tail + 1, 4);
    tail[4] = (char)(c > 0 && c < 128 ? c : 0);
    advance(lexer);
  }
  bool is_single = at_line_end_after_blanks(lexer);
  if (first == '<') return is_single && is_path ? LINE_PATH_FILE : LINE_FILE;
  bool is_script = strcmp(tail + 2, ".js") == 0 || strcmp(tail + 2, ".ts") == 0 ||
                   strcmp(tail + 1, ".mjs") == 0 || strcmp(tail + 1, ".lua") == 0 ||
                   strcmp(tail, ".http") == 0;
  return is_single && is_script ? LINE_SCRIPT : LINE_OTHER;
}

static bool is_script_kind(enum line kind) {
  return kind == LINE_SCRIPT || kind == LINE_PERCENT_SCRIPT || kind == LINE_BRACE_SCRIPT;
}

static bool reads_elision(TSLexer* lexer) {
  bool has_bracket = lexer->lookahead == '[';
  if (has_bracket) advance(lexer);
  if (lexer->lookahead == 0x2026) {
    advance(lexer);
  } else {
    for (int i = 0; i < 3; i++) {
      if (lexer->lookahead != '.') return false;
      advance(lexer);
    }
  }
  if (has_bracket) {
    if (lexer->lookahead != ']') return false;
    advance(lexer);
  }
  return at_word_end(lexer) && at_line_end_after_blanks(lexer);
}

static bool at_variable_name_end(TSLexer* lexer) {
  return at_word_end(lexer) || lexer->lookahead == '=' || lexer->lookahead == ':';
}

// Called behind the `@`.
static bool reads_variable(TSLexer* lexer) {
  if (at_variable_name_end(lexer)) return false;
  while (!at_variable_name_end(lexer)) advance(lexer);
  pass_blanks(lexer);
  if (lexer->lookahead == ':') advance(lexer);
  return lexer->lookahead == '=';
}

static enum line read_comment_text(TSLexer* lexer) {
  pass_blanks(lexer);
  if (lexer->lookahead != '@') return LINE_COMMENT;
  advance(lexer);
  return is_letter(lexer->lookahead) ? LINE_DIRECTIVE : LINE_COMMENT;
}

static enum line read_word_line(TSLexer* lexer, struct place* place) {
  struct word* word = &place->word;
  bool may_continue = place->after_target && place->is_indented;
  bool is_pseudo = lexer->lookahead == ':';
  if (is_pseudo) advance(lexer);
  bool is_http = lexer->lookahead == 'H';
  read_word(lexer, word);
  if (word->length == 0) return LINE_OTHER;
  if (place->marks) lexer->mark_end(lexer);
  if (lexer->lookahead == ':') {
    advance(lexer);
    if (may_continue) return at_word_end(lexer) ? LINE_FIELD : LINE_OTHER;
    if (lexer->lookahead != '/') return LINE_FIELD;
    advance(lexer);
    if (lexer->lookahead != '/') return LINE_FIELD;
    return !place->in_head && is_url_scheme(word) ? LINE_TARGET : LINE_OTHER;
  }
  if (is_pseudo) return LINE_OTHER;
  if (is_http && lexer->lookahead == '/' && word->is_upper && strcmp(word->lower, "http") == 0) {
    enum line kind = read_after_http(lexer, place);
    return kind == LINE_VERSION && !may_continue ? LINE_OTHER : kind;
  }
  if (!is_blank(lexer->lookahead)) return LINE_OTHER;
  pass_blanks(lexer);
  place->in_word = false;
  int32_t next = lexer->lookahead;
  if (place->in_head && !may_continue && next == ':') return LINE_FIELD;
  if (at_line_end(lexer)) return LINE_OTHER;
  if (!place->in_head && strcmp(word->lower, "curl") == 0) return LINE_CURL;
  if (!may_be_method(word)) return LINE_OTHER;
  bool is_sure = word->is_upper && is_known_method(word);
  if (may_continue) {
    return is_sure && (next == '/' || next == '*' || next == '{' || next == 'h') ? LINE_METHOD
                                                                                 : LINE_OTHER;
  }
  struct request_rest rest = read_request_rest(lexer);
  if (is_complete_request(word, &rest)) return LINE_METHOD;
  if (place->in_head) return is_sure && rest.looks_like_target ? LINE_METHOD : LINE_OTHER;
  return is_sure || rest.looks_like_target ? LINE_METHOD : LINE_OTHER;
}

// Tells the kind of the line whose first character that is not blank comes next. It marks the end
// of the token where that token is the first word, and never reads beyond the line's end.
static enum line read_line(TSLexer* lexer, struct place* place) {
  bool may_continue = place->after_target && place->is_indented;
  place->in_word = true;
  switch (lexer->lookahead) {
    case '#':
      if (pass_rule(lexer)) return LINE_RULE;
      if (may_continue && !at_word_end(lexer)) return LINE_OTHER;
      return read_comment_text(lexer);
    case '/':
      advance(lexer);
      if (lexer->lookahead == '/') {
        advance(lexer);
        return read_comment_text(lexer);
      }
      if (may_continue) return LINE_OTHER;
      if (lexer->lookahead == '*') {
        advance(lexer);
        return LINE_BLOCK_COMMENT;
      }
      return place->in_head ? LINE_OTHER : LINE_TARGET;
    case '@':
      advance(lexer);
      if (place->in_head) return LINE_OTHER;
      if (place->marks) lexer->mark_end(lexer);
      return reads_variable(lexer) ? LINE_VARIABLE : LINE_OTHER;
    case '<':
    case '>':
    case '?':
    case '{': {
      bool is_query = lexer->lookahead == '?';
      enum line kind = read_script_line(lexer);
      if (is_script_kind(kind)) return kind;
      if (is_query && place->after_target) return LINE_CONTINUATION;
      if (place->in_head) {
        if (may_continue || kind != LINE_TARGET || lexer->lookahead != ':') return LINE_OTHER;
        if (place->marks) lexer->mark_end(lexer);
        return LINE_FIELD;
      }
      if (kind == LINE_PATH_FILE) return LINE_SCRIPT;
      return kind == LINE_TARGET ? kind : LINE_OTHER;
    }
    case '&':
      if (place->after_target) return LINE_CONTINUATION;
      return read_word_line(lexer, place);
    case '.':
    case '[':
    case 0x2026:
      return reads_elision(lexer) ? LINE_ELISION : LINE_OTHER;
    default:
      return read_word_line(lexer, place);
  }
}

// Passes a target and marks its end: before a version that ends the line.
static void pass_target(TSLexer* lexer, bool in_word) {
  if (in_word) {
    while (!at_word_end(lexer)) advance(lexer);
    lexer->mark_end(lexer);
  }
  while (!at_line_end_after_blanks(lexer)) {
    int version = 0;
    while (!at_word_end(lexer)) {
      version = version_step(version, lexer->lookahead);
      advance(lexer);
    }
    if (!is_version(version)) lexer->mark_end(lexer);
  }
}

// Passes the rest of a line and marks the end of its last word.
static void pass_trimmed_line(TSLexer* lexer) {
  bool in_word = false;
  while (!at_line_end(lexer)) {
    bool blank = is_blank(lexer->lookahead);
    if (blank && in_word) lexer->mark_end(lexer);
    in_word = !blank;
    advance(lexer);
  }
  if (in_word) lexer->mark_end(lexer);
}

// From the end of a line to the first character of the next line that is not blank. False at the
// end of the text and before a separator.
static bool pass_to_next_content(TSLexer* lexer) {
  while (is_line_end_char(lexer->lookahead)) {
    pass_line_end(lexer, false);
    pass_blanks(lexer);
  }
  if (at_eof(lexer)) return false;
  return lexer->lookahead != '#' || !pass_rule(lexer);
}

// Passes everything up to and with the line that has the closing pair.
static void pass_closed_by(TSLexer* lexer, int32_t first, int32_t second) {
  do {
    bool is_closed = false;
    int32_t previous = 0;
    while (!at_line_end(lexer)) {
      int32_t c = lexer->lookahead;
      if (previous == first && c == second) is_closed = true;
      previous = c;
      advance(lexer);
    }
    lexer->mark_end(lexer);
    if (is_closed) return;
  } while (pass_to_next_content(lexer));
}

static void pass_brace_script(TSLexer* lexer) {
  bool is_closed = false;
  do {
    int braces = 0;
    while (braces < 2 && lexer->lookahead == '}') {
      advance(lexer);
      braces++;
    }
    is_closed = braces == 2 && at_line_end_after_blanks(lexer);
    pass_line(lexer);
    lexer->mark_end(lexer);
  } while (!is_closed && pass_to_next_content(lexer));
}

static void pass_curl(TSLexer* lexer) {
  for (;;) {
    int32_t last = 0;
    while (!at_line_end(lexer)) {
      last = lexer->lookahead;
      advance(lexer);
    }
    lexer->mark_end(lexer);
    if (last != '\\' || at_eof(lexer)) return;
    pass_line_end(lexer, false);
    if (at_line_end_after_blanks(lexer)) return;
    if (lexer->lookahead == '#' && pass_rule(lexer)) return;
  }
}

// A run of separators is one token; it ends behind the hashes of the last one.
static void pass_rules(TSLexer* lexer) {
  do {
    while (lexer->lookahead == '#') advance(lexer);
    lexer->mark_end(lexer);
    pass_line(lexer);
    while (is_line_end_char(lexer->lookahead)) {
      pass_line_end(lexer, false);
      pass_blanks(lexer);
    }
  } while (pass_rule(lexer));
}

static void pass_text(TSLexer* lexer) {
  struct place place = {0};
  do {
    pass_line(lexer);
    lexer->mark_end(lexer);
    if (at_eof(lexer)) return;
    pass_line_end(lexer, false);
    if (at_line_end_after_blanks(lexer)) return;
  } while (read_line(lexer, &place) == LINE_OTHER);
}

static bool scan_title(TSLexer* lexer) {
  skip_blanks(lexer);
  if (at_line_end(lexer)) return false;
  if (lexer->lookahead == '#') {
    while (is_blank(lexer->lookahead) || lexer->lookahead == '#') advance(lexer);
    return emit_to_here(lexer, FILLER);
  }
  while (!at_line_end_after_blanks(lexer)) {
    bool only_hashes = true;
    while (!at_word_end(lexer)) {
      if (lexer->lookahead != '#') only_hashes = false;
      advance(lexer);
    }
    if (!only_hashes) lexer->mark_end(lexer);
  }
  return emit(lexer, TITLE);
}

// Whether a value goes on in the line behind the line end that comes next. Below a field that is
// itself indented, as in a document that is indented as a whole, a line that reads as a part of a
// message does not continue the value.
static bool value_goes_on(TSLexer* lexer, bool is_indented, bool as_padding) {
  if (at_eof(lexer)) return false;
  pass_line_end(lexer, as_padding);
  if (!is_blank(lexer->lookahead)) return false;
  while (is_blank(lexer->lookahead)) lexer->advance(lexer, as_padding);
  if (at_line_end(lexer)) return false;
  if (lexer->lookahead == '#') return !pass_rule(lexer) && !is_indented;
  if (!is_indented) return true;
  if (lexer->lookahead == '/') {
    advance(lexer);
    return lexer->lookahead != '/';
  }
  if (lexer->lookahead == ':') return false;
  bool is_http = lexer->lookahead == 'H';
  struct word word;
  read_word(lexer, &word);
  if (lexer->lookahead == ':') return false;
  if (is_http && lexer->lookahead == '/' && strcmp(word.lower, "http") == 0) return false;
  return !(is_blank(lexer->lookahead) && word.is_upper && is_known_method(&word));
}

static bool scan_value(TSLexer* lexer, bool is_indented) {
  skip_blanks(lexer);
  if (at_line_end(lexer) && !value_goes_on(lexer, is_indented, true)) {
    return emit(lexer, EMPTY_VALUE);
  }
  do {
    lexer->mark_end(lexer);
    pass_trimmed_line(lexer);
  } while (value_goes_on(lexer, is_indented, false));
  return emit(lexer, is_indented ? INDENTED_VALUE : FIELD_VALUE);
}

// A variable in place of the first line of a body that no field announces is no content: it stands
// below a request that has no body.
enum body_line { BODY_CONTENT, BODY_COMMENT, BODY_STOP, BODY_FILE };

static enum body_line read_body_line(TSLexer* lexer, enum token body, bool is_first,
                                     bool has_content) {
  int32_t c = lexer->lookahead;
  if (is_letter(c)) {
    struct word word;
    read_word(lexer, &word);
    if (lexer->lookahead == '/' && word.is_upper && strcmp(word.lower, "http") == 0) {
      return read_after_http(lexer, NULL) == LINE_STATUS ? BODY_STOP : BODY_CONTENT;
    }
    if (body == ANNOUNCED_BODY || !is_blank(lexer->lookahead) || !may_be_method(&word)) {
      return BODY_CONTENT;
    }
    struct request_rest rest = read_request_rest(lexer);
    return is_complete_request(&word, &rest) ? BODY_STOP : BODY_CONTENT;
  }
  if (c == '#') return pass_rule(lexer) ? BODY_STOP : BODY_COMMENT;
  if (c == '/') {
    advance(lexer);
    return lexer->lookahead == '/' ? BODY_COMMENT : BODY_CONTENT;
  }
  if (c == '@' && body == PLAIN_BODY && !has_content) {
    advance(lexer);
    return reads_variable(lexer) ? BODY_STOP : BODY_CONTENT;
  }
  if (c == '<' || (body != RESPONSE_BODY && (c == '>' || c == '?' || c == '{'))) {
    enum line kind = read_script_line(lexer);
    if (is_script_kind(kind)) return body == RESPONSE_BODY ? BODY_CONTENT : BODY_STOP;
    if (is_first && (kind == LINE_FILE || kind == LINE_PATH_FILE)) return BODY_FILE;
  }
  return BODY_CONTENT;
}

// Called behind the blank line that ends a head. Comments behind the last line of content are not
// of the body, and without any content there is none.
static bool scan_body(TSLexer* lexer, enum token body) {
  bool has_lines = false, has_content = false;
  for (;;) {
    pass_blanks(lexer);
    if (at_eof(lexer)) break;
    if (!is_line_end_char(lexer->lookahead)) {
      enum body_line kind = read_body_line(lexer, body, !has_lines, has_content);
      if (kind == BODY_STOP) break;
      has_lines = true;
      pass_line(lexer);
      if (kind == BODY_FILE) return emit_to_here(lexer, FILE_BODY);
      if (kind == BODY_CONTENT) {
        lexer->mark_end(lexer);
        has_content = true;
      }
      if (at_eof(lexer)) break;
    }
    pass_line_end(lexer, !has_lines);
  }
  return emit(lexer, has_content ? body : HEAD_END);
}

static bool scan_line(TSLexer* lexer, struct place* place, const bool* valid) {
  enum line kind = read_line(lexer, place);
  if (kind == LINE_OTHER && place->after_target && place->is_indented) kind = LINE_CONTINUATION;
  switch (kind) {
    case LINE_RULE:
      pass_rules(lexer);
      return emit(lexer, RULE);
    case LINE_COMMENT:
    case LINE_DIRECTIVE:
      pass_line(lexer);
      return emit_to_here(lexer, kind == LINE_COMMENT ? COMMENT : DIRECTIVE);
    case LINE_BLOCK_COMMENT:
      pass_closed_by(lexer, '*', '/');
      return emit(lexer, COMMENT);
    case LINE_VARIABLE:
      return emit(lexer, AT);
    case LINE_SCRIPT:
      pass_line(lexer);
      return emit_to_here(lexer, SCRIPT);
    case LINE_PERCENT_SCRIPT:
      pass_closed_by(lexer, '%', '}');
      return emit(lexer, SCRIPT);
    case LINE_BRACE_SCRIPT:
      pass_brace_script(lexer);
      return emit(lexer, SCRIPT);
    case LINE_METHOD:
      return emit(lexer, METHOD);
    case LINE_TARGET:
      pass_target(lexer, true);
      return emit(lexer, TARGET);
    case LINE_CONTINUATION:
      pass_target(lexer, place->in_word);
      return emit(lexer, TARGET_CONTINUATION);
    case LINE_STATUS:
      return emit(lexer, STATUS_VERSION);
    case LINE_VERSION:
      return emit(lexer, REQUEST_VERSION);
    case LINE_FIELD:
      if (valid[ANNOUNCING_NAME] && announces_body(&place->word)) {
        return emit(lexer, place->is_indented ? INDENTED_ANNOUNCING_NAME : ANNOUNCING_NAME);
      }
      return emit(lexer, place->is_indented ? INDENTED_NAME : FIELD_NAME);
    case LINE_CURL:
      pass_curl(lexer);
      return emit(lexer, CURL);
    case LINE_ELISION:
      return emit_to_here(lexer, ELISION);
    default:
      break;
  }
  if (place->in_head) {
    pass_line(lexer);
    return emit_to_here(lexer, MALFORMED_FIELD);
  }
  pass_text(lexer);
  return emit(lexer, TEXT);
}

static bool scan(TSLexer* lexer, const bool* valid) {
  // Only error recovery allows both, and there is nothing to recover from.
  if (valid[TITLE] && valid[STATUS_CODE]) return false;
  lexer->mark_end(lexer);

  if (valid[TITLE] && scan_title(lexer)) return true;
  if (valid[FIELD_VALUE] || valid[INDENTED_VALUE]) return scan_value(lexer, valid[INDENTED_VALUE]);
  if (valid[VARIABLE_NAME]) {
    while (!at_variable_name_end(lexer)) advance(lexer);
    return emit_to_here(lexer, VARIABLE_NAME);
  }
  skip_blanks(lexer);
  if (!at_line_end(lexer)) {
    if (valid[FILLER] && !valid[REASON]) {
      pass_line(lexer);
      return emit_to_here(lexer, FILLER);
    }
    if (valid[STATUS_CODE]) {
      for (int i = 0; i < 3; i++) advance(lexer);
      return emit_to_here(lexer, STATUS_CODE);
    }
    if (valid[TARGET] && !valid[METHOD]) {
      pass_target(lexer, true);
      return emit(lexer, TARGET);
    }
    if (valid[REQUEST_VERSION]) {
      while (!at_word_end(lexer)) advance(lexer);
      return emit_to_here(lexer, REQUEST_VERSION);
    }
    if (valid[FILLER] && lexer->lookahead == '-') {
      advance(lexer);
      if (at_word_end(lexer)) return emit_to_here(lexer, FILLER);
      lexer->mark_end(lexer);
    }
    if (valid[REASON] || valid[VARIABLE_VALUE]) {
      pass_trimmed_line(lexer);
      return emit(lexer, valid[REASON] ? REASON : VARIABLE_VALUE);
    }
  }

  struct place place = {0};
  place.marks = true;
  place.in_head = valid[MALFORMED_FIELD];
  unsigned line_ends = 0;
  for (;;) {
    if (is_blank(lexer->lookahead)) {
      skip(lexer);
      place.is_indented = true;
    } else if (is_line_end_char(lexer->lookahead)) {
      pass_line_end(lexer, true);
      place.is_indented = false;
      if (++line_ends == 2 && valid[HEAD_END]) {
        if (!place.in_head) return emit(lexer, HEAD_END);
        return scan_body(lexer, valid[PLAIN_BODY]       ? PLAIN_BODY
                                : valid[ANNOUNCED_BODY] ? ANNOUNCED_BODY
                                                        : RESPONSE_BODY);
      }
    } else {
      break;
    }
  }
  if (at_eof(lexer)) return false;
  place.after_target = valid[TARGET_CONTINUATION] && line_ends == 1;
  return scan_line(lexer, &place, valid);
}

void* tree_sitter_http_external_scanner_create(void) { return NULL; }

void tree_sitter_http_external_scanner_destroy(void* payload) { (void)payload; }

unsigned tree_sitter_http_external_scanner_serialize(void* payload, char* buffer) {
  (void)payload, (void)buffer;
  return 0;
}

void tree_sitter_http_external_scanner_deserialize(void* payload, const char* buffer,
                                                   unsigned length) {
  (void)payload, (void)buffer, (void)length;
}

bool tree_sitter_http_external_scanner_scan(void* payload, TSLexer* lexer, const bool* valid) {
  (void)payload;
  if (!scan(lexer, valid)) return false;
  // The runtime takes the character that was peeked at for one byte long. Passing it makes an edit
  // within that character, too, invalidate the token.
  for (int i = 0; i < 4 && (lexer->lookahead < 0 || lexer->lookahead > 127); i++) advance(lexer);
  return true;
}
