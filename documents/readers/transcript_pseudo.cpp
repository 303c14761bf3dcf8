#include "documents/readers/transcript_pseudo.h"

#include <string>
#include <utility>

#include "documents/readers/transcript_text.h"

namespace wiretag::readers {
namespace {

void set_status(Message& response, std::string_view name, std::string_view value) {
  response.head.stand_in("HTTP/2 ", name);
  response.head.copy(value);
  response.head.stand_in("\n", value.substr(value.size()));
  response.status = status_of("HTTP/2 " + std::string(value));
}

}  // namespace

bool starts_pseudo_head(std::string_view line) {
  const std::string_view name = field_name_of(line);
  return name == ":method" || name == ":authority" || name == ":path" || name == ":scheme" ||
         name == ":status";
}

bool PseudoFields::take(std::string_view line, Message& message) {
  if (!line.starts_with(':')) return false;
  const std::string_view name = field_name_of(line);
  const std::string_view value = field_value_of(line);
  if (value.empty()) return false;
  if (name == ":status") {
    set_status(message, name, value);
  } else if (name == ":method") {
    method_ = value;
  } else if (name == ":path") {
    path_ = value;
  } else {
    return name == ":scheme";
  }
  return true;
}

void PseudoFields::finish(Message& request) {
  const std::string_view method = std::exchange(method_, {});
  const std::string_view path = std::exchange(path_, {});
  if (path.empty()) return;
  Pieces head;
  if (method.empty()) {
    head.stand_in("GET", path.substr(0, 0));
  } else {
    head.copy(method);
  }
  head.stand_in(" ", path.substr(0, 0));
  head.copy(path);
  head.stand_in(" HTTP/2\n", path.substr(path.size()));
  head.append(request.head);
  request.head = std::move(head);
  request.method = method.empty() ? "GET" : method;
  request.target = path;
}

}  // namespace wiretag::readers
