#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "documents/readers/curl_words.h"
#include "documents/readers/transcript_message.h"

namespace wiretag::readers {

/// Where a line calls a program that sends HTTP requests.
struct CommandStart {
  std::string_view prompt;   ///< what stands in front of it
  std::string_view command;  ///< from the name of the program to the end of the line
  bool prompted = false;     ///< a shell's prompt stands there
  bool comment = false;      ///< the line is a comment: nobody ran it there
};

/// A call of curl or wget, of http, https, xh or xhs behind a prompt. `line` has no log prefix.
[[nodiscard]] std::optional<CommandStart> command_start(std::string_view line);

/// What a command asks for.
struct Command {
  std::vector<Message> requests;  ///< one for each URL
  Pieces fields;                  ///< those that it adds to any request
  bool head = false;
  bool follows = false;        ///< goes where redirects point to
  bool shown_decoded = false;  ///< undoes codings
  std::string_view peer;       ///< the address that it is told to ask
};

/// Null where the words ask for no HTTP resource.
[[nodiscard]] std::optional<Command> read_command(std::vector<Word> words);

}  // namespace wiretag::readers
