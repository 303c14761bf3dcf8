#include "server/lsp/tags.h"

#include <algorithm>

#include "rules/reporter.h"
#include "server/lsp/places.h"

namespace wiretag::lsp {
namespace {

using http::FieldName;
using Role = TagUse::Role;

class Collector {
 public:
  explicit Collector(const Judged& judged) : judged_(judged) {}

  void fields(const Fields& fields, Role role, bool evidence) {
    for (const Field& field : fields.lines()) {
      switch (field.id()) {
        case FieldName::IfMatch:
        case FieldName::IfNoneMatch: list(field.value(), role, evidence); break;
        case FieldName::IfRange:
        case FieldName::ETag: one(field.value(), role, evidence); break;
        default: break;
      }
    }
  }

  void one(const Text& text, Role role, bool evidence) {
    if (const auto tag = http::parse_entity_tag(text.view)) add(text, *tag, role, evidence);
  }

  [[nodiscard]] std::vector<TagUse> take() {
    std::sort(uses_.begin(), uses_.end(), [](const TagUse& a, const TagUse& b) {
      return a.place.span().begin < b.place.span().begin;
    });
    return std::move(uses_);
  }

 private:
  void list(const Text& text, Role role, bool evidence) {
    for (const http::TagListMember& member : http::parse_tag_list(text.view).members) {
      if (member.tag) add(text.part(member.text), *member.tag, role, evidence);
    }
  }

  void add(const Text& place, const http::EntityTag& tag, Role role, bool evidence) {
    if (!place.placed()) return;
    uses_.push_back({tag, place, place.part(tag.opaque), role, evidence, &judged_});
  }

  const Judged& judged_;
  std::vector<TagUse> uses_;
};

}  // namespace

std::vector<TagUse> tag_uses(const Judged& judged) {
  const Exchange& exchange = judged.exchange;
  const bool recorded = !rules::may_edit_response(exchange);
  Collector collector(judged);
  for (const OriginNote& note : exchange.notes.origin) {
    if (note.kind == OriginNote::Kind::Field && note.field == FieldName::ETag) {
      collector.one(note.value, Role::Note, false);
    }
  }
  collector.fields(exchange.request.fields, Role::Condition, exchange.fragment && recorded);
  for (const Response& interim : exchange.interim) {
    collector.fields(interim.fields, Role::Minted, recorded);
  }
  if (exchange.response) collector.fields(exchange.response->fields, Role::Minted, recorded);
  return collector.take();
}

std::vector<TagUse> tag_uses(const Resource& resource, const http::EntityTag& tag) {
  std::vector<TagUse> all;
  for (const Judged& judged : resource.exchanges) {
    for (TagUse& use : tag_uses(judged)) {
      if (http::weak_match(use.tag, tag)) all.push_back(std::move(use));
    }
  }
  return all;
}

std::optional<TagUse> tag_at(const Traffic& traffic, std::uint32_t offset) {
  const Judged* judged = judged_at(traffic, offset);
  if (!judged) return std::nullopt;
  for (const TagUse& use : tag_uses(*judged)) {
    if (touches(use.place.span(), {offset, offset})) return use;
  }
  return std::nullopt;
}

const TagUse* minted(const std::vector<TagUse>& uses) {
  for (const Role role : {Role::Minted, Role::Note}) {
    const auto found =
        std::find_if(uses.begin(), uses.end(), [&](const TagUse& use) { return use.role == role; });
    if (found != uses.end()) return &*found;
  }
  return nullptr;
}

}  // namespace wiretag::lsp
