#include "documents/readers/part.h"

#include "documents/readers/log_reader.h"

namespace wiretag::readers {

Parts::Parts() = default;
Parts::~Parts() = default;
Parts::Parts(Parts&&) noexcept = default;
Parts& Parts::operator=(Parts&&) noexcept = default;

void Decoding::copy(std::string_view part) {
  text_ += part;
  source_.each_run(part, [&](std::uint32_t size, text::Span in_file) { map_.add(size, in_file); });
}

void Decoding::stand_in(std::string_view decoded, std::string_view part) {
  text_ += decoded;
  map_.add(static_cast<std::uint32_t>(decoded.size()), source_.in_file(part));
}

}  // namespace wiretag::readers
