#pragma once

#include <string_view>

#include "documents/readers/curl_words.h"
#include "documents/readers/transcript_conversation.h"

namespace wiretag::readers {

/// Calls of clients at a shell's prompt, also over several lines, and the lines by which wget tells
/// what it asks for.
class CommandReader {
 public:
  explicit CommandReader(Conversation& conversation) : conversation_(conversation) {}

  /// Takes the next line of a command that is not complete; false where there is none, or where the
  /// line is output.
  bool continues(const Line& line);
  /// Takes the first line of a command; false for any other line.
  bool call(std::string_view line);
  /// Takes a line of wget's own; false for any other line.
  bool wget(std::string_view line);
  /// No line of the command follows.
  void finish();

 private:
  Conversation& conversation_;
  CommandWords words_;
  CommandPlace place_;
  Lead lead_;
  int lines_ = 0;
  bool open_ = false;
};

}  // namespace wiretag::readers
