#include "http/cache/update.h"

#include <algorithm>

#include "http/fields/entity_tag.h"
#include "http/fields/text.h"

namespace wiretag::http::cache {
namespace {

std::string_view value_of(FieldLines lines, FieldName id) {
  const FieldLine* line = find(lines, id);
  return line == nullptr ? std::string_view{} : line->value;
}

std::optional<EntityTag> tag_of(FieldLines lines) {
  return parse_entity_tag(value_of(lines, FieldName::ETag));
}

/// The request names the validator of `stored`, so a 304 without one can only mean it.
bool asked_about(const Received& stored, const RequestMessage& request) {
  if (const auto lines = values(request.fields, FieldName::IfNoneMatch); !lines.empty()) {
    const auto tag = tag_of(stored.response.fields);
    const TagList list = parse_tag_list(lines);
    return tag && std::ranges::any_of(list.members, [&](const TagListMember& member) {
             return member.tag && weak_match(*member.tag, *tag);
           });
  }
  const std::string_view since = value_of(request.fields, FieldName::IfModifiedSince);
  return !since.empty() && since == value_of(stored.response.fields, FieldName::LastModified);
}

bool same_or_absent(FieldLines stored, FieldLines head, FieldName id) {
  const std::string_view said = value_of(head, id);
  return said.empty() || said == value_of(stored, id);
}

/// Fields of an update that say nothing of the stored content (RFC 9111 3.2).
bool kept_as_stored(const FieldLine& line) {
  switch (line.id) {
    case FieldName::Connection:
    case FieldName::ContentEncoding:
    case FieldName::ContentLength:
    case FieldName::ContentRange:
    case FieldName::ContentType:
    case FieldName::TransferEncoding:
    case FieldName::Upgrade: return true;
    default:
      return equal_ignoring_case(line.name, "keep-alive") ||
             equal_ignoring_case(line.name, "proxy-connection") ||
             equal_ignoring_case(line.name, "te") || equal_ignoring_case(line.name, "trailer");
  }
}

bool replaced(const FieldLine& line, FieldLines update) {
  if (line.id == FieldName::Age || line.id == FieldName::Date) return true;
  return !kept_as_stored(line) && find(update, line.name) != nullptr;
}

}  // namespace

bool invalidates(Method method, int status) {
  switch (method) {
    case Method::Get:
    case Method::Head:
    case Method::Options:
    case Method::Trace:
    case Method::Connect: return false;
    default: return status >= 200 && status < 400;
  }
}

Update update_by_304(const Received& stored, const RequestMessage& request,
                     const ResponseMessage& not_modified) {
  const auto confirmed = tag_of(not_modified.fields);
  const auto held = tag_of(stored.response.fields);
  if (confirmed) {
    const bool same =
        held && (confirmed->weak ? weak_match(*confirmed, *held) : strong_match(*confirmed, *held));
    return same ? Update::Freshens : Update::Elsewhere;
  }
  const std::string_view modified = value_of(not_modified.fields, FieldName::LastModified);
  if (!modified.empty()) {
    const bool same = modified == value_of(stored.response.fields, FieldName::LastModified);
    return same ? Update::Freshens : Update::Elsewhere;
  }
  const bool none_held = !held && find(stored.response.fields, FieldName::LastModified) == nullptr;
  return none_held || asked_about(stored, request) ? Update::Freshens : Update::Elsewhere;
}

Update update_by_head(const Received& stored, const ResponseMessage& head) {
  const FieldLines held = stored.response.fields;
  const bool same = same_or_absent(held, head.fields, FieldName::ETag) &&
                    same_or_absent(held, head.fields, FieldName::LastModified) &&
                    same_or_absent(held, head.fields, FieldName::ContentLength);
  return same ? Update::Freshens : Update::Outdates;
}

std::vector<FieldLine> freshened(FieldLines stored, FieldLines update) {
  std::vector<FieldLine> out;
  out.reserve(stored.size() + update.size());
  for (const FieldLine& line : stored) {
    if (!replaced(line, update)) out.push_back(line);
  }
  for (const FieldLine& line : update) {
    if (!kept_as_stored(line)) out.push_back(line);
  }
  return out;
}

}  // namespace wiretag::http::cache
