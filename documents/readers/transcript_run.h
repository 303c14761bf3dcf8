#pragma once

#include <cstddef>
#include <optional>
#include <string_view>
#include <vector>

#include "documents/readers/curl_command.h"
#include "documents/readers/transcript_message.h"

namespace wiretag::readers {

/// How a command stands in the transcript.
struct CommandPlace {
  bool comment = false;  ///< nobody ran it there
  bool repeats = false;  ///< in a loop
  bool wget = false;
};

/// A command that was run: the requests that it sends, in order, where it prints responses only.
class CommandRun {
 public:
  /// Ends the run before. No command sends nothing.
  void begin(std::optional<Command> command, CommandPlace place);
  /// wget says that it asks for `url` now, with the fields of its command.
  void begin_wget_request(std::string_view url);
  /// Requests are printed, or there is another command.
  void end() { command_.reset(); }

  [[nodiscard]] bool running() const { return command_.has_value(); }
  /// The exchange of its next request, which goes to `peer` if the command does not say otherwise.
  [[nodiscard]] Draft next(std::string_view peer);
  /// What was answered to `request` came from a proxy: it is answered once more.
  void ask_again(std::optional<Message> request) { redirected_ = std::move(request); }
  /// `response` may send the client elsewhere (RFC 9110 15.4).
  void follow(const Draft& answered);

  /// The requests with conditions or ranges, where nothing tells of an answer to any.
  [[nodiscard]] std::vector<Draft> unanswered();

 private:
  std::optional<Command> command_;
  CommandPlace place_;
  std::size_t next_ = 0;               ///< its index, or that of the repetition
  std::optional<Message> redirected_;  ///< comes before it
};

}  // namespace wiretag::readers
