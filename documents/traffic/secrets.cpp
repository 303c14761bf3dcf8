#include "documents/traffic/secrets.h"

namespace wiretag {
namespace {

using http::FieldName;

void learn(const Fields& fields, http::KnownSecrets& known) {
  for (const Field& field : fields.lines()) {
    const FieldName id = field.id();
    const bool may_hold = id == FieldName::Unknown || id == FieldName::Authorization ||
                          id == FieldName::Cookie || id == FieldName::SetCookie;
    if (may_hold) known.add_field(field.name().view, field.value().view);
  }
}

}  // namespace

http::KnownSecrets known_secrets(const std::vector<const Exchange*>& exchanges) {
  http::KnownSecrets known;
  for (const Exchange* exchange : exchanges) {
    known.add_url(exchange->request.target);
    learn(exchange->request.fields, known);
    for (const Response& interim : exchange->interim) learn(interim.fields, known);
    if (exchange->response) learn(exchange->response->fields, known);
  }
  return known;
}

}  // namespace wiretag
