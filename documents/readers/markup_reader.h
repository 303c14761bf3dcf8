#pragma once

#include "documents/readers/part.h"

namespace wiretag::readers {

// Each reads the listings of a document for people: HTTP, transcripts and snippets of access logs.
// One part a listing, whose values stand on the characters of the document. Never fails: all other
// text is skipped.

/// Fenced code blocks (CommonMark 4.5), also in quotes and lists.
void read_markdown(const Origin& file, Parts& parts);
/// `[source,http]` blocks.
void read_asciidoc(const Origin& file, Parts& parts);
/// `.. code-block:: http` and `.. sourcecode:: http`.
void read_restructured_text(const Origin& file, Parts& parts);

}  // namespace wiretag::readers
