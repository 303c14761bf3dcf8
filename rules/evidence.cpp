#include "rules/evidence.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <functional>
#include <utility>

#include <fmt/format.h>

#include "http/fields/cache_control.h"
#include "http/fields/date.h"
#include "http/fields/text.h"
#include "http/method.h"

namespace wiretag::rules {
namespace {

using http::FieldName;

bool within(std::string_view whole, std::string_view part) {
  const std::less_equal<const char*> not_after;
  return not_after(whole.data(), part.data()) &&
         not_after(part.data() + part.size(), whole.data() + whole.size());
}

bool names_condition(std::string_view name) {
  return name == "if" || name.starts_with("if-") || name.find("-if-") != std::string::npos;
}

std::string_view phrase(int status) {
  constexpr std::array<std::pair<int, std::string_view>, 9> kPhrases = {{
      {200, "OK"},
      {201, "Created"},
      {202, "Accepted"},
      {204, "No Content"},
      {206, "Partial Content"},
      {304, "Not Modified"},
      {404, "Not Found"},
      {412, "Precondition Failed"},
      {416, "Range Not Satisfiable"},
  }};
  const auto it = std::find_if(kPhrases.begin(), kPhrases.end(),
                               [&](const auto& entry) { return entry.first == status; });
  return it == kPhrases.end() ? std::string_view() : it->second;
}

/// nginx and Apache take a date beside the tag into account.
bool dates_disagree(const Judged& judged) {
  const auto& since = judged.conditions.if_modified_since;
  const auto& modified = judged.state().last_modified;
  return since && since->date && modified.value && since->date->date != *modified.value;
}

/// A body with the blank lines in front of it and its line end.
Text with_blank_lines(const Text& body) {
  const std::string_view whole = body.origin->text();
  const auto line_end = [&](std::size_t at) {
    if (whole.substr(at, 2) == "\r\n") return at + 2;
    return at < whole.size() && (whole[at] == '\n' || whole[at] == '\r') ? at + 1 : at;
  };
  auto begin = static_cast<std::size_t>(body.view.data() - whole.data());
  const std::size_t end = line_end(begin + body.view.size());
  while (begin > 0 &&
         std::string_view(" \t\r\n").find(whole[begin - 1]) != std::string_view::npos) {
    --begin;
  }
  begin = line_end(begin);
  return body.part(whole.substr(begin, end - begin));
}

bool may_have_written(const Exchange& exchange) {
  const http::Method method = exchange.request.method;
  const int status = exchange.response ? exchange.response->status : 0;
  return !http::selects(method) && method != http::Method::Options &&
         method != http::Method::Trace && method != http::Method::Connect && status < 400;
}

}  // namespace

Text place_of(const Fields& fields, FieldName name, std::string_view part) {
  for (const Field& field : fields.lines()) {
    if (field.id() == name && within(field.value().view, part)) return field.value().part(part);
  }
  return {};
}

const http::TagListMember* matching_member(const Judged& judged, const http::EntityTag& current) {
  if (!judged.conditions.if_none_match) return nullptr;
  const auto& members = judged.conditions.if_none_match->members;
  const auto it = std::find_if(members.begin(), members.end(), [&](const auto& member) {
    return member.tag && http::weak_match(*member.tag, current);
  });
  return it == members.end() ? nullptr : &*it;
}

Text earlier_strong_tag(const Judged& judged, const http::EntityTag& weak) {
  for (std::size_t i = judged.index; i-- > 0;) {
    const Judged& other = judged.resource.exchanges[i];
    if (!other.exchange.response || other.variant != judged.variant) continue;
    const auto tag = etag_of(*other.exchange.response);
    if (tag && !tag->weak && tag->opaque == weak.opaque) {
      return other.exchange.response->fields.find(FieldName::ETag)->value();
    }
  }
  return {};
}

bool has_content(const Response& response) {
  const Body& body = response.body;
  if (!body.recorded() || body.elided) return false;
  const std::string_view text = http::trim_blanks(body.text.view);
  const bool one_line = text.find('\n') == std::string_view::npos;
  const bool remark = one_line && ((text.starts_with('(') && text.ends_with(')')) ||
                                   (text.starts_with('<') && http::is_placeholder(text)));
  return !text.empty() && !remark;
}

std::optional<std::uint64_t> content_size(const Response& response) {
  const std::string_view stated = response.fields.value(FieldName::ContentLength);
  std::uint64_t size = 0;
  const auto [end, error] = std::from_chars(stated.data(), stated.data() + stated.size(), size);
  if (!stated.empty() && error == std::errc() && end == stated.data() + stated.size()) return size;
  if (has_content(response)) return response.body.complete_size();
  return std::nullopt;
}

const Judged* answered_with_content(const Judged& judged) {
  for (const Judged& other : judged.resource.exchanges) {
    if (&other == &judged || other.variant != judged.variant) continue;
    if (!http::selects(other.exchange.request.method) || other.recorded() != 200) continue;
    const Response& response = *other.exchange.response;
    if (response.body.recorded() || content_size(response).value_or(0) > 0) return &other;
  }
  return nullptr;
}

bool has_foreign_condition(const Request& request) {
  const auto& lines = request.fields.lines();
  const bool named = std::any_of(lines.begin(), lines.end(), [](const Field& field) {
    return field.id() == FieldName::Unknown && names_condition(http::lowered(field.name().view));
  });
  if (named) return true;
  const std::string target = http::lowered(request.target);
  const std::string query = target.substr(std::min(target.find('?'), target.size()));
  constexpr std::array<std::string_view, 5> kParameters = {"ifgeneration", "ifmetageneration",
                                                           "ifmatch", "if-match", "if_match"};
  return std::any_of(kParameters.begin(), kParameters.end(),
                     [&](std::string_view name) { return query.find(name) != std::string::npos; });
}

bool asks_range_otherwise(const Request& request) {
  const auto& lines = request.fields.lines();
  const bool named = std::any_of(lines.begin(), lines.end(), [](const Field& field) {
    if (field.id() != FieldName::Unknown) return false;
    const std::string name = http::lowered(field.name().view);
    return name == "range-unit" || name.ends_with("-range");
  });
  const std::string target = http::lowered(request.target);
  const std::string query = target.substr(std::min(target.find('?'), target.size()));
  return named || query.find("range=") != std::string::npos ||
         query.find("bytes=") != std::string::npos;
}

bool asks_to_reload(const Request& request) {
  return http::parse_cache_control(request.fields.values(FieldName::CacheControl))
             .has("no-cache") ||
         http::parse_cache_control(request.fields.values(FieldName::Pragma)).has("no-cache");
}

std::string_view product_of(const Exchange& exchange) {
  std::string named = http::lowered(exchange.notes.server.view);
  if (exchange.response) {
    const Fields& fields = exchange.response->fields;
    named += ' ' + http::lowered(fields.value(FieldName::Server)) + ' ' +
             http::lowered(fields.value(FieldName::Via));
    if (fields.find("X-Varnish")) named += " varnish";
    if (fields.find("X-Akamai-Transformed")) named += " akamai";
  }
  for (const std::string_view product : {"akamai", "varnish", "nginx", "apache"}) {
    if (named.find(product) != std::string::npos) return product;
  }
  return {};
}

std::string habit_behind_200(const Judged& judged, const http::EntityTag& current) {
  if (asks_to_reload(judged.exchange.request)) {
    return "with no-cache in the request some servers (Express) send everything on purpose";
  }
  const std::string_view product = product_of(judged.exchange);
  const http::TagListMember* member = matching_member(judged, current);
  const bool weak = current.weak || (member && member->tag->weak);
  if (product == "akamai" && weak) return "Akamai disregards weak tags at its default settings";
  if ((product == "nginx" || product == "apache") && dates_disagree(judged)) {
    return fmt::format("{} wants If-Modified-Since to agree as well",
                       product == "nginx" ? "nginx" : "Apache");
  }
  if (product == "varnish" && judged.conditions.if_none_match->members.size() > 1) {
    return "Varnish takes the whole list for one tag";
  }
  if (judged.conditions.range)
    return "next to Range some servers (Apache, Varnish) compare strongly";
  return {};
}

bool written_between(const Resource& resource, std::size_t first, std::size_t last) {
  for (std::size_t i = first + 1; i < last; ++i) {
    if (may_have_written(resource.exchanges[i].exchange)) return true;
  }
  return false;
}

Fix answer_with(const Response& response, int status) {
  const std::string_view name = phrase(status);
  const std::string text =
      name.empty() ? std::to_string(status) : fmt::format("{} {}", status, name);
  const Text old = response.reason.empty() ? response.status_text
                                           : response.status_text.through(response.reason);
  Fix fix{fmt::format("Answer {}", text), FixKind::Unsafe, {{old, text}}};
  if (status == 204 || status == 304) {
    drop_content(response, {FieldName::TransferEncoding, FieldName::ContentLength}, fix);
  }
  return fix;
}

void drop_content(const Response& response, std::initializer_list<FieldName> names, Fix& fix) {
  for (const Field& field : response.fields.lines()) {
    if (std::find(names.begin(), names.end(), field.id()) != names.end()) {
      fix.replacements.push_back({field.line(), ""});
    }
  }
  if (response.body.recorded())
    fix.replacements.push_back({with_blank_lines(response.body.text), ""});
}

Text first_line(const Text& text) {
  return text.part(
      text.view.substr(0, std::min(text.view.find_first_of("\r\n"), text.view.size())));
}

}  // namespace wiretag::rules
