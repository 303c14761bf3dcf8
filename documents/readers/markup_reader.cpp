#include "documents/readers/markup_reader.h"

#include "documents/readers/asciidoc_listings.h"
#include "documents/readers/listing.h"
#include "documents/readers/markdown_listings.h"
#include "documents/readers/restructured_text_listings.h"

namespace wiretag::readers {

void read_markdown(const Origin& file, Parts& parts) {
  read_listings(file, markdown_listings(file.text()), parts);
}

void read_asciidoc(const Origin& file, Parts& parts) {
  read_listings(file, asciidoc_listings(file.text()), parts);
}

void read_restructured_text(const Origin& file, Parts& parts) {
  read_listings(file, restructured_text_listings(file.text()), parts);
}

}  // namespace wiretag::readers
