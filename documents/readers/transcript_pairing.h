#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "documents/readers/transcript_message.h"

namespace wiretag::readers {

/// The two directions of a sniffed connection, from the packet that is read. Empty where nobody
/// sniffed.
struct Flow {
  Flow() = default;
  Flow(const std::string& from, const std::string& to)
      : sent(from + ">" + to), answered(to + ">" + from) {}

  std::string sent;
  std::string answered;
};

/// Which response answers which request. An exchange becomes a part of `parts` once nothing can be
/// added to it.
class Pairing {
 public:
  Pairing(const Origin& source, Parts& parts) : source_(source), parts_(parts) {}

  /// Adds a request that waits for its answer. At most 256 wait; the oldest then stays without.
  void wait(Draft asked);
  [[nodiscard]] bool any_waits() const { return !pending_.empty(); }
  /// The request that was added last; null where none waits.
  [[nodiscard]] Message* last_request();
  /// It goes through a proxy: the address that is known is not that of the node.
  void forget_last_peer() { pending_.back().peer = {}; }

  /// Takes out the request that a response answers whose status line starts with `version`;
  /// nullopt where that is not known.
  [[nodiscard]] std::optional<Draft> take_answered(std::string_view version, const Flow& flow);
  /// Makes `draft` the exchange whose response is read.
  void answer(Draft draft);
  /// The exchange whose response is read; null where there is none.
  [[nodiscard]] Draft* answered() { return answered_ ? &*answered_ : nullptr; }
  /// The response that was read is not the final one (RFC 9110 15.2): its request waits on.
  void keep_interim();
  void drop_answered() { answered_.reset(); }

  void emit(const Draft& draft);
  void emit_answered();
  /// Emits the requests that nothing answered.
  void emit_waiting();

 private:
  [[nodiscard]] std::vector<Draft>::iterator answered_of_several(std::string_view version);
  [[nodiscard]] bool all_ask_the_same() const;

  const Origin& source_;
  Parts& parts_;
  std::vector<Draft> pending_;  ///< in the order in which they were sent
  std::optional<Draft> answered_;
};

}  // namespace wiretag::readers
