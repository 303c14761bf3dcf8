#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <memory>
#include <ranges>
#include <string>
#include <string_view>
#include <unordered_set>
#include <vector>

#include "documents/model/exchange.h"
#include "documents/model/stretch.h"
#include "documents/traffic/inference.h"
#include "documents/traffic/node.h"
#include "http/conditions.h"
#include "http/predict.h"

namespace wiretag {

struct Resource;

/// One exchange with its conditions, what the server held, and the answer that follows from both.
struct Judged {
  const Exchange& exchange;
  const Resource& resource;
  std::size_t index = 0;  ///< in `resource.exchanges`
  Node node;
  std::string variant;  ///< equal text, same variant (see `variant_of`)
  http::ConditionalRequest conditions;
  Inference inference;
  http::Prediction prediction;

  [[nodiscard]] const http::ServerState& state() const { return inference.state; }
  /// The recorded status; 0 where none is.
  [[nodiscard]] int recorded() const { return exchange.response ? exchange.response->status : 0; }
  /// There is a request line, so that method and target are known.
  [[nodiscard]] bool asked() const { return exchange.request.stated(); }
};

/// The traffic of one URL in the order of the file, of one world. Exchanges without a request line
/// are each a resource of their own.
struct Resource {
  std::string url;               ///< normalised; empty where unknown
  std::uint32_t world = 0;       ///< see `Exchange::world`
  std::size_t number = 0;        ///< in `Traffic::resources`
  std::deque<Judged> exchanges;  ///< a deque: judged exchanges are referred to
};

/// What an update has concluded anew.
struct Change {
  std::vector<const Resource*> fresh;  ///< in the order of the file
  /// What was said of these is no longer good. Some are no more: not to be looked into.
  std::unordered_set<const Exchange*> gone;
};

/// All exchanges of a document, grouped.
class Traffic {
 public:
  Traffic() = default;
  explicit Traffic(const std::vector<const Exchange*>& exchanges);
  Traffic(const Traffic&) = delete;
  Traffic& operator=(const Traffic&) = delete;

  /// Brings the traffic to what the document holds now. A resource all of whose exchanges are
  /// still there, and no others, is kept with what was concluded of it; the others are judged anew.
  /// Until then what an edit has dropped is not to be looked at.
  Change update(const std::vector<Stretch>& stretches);

  /// In the order of their first exchanges.
  [[nodiscard]] auto resources() const {
    return std::views::transform(resources_,
                                 [](const auto& resource) -> const Resource& { return *resource; });
  }
  /// In the order of the file.
  [[nodiscard]] const std::vector<const Judged*>& judged() const { return judged_; }

 private:
  struct Entry;
  struct Group;

  [[nodiscard]] std::vector<Entry> line_up(const std::vector<Stretch>& stretches,
                                           std::deque<std::string>& urls) const;
  [[nodiscard]] std::string_view own_url(std::size_t place) const;
  [[nodiscard]] bool same_urls(const std::vector<Entry>& entries) const;
  void judge_again(const std::vector<Entry>& entries, Change& change);
  static void complete_hosts(std::vector<Entry>& entries);
  [[nodiscard]] static std::vector<Group> group(const std::vector<Entry>& entries);
  void regroup(std::vector<Group> groups, const std::vector<Entry>& entries, Change& change);
  [[nodiscard]] std::unique_ptr<Resource> keep(const Group& group,
                                               const std::vector<Entry>& entries,
                                               std::vector<std::unique_ptr<Resource>>& before);
  [[nodiscard]] std::unique_ptr<Resource> judge(Group group, const std::vector<Entry>& entries);

  std::vector<std::unique_ptr<Resource>> resources_;
  std::vector<const Judged*> judged_;
  std::vector<bool> completed_;     ///< of `judged_`: the host comes from another request
  std::vector<Stretch> stretches_;  ///< those of `judged_`; only ids and sizes are good
};

/// Scheme and fragment dropped, host in lower case without default port, dot segments kept:
/// "example.com/a?b". The host of an origin-form target comes from Host. Empty for no target.
[[nodiscard]] std::string normalised_url(const Request& request);

/// The conditions of a request as the predictor reads them.
[[nodiscard]] http::ConditionalRequest conditions_of(const Request& request);

/// The text that tells variants of one URL apart: the request fields that the resource's Vary names
/// or, without Vary, what a server may still tell apart: the content coding and whether the user is
/// known.
[[nodiscard]] std::string variant_of(const Exchange& exchange,
                                     const std::vector<std::string>& vary);

}  // namespace wiretag
