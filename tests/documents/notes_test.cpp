#include "documents/readers/notes.h"

#include <gtest/gtest.h>

namespace wiretag::readers {
namespace {

using http::FieldName;

Annotations notes_of(const Origin& origin, bool above_request = true) {
  CommentBlock block;
  block.above_request = above_request;
  std::string_view rest = origin.text();
  while (!rest.empty()) {
    const std::size_t end = std::min(rest.find('\n'), rest.size());
    block.lines.push_back({rest.substr(0, end), &origin});
    rest.remove_prefix(std::min(end + 1, rest.size()));
  }
  Annotations notes;
  read_notes(block, notes);
  return notes;
}

std::string_view etag(const Annotations& notes) {
  for (const OriginNote& note : notes.origin) {
    if (note.kind == OriginNote::Kind::Field && note.field == FieldName::ETag)
      return note.value.view;
  }
  return "(none)";
}

TEST(Notes, ReadsHeaderLines) {
  const Origin origin("# server's current validator:\n# ETag: W/\"v42\"\n// Content-Length: 10", 0);
  const Annotations notes = notes_of(origin);
  EXPECT_EQ(etag(notes), "W/\"v42\"");
  ASSERT_EQ(notes.origin.size(), 2U);
  EXPECT_EQ(notes.origin[1].field, FieldName::ContentLength);
  EXPECT_FALSE(notes.origin[0].hedged);
}

TEST(Notes, ReadsTheExplicitForm) {
  const Origin origin("# @origin ETag:\n# @origin absent\n# @origin 301\n# @origin Date: x", 0);
  const Annotations notes = notes_of(origin);
  ASSERT_EQ(notes.origin.size(), 4U);
  EXPECT_EQ(notes.origin[0].value.view, "");
  EXPECT_EQ(notes.origin[1].kind, OriginNote::Kind::Absent);
  EXPECT_EQ(notes.origin[2].status, 301);
  EXPECT_EQ(notes.origin[3].field, FieldName::Date);
}

TEST(Notes, LeavesOtherCommentsAlone) {
  for (const char* text :
       {"# If-None-Match: \"x\"", "# Cache-Control: no-store", "# ETag:", "# @name first",
        "# TODO: x", "# HTTP/1.1 200 OK\n# ETag: \"x\"", "# wiretag-ignore a: ETag is fine"}) {
    const Origin origin(text, 0);
    EXPECT_TRUE(notes_of(origin).origin.empty()) << text;
  }
}

TEST(Notes, ReadsTheTagOfASentence) {
  struct Row {
    const char* text;
    const char* tag;
  };
  for (const Row& row :
       {Row{"# the server's current ETag is W/\"v42\"", "W/\"v42\""},
        Row{"# Current validator: \"a\"", "\"a\""}, Row{"# origin etag = \"a\" now", "\"a\""},
        Row{"# the server's ETag was \"a\"", "(none)"},
        Row{"# current ETag is \"a\", then \"b\"", "(none)"},
        Row{"# we send \"a\" as ETag", "(none)"},
        Row{"# after the deploy the current ETag is \"a\"", "(none)"},
        Row{"# current user is \"bob\"", "(none)"}}) {
    const Origin origin(row.text, 0);
    EXPECT_EQ(etag(notes_of(origin)), row.tag) << row.text;
  }
}

TEST(Notes, NamesTheNode) {
  struct Row {
    const char* text;
    const char* node;
  };
  for (const Row& row :
       {Row{"# Request lands on pod A, which minted the tag", "pod A"},
        Row{"# Next poll round-robins to pod B", "pod B"}, Row{"# on pod-a", "pod-a"},
        Row{"# answered by node 12.", "node 12"}, Row{"# server web01 answers", "server web01"},
        Row{"# server's current validator:", ""}, Row{"# the origin server is slow", ""},
        Row{"# moves from pod A to pod B", ""}, Row{"# we send the server a request", ""},
        Row{"# @node eu-1", "eu-1"}, Row{"# host name", ""}}) {
    const Origin origin(row.text, 0);
    EXPECT_EQ(notes_of(origin).node.view, row.node) << row.text;
  }
}

TEST(Notes, TakesANodeSentenceOnlyFromAboveTheRequest) {
  const Origin origin("# lands on pod A", 0);
  EXPECT_TRUE(notes_of(origin, false).node.empty());
}

TEST(Notes, LetsTheDirectiveWin) {
  const Origin origin("# lands on pod A\n# @node b7", 0);
  const Annotations notes = notes_of(origin);
  EXPECT_EQ(notes.node.view, "b7");
  EXPECT_FALSE(notes.node_from_sentence);
}

TEST(Notes, ReadsTheOtherDirectives) {
  const Origin origin("# @server nginx\n// @at +90s\n# @expect 206\n# @mock", 0);
  const Annotations notes = notes_of(origin);
  EXPECT_EQ(notes.server.view, "nginx");
  EXPECT_EQ(notes.at.view, "+90s");
  EXPECT_EQ(notes.expect.view, "206");
  EXPECT_TRUE(notes.mock);
}

}  // namespace
}  // namespace wiretag::readers
