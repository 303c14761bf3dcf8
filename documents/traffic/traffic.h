#pragma once

#include <cstddef>
#include <deque>
#include <string>
#include <vector>

#include "documents/model/exchange.h"
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

/// The traffic of one URL in the order of the file. Exchanges without a request line are each a
/// resource of their own.
struct Resource {
  std::string url;               ///< normalised; empty where unknown
  std::deque<Judged> exchanges;  ///< a deque: judged exchanges are referred to
};

/// All exchanges of a document, grouped.
class Traffic {
 public:
  explicit Traffic(const std::vector<const Exchange*>& exchanges);
  Traffic(const Traffic&) = delete;
  Traffic& operator=(const Traffic&) = delete;

  [[nodiscard]] const std::deque<Resource>& resources() const { return resources_; }
  /// In the order of the file.
  [[nodiscard]] const std::vector<const Judged*>& judged() const { return judged_; }

 private:
  std::deque<Resource> resources_;
  std::vector<const Judged*> judged_;
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
