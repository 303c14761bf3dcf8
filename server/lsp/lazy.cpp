#include "server/lsp/lazy.h"

#include <algorithm>
#include <utility>

#include "server/lsp/protocol.h"

namespace wiretag::lsp {

using nlohmann::json;

void Lazy::strip(json& items, std::initializer_list<const char*> members, const std::string& uri,
                 std::uint64_t revision) {
  constexpr std::size_t kMostLists = 8;
  List list{next_++, {uri, revision}, json::array()};
  for (json& item : items) {
    json kept = json::object();
    for (const char* name : members) {
      const auto found = item.find(name);
      if (found == item.end()) continue;
      kept[name] = std::move(*found);
      item.erase(found);
    }
    item["data"] = {{"list", list.number}, {"index", list.members.size()}};
    list.members.push_back(std::move(kept));
  }
  lists_.push_back(std::move(list));
  if (lists_.size() > kMostLists) lists_.pop_front();
}

const Lazy::Source* Lazy::restore(json& item) const {
  const json* data = member(item, "data");
  const json* number = data ? member(*data, "list") : nullptr;
  const json* index = data ? member(*data, "index") : nullptr;
  if (!number || !number->is_number_unsigned() || !index || !index->is_number_unsigned()) {
    return nullptr;
  }
  const auto list = std::find_if(lists_.begin(), lists_.end(), [&](const List& one) {
    return one.number == number->get<std::uint64_t>();
  });
  if (list == lists_.end() || index->get<std::uint64_t>() >= list->members.size()) return nullptr;
  item.update(list->members[index->get<std::size_t>()]);
  return &list->source;
}

}  // namespace wiretag::lsp
