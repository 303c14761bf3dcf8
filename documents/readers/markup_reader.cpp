#include "documents/readers/markup_reader.h"

namespace wiretag::readers {

void read_markdown(const Origin&, Parts&) {}
void read_asciidoc(const Origin&, Parts&) {}
void read_restructured_text(const Origin&, Parts&) {}

}  // namespace wiretag::readers
