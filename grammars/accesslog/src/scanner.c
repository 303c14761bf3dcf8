#include <string.h>

#include "tree_sitter/parser.h"

// The scanner keeps no state: what it must know of the line before a field is in the set of valid
// symbols. A line ends at LF, CR LF or the end of the text; any other byte is content. No byte is
// looked at more than a fixed number of times: what is opened and not closed takes the rest of its
// line.

enum token {
  COMMENT,
  HASH,
  DIRECTIVE_NAME,
  DIRECTIVE_VALUE,
  SPACED_LINE,
  TABBED_LINE,
  LABELLED_LINE,
  BARE,
  QUOTED,
  BRACKETED,
  BRACED,
  BARE_CELL,
  QUOTED_CELL,
  BRACKETED_CELL,
  LABEL,
  COLON,
  LABELLED_VALUE,
  OBJECT_OPEN,
  OBJECT_CLOSE,
  ARRAY_OPEN,
  ARRAY_CLOSE,
  KEY,
  STRING,
  NUMBER,
  LITERAL,
  MALFORMED,
  MISSING_CLOSE,
};

enum { BYTE_ORDER_MARK = 0xFEFF, WORD_CAPACITY = 12 };

static bool is_blank(int32_t c) { return c == ' ' || c == '\t'; }

static bool is_digit(int32_t c) { return c >= '0' && c <= '9'; }

static bool is_letter(int32_t c) { return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z'); }

static bool is_label_char(int32_t c) {
  return is_letter(c) || is_digit(c) || c == '_' || c == '-' || c == '.';
}

static bool is_name_char(int32_t c) { return is_letter(c) || c == '_' || c == '-'; }

static void advance(TSLexer* lexer) { lexer->advance(lexer, false); }

static void skip(TSLexer* lexer) { lexer->advance(lexer, true); }

static bool at_eof(TSLexer* lexer) { return lexer->lookahead == 0 && lexer->eof(lexer); }

static bool emit(TSLexer* lexer, enum token token) {
  lexer->result_symbol = token;
  return true;
}

static bool emit_to_here(TSLexer* lexer, enum token token) {
  lexer->mark_end(lexer);
  return emit(lexer, token);
}

// Passes carriage returns to see whether the line ends behind them.
static bool at_line_end(TSLexer* lexer) {
  while (lexer->lookahead == '\r') advance(lexer);
  return lexer->lookahead == '\n' || at_eof(lexer);
}

// As at_line_end; where the line ends, so does the token: in front of the line end.
static bool ends_at_line_end(TSLexer* lexer) {
  const int32_t c = lexer->lookahead;
  if (c != '\n' && c != '\r' && c != 0) return false;
  lexer->mark_end(lexer);
  while (lexer->lookahead == '\r') {
    lexer->mark_end(lexer);
    advance(lexer);
  }
  return lexer->lookahead == '\n' || at_eof(lexer);
}

static bool ends_at_field_end(TSLexer* lexer) {
  if (!is_blank(lexer->lookahead)) return ends_at_line_end(lexer);
  lexer->mark_end(lexer);
  return true;
}

static void pass_line(TSLexer* lexer) {
  while (!ends_at_line_end(lexer)) advance(lexer);
}

static bool scan_bare(TSLexer* lexer) {
  while (!ends_at_field_end(lexer)) advance(lexer);
  return emit(lexer, BARE);
}

// A quote that no blank follows is part of the value: some products write values as they come.
static bool scan_quoted(TSLexer* lexer) {
  advance(lexer);
  while (!ends_at_line_end(lexer)) {
    const int32_t c = lexer->lookahead;
    advance(lexer);
    if (c == '"' && ends_at_field_end(lexer)) break;
    if (c == '\\' && !ends_at_line_end(lexer)) advance(lexer);
  }
  return emit(lexer, QUOTED);
}

static bool scan_bracketed(TSLexer* lexer) {
  advance(lexer);
  while (!ends_at_line_end(lexer)) {
    const int32_t c = lexer->lookahead;
    advance(lexer);
    if (c != ']') continue;
    if (ends_at_field_end(lexer)) break;
    if (lexer->lookahead != '"') return scan_bare(lexer);
    lexer->mark_end(lexer);
    break;
  }
  return emit(lexer, BRACKETED);
}

// A brace opens a JSON object where a string and a colon follow, else captured values as in
// `{a|b}`.
static bool scan_braced(TSLexer* lexer) {
  enum { AT_START, IN_KEY, BEHIND_KEY, NO_OBJECT } place = AT_START;
  advance(lexer);
  lexer->mark_end(lexer);
  while (!at_line_end(lexer)) {
    const int32_t c = lexer->lookahead;
    if (place == AT_START && !is_blank(c)) {
      place = c == '"' ? IN_KEY : NO_OBJECT;
    } else if (place == IN_KEY && c == '"') {
      place = BEHIND_KEY;
    } else if (place == BEHIND_KEY && !is_blank(c)) {
      if (c == ':') return emit(lexer, OBJECT_OPEN);
      place = NO_OBJECT;
    }
    if (place == NO_OBJECT) break;
    advance(lexer);
    if (c == '}' && ends_at_field_end(lexer)) return emit(lexer, BRACED);
  }
  while (!ends_at_line_end(lexer)) {
    const int32_t c = lexer->lookahead;
    advance(lexer);
    if (c == '}' && ends_at_field_end(lexer)) break;
  }
  return emit(lexer, BRACED);
}

static bool scan_field(TSLexer* lexer) {
  switch (lexer->lookahead) {
    case '"': return scan_quoted(lexer);
    case '[': return scan_bracketed(lexer);
    case '{': return scan_braced(lexer);
    default: return scan_bare(lexer);
  }
}

static bool ends_at_cell_end(TSLexer* lexer) {
  if (lexer->lookahead != '\t') return ends_at_line_end(lexer);
  lexer->mark_end(lexer);
  return true;
}

// `can_be_pair`: a colon behind something ends a label.
static bool scan_cell(TSLexer* lexer, bool can_be_pair) {
  const int32_t first = lexer->lookahead;
  int32_t last = first;
  if (first == ':') can_be_pair = false;
  while (!ends_at_cell_end(lexer)) {
    last = lexer->lookahead;
    if (can_be_pair && last == ':') return emit_to_here(lexer, LABEL);
    advance(lexer);
  }
  if (first == '"' && last == '"') return emit(lexer, QUOTED_CELL);
  if (first == '[' && last == ']') return emit(lexer, BRACKETED_CELL);
  return emit(lexer, BARE_CELL);
}

static bool scan_labelled_value(TSLexer* lexer) {
  while (!ends_at_cell_end(lexer)) advance(lexer);
  return emit(lexer, LABELLED_VALUE);
}

static bool scan_string(TSLexer* lexer, enum token token) {
  advance(lexer);
  while (!ends_at_line_end(lexer)) {
    const int32_t c = lexer->lookahead;
    advance(lexer);
    if (c == '"') return emit_to_here(lexer, token);
    if (c == '\\' && !ends_at_line_end(lexer)) advance(lexer);
  }
  return emit(lexer, token);
}

static bool is_json_mark(int32_t c) {
  return c == ',' || c == ':' || c == '"' || c == '{' || c == '}' || c == '[' || c == ']';
}

static bool scan_word(TSLexer* lexer, enum token token) {
  advance(lexer);
  while (!ends_at_field_end(lexer)) {
    if (is_json_mark(lexer->lookahead)) return emit_to_here(lexer, token);
    advance(lexer);
  }
  return emit(lexer, token);
}

static bool is_json_blank(int32_t c) { return is_blank(c) || c == '\r'; }

// Skips what parts values. Returns whether a value may stand here.
static bool skip_to_value(TSLexer* lexer, const bool* valid) {
  bool wants_value = valid[STRING] && !valid[KEY];
  while (is_json_blank(lexer->lookahead)) skip(lexer);
  if (valid[STRING] && valid[KEY] && lexer->lookahead == ':') wants_value = true;
  for (;;) {
    const int32_t c = lexer->lookahead;
    if (c == ',' && valid[KEY]) wants_value = false;
    if (!is_json_blank(c) && c != ',' && c != ':') return wants_value;
    skip(lexer);
  }
}

static bool scan_json(TSLexer* lexer, const bool* valid) {
  const bool wants_value = skip_to_value(lexer, valid);
  lexer->mark_end(lexer);
  if (lexer->lookahead == '\n' || at_eof(lexer)) return emit(lexer, MISSING_CLOSE);
  const int32_t c = lexer->lookahead;
  if (c == '"') return scan_string(lexer, wants_value ? STRING : KEY);
  if (c == '}' && !valid[OBJECT_CLOSE]) return emit(lexer, MISSING_CLOSE);
  if (is_json_mark(c)) {
    advance(lexer);
    if (c == '}') return emit_to_here(lexer, OBJECT_CLOSE);
    if (c == ']' && valid[ARRAY_CLOSE]) return emit_to_here(lexer, ARRAY_CLOSE);
    if (c == '{' && wants_value) return emit_to_here(lexer, OBJECT_OPEN);
    if (c == '[' && wants_value) return emit_to_here(lexer, ARRAY_OPEN);
    return emit_to_here(lexer, MALFORMED);
  }
  if (!wants_value) return scan_word(lexer, MALFORMED);
  return scan_word(lexer, is_digit(c) || c == '-' ? NUMBER : LITERAL);
}

static bool names_format(const char* word) {
  static const char* const names[] = {"log_format", "LogFormat", "logformat", "log-format"};
  for (unsigned i = 0; i < sizeof names / sizeof *names; i++) {
    if (strcmp(word, names[i]) == 0) return true;
  }
  return false;
}

// `#Fields: …` of W3C logs, and a format as configurations write it: `# log_format …`.
static bool scan_hash_line(TSLexer* lexer) {
  advance(lexer);
  lexer->mark_end(lexer);
  const bool is_close = !is_blank(lexer->lookahead);
  while (is_blank(lexer->lookahead)) advance(lexer);
  char word[WORD_CAPACITY + 1] = {0};
  unsigned length = 0;
  while (is_name_char(lexer->lookahead)) {
    if (length < WORD_CAPACITY) word[length] = (char)lexer->lookahead;
    length++;
    advance(lexer);
  }
  if (is_close && length > 0 && lexer->lookahead == ':') return emit(lexer, HASH);
  if (length <= WORD_CAPACITY && names_format(word) && is_blank(lexer->lookahead)) {
    return emit(lexer, HASH);
  }
  pass_line(lexer);
  return emit(lexer, COMMENT);
}

// Behind the first cell of a line that starts like a label: passes the tab and the second cell's
// label.
static bool second_label_follows(TSLexer* lexer) {
  while (lexer->lookahead == '\t') advance(lexer);
  bool has_chars = false;
  while (is_label_char(lexer->lookahead)) {
    has_chars = true;
    advance(lexer);
  }
  return has_chars && lexer->lookahead == ':';
}

// Reads ahead to what parts the first two fields; the token is empty.
static enum token line_kind(TSLexer* lexer) {
  const int32_t first = lexer->lookahead;
  if (first == '{') return SPACED_LINE;
  if (first == '"' || first == '[') {
    const int32_t last = first == '"' ? '"' : ']';
    advance(lexer);
    while (lexer->lookahead != last && !at_line_end(lexer)) advance(lexer);
  }
  bool is_label = is_letter(first);
  while (is_label && is_label_char(lexer->lookahead)) advance(lexer);
  is_label = is_label && lexer->lookahead == ':';
  bool has_space = false;
  for (; !at_line_end(lexer) && lexer->lookahead != '\t'; advance(lexer)) {
    if (lexer->lookahead != ' ') continue;
    has_space = true;
    if (!is_label) break;
  }
  if (lexer->lookahead != '\t') return SPACED_LINE;
  if (is_label && second_label_follows(lexer)) return LABELLED_LINE;
  return has_space ? SPACED_LINE : TABBED_LINE;
}

// Returns whether something stands there. Carriage returns in front of a field are no part of it.
static bool skip_to_field(TSLexer* lexer, bool is_tabbed) {
  for (;;) {
    const int32_t c = lexer->lookahead;
    if (c != '\t' && c != '\r' && (is_tabbed || c != ' ')) return c != '\n' && !at_eof(lexer);
    skip(lexer);
  }
}

// What follows in the line that is open.
static bool scan_in_line(TSLexer* lexer, const bool* valid) {
  if (valid[DIRECTIVE_NAME]) {
    while (is_blank(lexer->lookahead)) skip(lexer);
    while (is_name_char(lexer->lookahead)) advance(lexer);
    return emit_to_here(lexer, DIRECTIVE_NAME);
  }
  if (valid[COLON] && lexer->lookahead == ':') {
    advance(lexer);
    return emit_to_here(lexer, COLON);
  }
  if (valid[DIRECTIVE_VALUE]) {
    if (!skip_to_field(lexer, false)) return false;
    pass_line(lexer);
    return emit(lexer, DIRECTIVE_VALUE);
  }
  if (valid[LABELLED_VALUE] && !ends_at_cell_end(lexer)) return scan_labelled_value(lexer);
  if (valid[BARE_CELL]) return skip_to_field(lexer, true) && scan_cell(lexer, valid[LABEL]);
  if (valid[BARE]) return skip_to_field(lexer, false) && scan_field(lexer);
  return false;
}

static bool scan_line_start(TSLexer* lexer) {
  for (;;) {
    const int32_t c = lexer->lookahead;
    if (!is_blank(c) && c != '\r' && c != '\n' && c != BYTE_ORDER_MARK) break;
    skip(lexer);
  }
  if (at_eof(lexer)) return false;
  if (lexer->lookahead == '#') return scan_hash_line(lexer);
  lexer->mark_end(lexer);
  return emit(lexer, line_kind(lexer));
}

static bool scan(TSLexer* lexer, const bool* valid) {
  // Only error recovery allows both, and there is nothing to recover from.
  if (valid[DIRECTIVE_NAME] && valid[KEY]) return false;
  lexer->mark_end(lexer);
  if (valid[MISSING_CLOSE]) return scan_json(lexer, valid);
  if (scan_in_line(lexer, valid)) return true;
  return valid[COMMENT] && scan_line_start(lexer);
}

void* tree_sitter_accesslog_external_scanner_create(void) { return NULL; }

void tree_sitter_accesslog_external_scanner_destroy(void* payload) { (void)payload; }

unsigned tree_sitter_accesslog_external_scanner_serialize(void* payload, char* buffer) {
  (void)payload, (void)buffer;
  return 0;
}

void tree_sitter_accesslog_external_scanner_deserialize(void* payload, const char* buffer,
                                                        unsigned length) {
  (void)payload, (void)buffer, (void)length;
}

bool tree_sitter_accesslog_external_scanner_scan(void* payload, TSLexer* lexer, const bool* valid) {
  (void)payload;
  if (!scan(lexer, valid)) return false;
  // The runtime takes the character that was peeked at for one byte long. Passing it makes an edit
  // within that character, too, invalidate the token.
  for (int i = 0; i < 4 && (lexer->lookahead < 0 || lexer->lookahead > 127); i++) advance(lexer);
  return true;
}
