#include "documents/readers/har_reader.h"

namespace wiretag::readers {

void read_har(const Origin&, Parts&) {}

}  // namespace wiretag::readers
