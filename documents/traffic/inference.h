#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "documents/model/exchange.h"
#include "documents/traffic/node.h"
#include "http/state.h"

namespace wiretag {

/// Where a fact about the server was found.
enum class Source : std::uint8_t {
  Unknown,
  Note,          ///< an origin note in the exchange's own block
  Recording,     ///< the exchange's own response
  Earlier,       ///< the nearest earlier exchange of the resource
  Later,         ///< the nearest later one
  BothSides,     ///< an earlier and a later one agree, with no write between
  EarlierWrite,  ///< the response to a write before
  Assumption,    ///< nothing speaks against it
};

struct Provenance {
  Source source = Source::Unknown;
  Text place;  ///< the value that it was read from, where there is one
};

/// What the server held when one request arrived, and where each fact came from.
struct Inference {
  http::ServerState state;
  Provenance exists;
  Provenance etag;
  Provenance last_modified;
  Provenance length;
  Provenance accepts_ranges;
  Provenance unconditional_status;
};

/// One exchange among those of its resource, as inference sees it.
struct Observed {
  const Exchange* exchange = nullptr;
  Node node;
  std::string variant;  ///< what negotiated the representation; equal text, same variant
};

/// Infers the state in front of `all[index]` from its notes, its own recording and its neighbours.
/// Nothing is claimed of a fact that only another node speaks of.
[[nodiscard]] Inference infer(const std::vector<Observed>& all, std::size_t index);

/// The tag of a response, if its ETag is one well-formed entity tag.
[[nodiscard]] std::optional<http::EntityTag> etag_of(const Response& response);

/// The one tag that a request's If-None-Match names, where it is exactly one.
[[nodiscard]] std::optional<http::EntityTag> single_tag(const Request& request, http::FieldName id);

/// Bytes of the representation that a response states or records.
[[nodiscard]] std::optional<std::uint64_t> representation_length(const Exchange& exchange);

}  // namespace wiretag
