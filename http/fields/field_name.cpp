#include "http/fields/field_name.h"

#include <array>

#include "http/fields/text.h"

namespace wiretag::http {
namespace {

constexpr std::array kNames = {
    std::string_view{},
#define WIRETAG_FIELD(id, text) std::string_view{text},
#include "http/fields/field_names.inc"
#undef WIRETAG_FIELD
};

}  // namespace

FieldName field_name(std::string_view text) {
  if (text.empty()) return FieldName::Unknown;
  for (std::size_t i = 1; i < kNames.size(); ++i) {
    if (equal_ignoring_case(kNames[i], text)) return static_cast<FieldName>(i);
  }
  return FieldName::Unknown;
}

std::string_view to_string(FieldName name) { return kNames[static_cast<std::size_t>(name)]; }

}  // namespace wiretag::http
