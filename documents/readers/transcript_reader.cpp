#include "documents/readers/transcript_reader.h"

namespace wiretag::readers {

void read_transcript(const Origin&, Parts&) {}

bool looks_like_transcript(std::string_view) { return false; }

}  // namespace wiretag::readers
