#pragma once

#include <string_view>

#include "documents/readers/transcript_commands.h"
#include "documents/readers/transcript_conversation.h"

namespace wiretag::readers {

/// Lines without marks of curl's: heads as `-i`, `-I`, `-D -`, HTTPie, wget and sniffers print
/// them, the content behind any head, commands, comments.
class UnmarkedReader {
 public:
  /// Heads are told by the line below; `lines` stands behind the line that is read.
  UnmarkedReader(Lines& lines, Conversation& conversation, CommandReader& commands)
      : lines_(lines), conversation_(conversation), commands_(commands) {}

  void line(const Line& line);

 private:
  [[nodiscard]] bool repeats_marked_head(const Line& line) const;
  bool head_line(const Line& line);
  bool starts_something(const Line& line);
  bool packet(std::string_view line);
  bool start(const Line& line);
  bool start_in_packet(const Line& line);
  bool start_in_flow(const Line& line);
  void start_head(const Line& line, std::string_view text, const Lead& lead);
  [[nodiscard]] bool head_follows(const Lead& lead);
  void skip_head();
  void content_line(const Line& line);

  Lines& lines_;
  Conversation& conversation_;
  CommandReader& commands_;
  std::string_view packet_start_;  ///< the start line that the packet has shown
};

}  // namespace wiretag::readers
