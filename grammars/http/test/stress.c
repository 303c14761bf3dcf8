// grammar_stress linear                prints time per byte of growing, unfriendly inputs
// grammar_stress check FILE...         fails on an ERROR or MISSING node, or if cutting the text
//                                      before its separators changes a node
// grammar_stress edits N FILE...       N random edits of each file, incremental against fresh
// grammar_stress random N              N random texts, all of the above checks
#define _POSIX_C_SOURCE 200809L
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <tree_sitter/api.h>

#include "http.h"

struct text {
  char* data;
  uint32_t size;
};

struct node {
  TSSymbol symbol;
  TSFieldId field;
  uint32_t depth, start, end;
};

struct nodes {
  struct node* data;
  size_t count, capacity;
  bool has_error;
};

static uint64_t seed = 88172645463325252u;

static uint32_t pick(uint32_t bound) {
  seed ^= seed << 13, seed ^= seed >> 7, seed ^= seed << 17;
  return (uint32_t)((seed >> 16) % bound);
}

static void* checked(void* memory) {
  if (!memory) abort();
  return memory;
}

static struct text read_text(const char* path) {
  struct text text = {checked(malloc(1)), 0};
  FILE* file = fopen(path, "rb");
  if (!file) return text;
  char chunk[65536];
  size_t got;
  while ((got = fread(chunk, 1, sizeof chunk, file)) > 0) {
    text.data = checked(realloc(text.data, text.size + got));
    memcpy(text.data + text.size, chunk, got);
    text.size += (uint32_t)got;
  }
  fclose(file);
  return text;
}

static void add_nodes(struct nodes* nodes, TSTree* tree, uint32_t offset, bool without_separators) {
  TSTreeCursor cursor = ts_tree_cursor_new(ts_tree_root_node(tree));
  uint32_t depth = 0;
  bool skips_children = false;
  if (ts_node_has_error(ts_tree_root_node(tree))) nodes->has_error = true;
  for (;;) {
    TSNode node = ts_tree_cursor_current_node(&cursor);
    if (ts_node_is_missing(node)) nodes->has_error = true;
    skips_children = without_separators && strcmp(ts_node_type(node), "separator") == 0;
    if (!skips_children && !(without_separators && depth == 0)) {
      if (nodes->count == nodes->capacity) {
        nodes->capacity = nodes->capacity * 2 + 64;
        nodes->data = checked(realloc(nodes->data, nodes->capacity * sizeof *nodes->data));
      }
      nodes->data[nodes->count++] =
          (struct node){ts_node_symbol(node), ts_tree_cursor_current_field_id(&cursor), depth,
                        ts_node_start_byte(node) + offset, ts_node_end_byte(node) + offset};
    }
    if (!skips_children && ts_tree_cursor_goto_first_child(&cursor)) {
      depth++;
      continue;
    }
    while (!ts_tree_cursor_goto_next_sibling(&cursor)) {
      if (!ts_tree_cursor_goto_parent(&cursor)) {
        ts_tree_cursor_delete(&cursor);
        return;
      }
      depth--;
    }
  }
}

static bool same_nodes(const struct nodes* a, const struct nodes* b, const char* what) {
  for (size_t i = 0; i < a->count || i < b->count; i++) {
    struct node none = {0};
    const struct node* x = i < a->count ? &a->data[i] : &none;
    const struct node* y = i < b->count ? &b->data[i] : &none;
    if (x->symbol == y->symbol && x->field == y->field && x->depth == y->depth &&
        x->start == y->start && x->end == y->end) {
      continue;
    }
    fprintf(stderr, "%s: %s [%u, %u) against %s [%u, %u)\n", what,
            ts_language_symbol_name(tree_sitter_http(), x->symbol), x->start, x->end,
            ts_language_symbol_name(tree_sitter_http(), y->symbol), y->start, y->end);
    return false;
  }
  return true;
}

static void dump(struct text text) {
  for (uint32_t i = 0; i < text.size && i < 600; i++) {
    unsigned char c = (unsigned char)text.data[i];
    if (c == '\n')
      fputs("\\n\n", stderr);
    else if (c < 32 || c > 126)
      fprintf(stderr, "\\x%02x", c);
    else
      fputc(c, stderr);
  }
  fputs("\n", stderr);
}

static bool starts_with_rule(struct text text, uint32_t at) {
  while (at < text.size && (text.data[at] == ' ' || text.data[at] == '\t')) at++;
  return at + 3 <= text.size && memcmp(text.data + at, "###", 3) == 0;
}

static bool check_text(TSParser* parser, struct text text, const char* name) {
  struct nodes whole = {0}, pieces = {0};
  TSTree* tree = ts_parser_parse_string(parser, NULL, text.data, text.size);
  add_nodes(&whole, tree, 0, true);
  ts_tree_delete(tree);
  for (uint32_t from = 0; from < text.size;) {
    uint32_t to = from + 1;
    while (to < text.size && !(text.data[to - 1] == '\n' && starts_with_rule(text, to))) to++;
    tree = ts_parser_parse_string(parser, NULL, text.data + from, to - from);
    add_nodes(&pieces, tree, from, true);
    ts_tree_delete(tree);
    from = to;
  }
  bool good = !whole.has_error && !pieces.has_error;
  if (!good) fprintf(stderr, "%s: ERROR or MISSING node\n", name);
  if (!same_nodes(&whole, &pieces, name)) good = false;
  if (!good) dump(text);
  free(whole.data);
  free(pieces.data);
  return good;
}

static TSPoint point_at(struct text text, uint32_t offset) {
  TSPoint point = {0, 0};
  for (uint32_t i = 0; i < offset; i++) {
    point.column++;
    if (text.data[i] == '\n') point.row++, point.column = 0;
  }
  return point;
}

static const char* const snippets[] = {"\n",
                                       "\r\n",
                                       "\r",
                                       "\n\n",
                                       " ",
                                       "\t",
                                       "#",
                                       "##",
                                       "###",
                                       "### x ###\n",
                                       "# c\n",
                                       "// c\n",
                                       "# @name x\n",
                                       "/*",
                                       "*/",
                                       "@a = b\n",
                                       "@a:=\n",
                                       "< {%",
                                       "%}",
                                       "> {%\n",
                                       "{{\n",
                                       "}}\n",
                                       "{{x}}/y\n",
                                       "> ./a.js\n",
                                       "< ./a.json\n",
                                       ">> out\n",
                                       "<> ref\n",
                                       "?? status == 200\n",
                                       "GET /a\n",
                                       "GET /a HTTP/1.1\n",
                                       "PUT ",
                                       "get x HTTP/2\n",
                                       "https://x.example/a\n",
                                       "  ?q=1\n",
                                       "?q=1\n",
                                       "&r=2\n",
                                       " HTTP/1.1",
                                       "HTTP/1.1 200 OK\n",
                                       "HTTP/2 304 \n",
                                       "HTTP/1.1 200  - OK\n",
                                       "ETag: \"v\"\n",
                                       "Content-Type: a/b\n",
                                       "Vary:\n",
                                       "  folded\n",
                                       "A : b\n",
                                       ":status: 1\n",
                                       "curl x \\\n",
                                       "...\n",
                                       "\xe2\x80\xa6\n",
                                       "[...]\n",
                                       "text\n",
                                       "a b c",
                                       "\xef\xbb\xbf",
                                       "\xff",
                                       "\xe2\x80",
                                       "HTTP/",
                                       "Content-Length",
                                       ":",
                                       "=",
                                       "{",
                                       "}",
                                       "...spread\n",
                                       "\\\n",
                                       "<",
                                       ">"};

enum { SNIPPET_COUNT = sizeof snippets / sizeof *snippets };

static uint32_t make_snippet(char* out) {
  if (pick(8) == 0) {
    out[0] = (char)pick(256);
    return 1;
  }
  const char* snippet = snippets[pick(SNIPPET_COUNT)];
  memcpy(out, snippet, strlen(snippet));
  return (uint32_t)strlen(snippet);
}

static bool edit_text(TSParser* parser, struct text original, uint32_t edits, const char* name) {
  uint32_t capacity = original.size + edits * 64 + 64;
  struct text text = {checked(malloc(capacity)), original.size};
  memcpy(text.data, original.data, original.size);
  TSTree* tree = ts_parser_parse_string(parser, NULL, text.data, text.size);
  bool good = true;
  for (uint32_t i = 0; i < edits && good; i++) {
    for (uint32_t j = 0, together = 1 + pick(3); j < together; j++) {
      char inserted[64];
      uint32_t added = pick(3) ? make_snippet(inserted) : 0;
      uint32_t start = pick(text.size + 1);
      uint32_t removed = pick(3) == 0 || added == 0 ? pick(pick(4) ? 8 : 60) : 0;
      if (removed > text.size - start) removed = text.size - start;
      if (text.size + added > capacity) added = 0;
      TSInputEdit edit = {start,
                          start + removed,
                          start + added,
                          point_at(text, start),
                          point_at(text, start + removed),
                          {0, 0}};
      memmove(text.data + start + added, text.data + start + removed, text.size - start - removed);
      memcpy(text.data + start, inserted, added);
      text.size += added - removed;
      edit.new_end_point = point_at(text, start + added);
      ts_tree_edit(tree, &edit);
    }
    TSTree* next = ts_parser_parse_string(parser, tree, text.data, text.size);
    TSTree* fresh = ts_parser_parse_string(parser, NULL, text.data, text.size);
    struct nodes a = {0}, b = {0};
    add_nodes(&a, next, 0, false);
    add_nodes(&b, fresh, 0, false);
    good = same_nodes(&a, &b, name) && !a.has_error && !b.has_error;
    if (!good) {
      fprintf(stderr, "%s: edit %u, errors %d %d\n", name, i, a.has_error, b.has_error);
      dump(text);
      if (getenv("SHOW"))
        puts(ts_node_string(ts_tree_root_node(next))),
            puts(ts_node_string(ts_tree_root_node(fresh)));
    }
    free(a.data);
    free(b.data);
    ts_tree_delete(tree);
    ts_tree_delete(fresh);
    tree = next;
  }
  ts_tree_delete(tree);
  free(text.data);
  return good;
}

static bool check_random(TSParser* parser, uint32_t count) {
  bool good = true;
  for (uint32_t i = 0; i < count && good; i++) {
    char data[4096];
    struct text text = {data, 0};
    uint32_t parts = pick(40);
    bool only_bytes = pick(10) == 0;
    for (uint32_t j = 0; j < parts; j++) {
      if (only_bytes)
        data[text.size++] = (char)pick(256);
      else
        text.size += make_snippet(data + text.size);
    }
    good = check_text(parser, text, "random text") && edit_text(parser, text, 10, "random text");
  }
  return good;
}

struct shape {
  const char *name, *head, *unit, *tail;
};

static const struct shape shapes[] = {
    {"separators", "", "###\n", ""},
    {"titled separators", "", "### a title\n\n", ""},
    {"one line of hashes", "", "########", ""},
    {"one title", "### ", "word # ", "\n"},
    {"one long line", "", "abcdefgh", ""},
    {"one long value", "GET / HTTP/1.1\nA: ", "value, ", ""},
    {"one long target", "GET /", "part HTTP/1.1 ", ""},
    {"one long method", "", "ABCDEFGH", " /x\n"},
    {"one line of blanks", "GET /\n", "        ", ""},
    {"one folded value", "GET / HTTP/1.1\nA: b\n", "  fold\n", ""},
    {"one indented fold", "GET / HTTP/1.1\n  A: b\n", "  fold\n", ""},
    {"continued target", "GET /\n", "  &a=b\n", ""},
    {"comments", "", "# comment\n", ""},
    {"comments in a head", "GET /\n", "# comment\n", ""},
    {"comments after a head", "GET /\n\n", "# comment\n", ""},
    {"comments after a body", "GET /\n\nbody\n", "# comment\n", ""},
    {"spaced comments after a body", "GET /\n\nbody\n", "# comment\n\n", ""},
    {"hashes after a head", "GET /\n\n", "#\n", ""},
    {"comment and content by turns", "GET /\n\n", "# a\n\nb\n", ""},
    {"requests with comments", "", "GET / HTTP/1.1\n\n# a\n", ""},
    {"status lines", "", "HTTP/1.1 200 OK\n", ""},
    {"status lines and blanks", "", "HTTP/1.1 200 OK\n\n\n", ""},
    {"blank lines", "", "\n", ""},
    {"blank lines after a body", "GET /\n\nbody\n", "\n", "x"},
    {"blank lines after an empty value", "GET /\nA:\n", "\n", "x"},
    {"carriage returns", "", "\r", ""},
    {"header lines", "GET /\n", "ETag: \"v\"\n", ""},
    {"empty header lines", "GET /\n", "ETag:\n", ""},
    {"bare header lines", "", "ETag: \"v\"\n", ""},
    {"bare groups", "", "ETag: \"v\"\n\n", ""},
    {"malformed lines", "GET /\n", "no colon\n", ""},
    {"open scripts", "", "< {%\n", ""},
    {"open scripts in blocks", "", "###\n< {%\n", ""},
    {"open braces", "", "{{\n", ""},
    {"open comments", "", "/*\n", ""},
    {"open braces in a body", "GET /\n\n", "{\n", ""},
    {"handlers", "GET /\n\n", "> {% %}\n", ""},
    {"curl lines", "", "curl x \\\n", ""},
    {"short curl lines", "", "curl x\n", ""},
    {"text lines", "", "some words here\n", ""},
    {"near requests", "", "ABC DEF GHI\n", ""},
    {"near requests in a body", "GET /\n\n", "ABC DEF GHI\n", ""},
    {"requests", "", "GET /a\n\n###\n", ""},
    {"exchanges", "", "GET /a HTTP/1.1\n\nHTTP/1.1 200 OK\nAge: 1\n\nx\n\n", ""},
    {"variables", "", "@a = b\n", ""},
    {"elisions", "", "...\n", ""},
    {"NUL bytes", "", NULL, ""},
};

static double seconds_to_parse(TSParser* parser, struct text text, uint32_t* nodes) {
  double best = 1e9;
  for (int run = 0; run < (text.size < 2000000 ? 3 : 1); run++) {
    struct timespec from, to;
    clock_gettime(CLOCK_MONOTONIC, &from);
    TSTree* tree = ts_parser_parse_string(parser, NULL, text.data, text.size);
    clock_gettime(CLOCK_MONOTONIC, &to);
    double took = (double)(to.tv_sec - from.tv_sec) + (double)(to.tv_nsec - from.tv_nsec) * 1e-9;
    if (took < best) best = took;
    *nodes = ts_node_child_count(ts_tree_root_node(tree));
    if (ts_node_has_error(ts_tree_root_node(tree))) fprintf(stderr, "ERROR node\n"), exit(1);
    ts_tree_delete(tree);
  }
  return best;
}

static void print_linearity(TSParser* parser) {
  static const uint32_t sizes[] = {1000, 10000, 100000, 1000000, 10000000};
  printf("%-34s", "bytes per microsecond");
  for (size_t i = 0; i < 5; i++) printf("%10u", sizes[i]);
  printf("%10s\n", "top nodes");
  for (size_t i = 0; i < sizeof shapes / sizeof *shapes; i++) {
    const struct shape* shape = &shapes[i];
    printf("%-34s", shape->name);
    uint32_t nodes = 0;
    for (size_t j = 0; j < 5; j++) {
      size_t unit = shape->unit ? strlen(shape->unit) : 1;
      size_t head = strlen(shape->head), tail = strlen(shape->tail);
      struct text text = {checked(malloc(sizes[j] + head + unit + tail)), 0};
      memcpy(text.data, shape->head, head);
      text.size = (uint32_t)head;
      for (; text.size < sizes[j]; text.size += (uint32_t)unit) {
        if (shape->unit)
          memcpy(text.data + text.size, shape->unit, unit);
        else
          text.data[text.size] = '\0';
      }
      memcpy(text.data + text.size, shape->tail, tail);
      text.size += (uint32_t)tail;
      printf("%10.1f", text.size / seconds_to_parse(parser, text, &nodes) * 1e-6);
      fflush(stdout);
      free(text.data);
    }
    printf("%10u\n", nodes);
  }
}

int main(int argc, char** argv) {
  const char* mode = argc > 1 ? argv[1] : "";
  TSParser* parser = ts_parser_new();
  if (!ts_parser_set_language(parser, tree_sitter_http())) return 2;
  bool good = true;
  if (strcmp(mode, "linear") == 0) {
    print_linearity(parser);
  } else if (strcmp(mode, "random") == 0 && argc > 2) {
    good = check_random(parser, (uint32_t)atoi(argv[2]));
  } else if (strcmp(mode, "check") == 0 || (strcmp(mode, "edits") == 0 && argc > 2)) {
    bool edits = mode[0] == 'e';
    for (int i = edits ? 3 : 2; i < argc; i++) {
      struct text text = read_text(argv[i]);
      bool fine = edits ? edit_text(parser, text, (uint32_t)atoi(argv[2]), argv[i])
                        : check_text(parser, text, argv[i]);
      good = good && fine;
      free(text.data);
    }
  } else {
    fprintf(stderr, "usage: grammar_stress linear | random N | check FILE... | edits N FILE...\n");
    good = false;
  }
  ts_parser_delete(parser);
  return good ? 0 : 1;
}
