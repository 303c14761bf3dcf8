#include "rules/tag_values.h"

#include "http/fields/if_range.h"
#include "rules/reporter.h"

namespace wiretag::rules {
namespace {

using http::FieldName;

void add_list(const TagValue& line, std::vector<TagValue>& values) {
  for (const http::TagListMember& member : http::parse_tag_list(line.line.view).members) {
    TagValue value = line;
    value.text = line.line.part(member.text);
    values.push_back(value);
  }
}

void add(const Field& field, bool in_response, bool editable, std::vector<TagValue>& values) {
  const TagValue value{field.value(), field.value(), field.id(), in_response, editable};
  switch (field.id()) {
    case FieldName::ETag:
      if (in_response) values.push_back(value);
      break;
    case FieldName::IfRange:
      if (!http::parse_if_range(value.text.view).date) values.push_back(value);
      break;
    case FieldName::IfMatch:
    case FieldName::IfNoneMatch: add_list(value, values); break;
    default: break;
  }
}

}  // namespace

std::vector<TagValue> tag_values(const Judged& judged) {
  std::vector<TagValue> values;
  const Exchange& exchange = judged.exchange;
  const bool editable = may_edit_response(exchange);
  for (const Field& field : exchange.request.fields.lines()) {
    // A sample of lines may show a response's ETag next to a request's conditions.
    const bool etag = exchange.fragment && field.id() == FieldName::ETag;
    add(field, etag, !etag || editable, values);
  }
  if (!exchange.response) return values;
  for (const Field& field : exchange.response->fields.lines()) {
    if (field.id() == FieldName::ETag) add(field, true, editable, values);
  }
  return values;
}

}  // namespace wiretag::rules
