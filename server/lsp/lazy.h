#pragma once

#include <cstdint>
#include <deque>
#include <initializer_list>
#include <string>

#include <nlohmann/json.hpp>

namespace wiretag::lsp {

/// Members of listed items that are sent only when the client resolves an item. Keeps those of the
/// last lists; an item says with its `data` where its own are.
class Lazy {
 public:
  /// Takes `members` out of each item of the array and keeps them. `revision` is the document's.
  void strip(nlohmann::json& items, std::initializer_list<const char*> members,
             const std::string& uri, std::uint64_t revision);

  struct Source {
    std::string uri;
    std::uint64_t revision = 0;
  };
  /// Puts the members back into an item. nullptr where they are not kept (any more); valid until
  /// the next call.
  const Source* restore(nlohmann::json& item) const;

 private:
  struct List {
    std::uint64_t number;
    Source source;
    nlohmann::json members;
  };

  std::deque<List> lists_;
  std::uint64_t next_ = 1;
};

/// One for each kind of item.
struct LazyItems {
  Lazy actions;
  Lazy completions;
  Lazy hints;
  Lazy lenses;
};

}  // namespace wiretag::lsp
