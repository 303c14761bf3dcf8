#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "documents/readers/part.h"

namespace wiretag::readers {

/// One line of a listing: views into the file, in this order.
struct ListingLine {
  std::string_view prefix;    ///< what the markup puts in front: quote marks, an indent
  std::string_view tab = {};  ///< a tab that is part prefix, part text
  unsigned tab_blanks = 0;    ///< the columns of `tab` that are text
  std::string_view text;      ///< without what markup adds behind it
  std::string_view end;       ///< the line end; empty at the end of the file
};

/// A block of code in a document for people.
struct Listing {
  std::string_view info;          ///< its language and what stands with it: `http example-bad`
  std::string_view classes = {};  ///< what else the markup says of its kind
  std::string_view place;         ///< all its lines with the markup around them
  std::vector<ListingLine> lines;
};

/// A comment of the markup that may suppress rules.
struct MarkupComment {
  std::string_view whole_line;  ///< what removing it takes away
  std::string_view comment;
  std::string_view content;  ///< without the marks of a comment
};

/// What the reader of a markup language finds.
struct Listings {
  std::vector<Listing> blocks;
  std::vector<MarkupComment> comments;
};

/// Reads the listings that hold HTTP, a transcript or a snippet of an access log. Each is a world
/// of its own. Comments above a listing suppress rules in it.
void read_listings(const Origin& file, const Listings& found, Parts& parts);

}  // namespace wiretag::readers
