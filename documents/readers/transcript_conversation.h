#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "documents/readers/transcript_connection.h"
#include "documents/readers/transcript_marks.h"
#include "documents/readers/transcript_message.h"
#include "documents/readers/transcript_pairing.h"
#include "documents/readers/transcript_pseudo.h"
#include "documents/readers/transcript_run.h"
#include "documents/readers/transcript_text.h"

namespace wiretag::readers {

enum class Side : std::uint8_t { None, Request, Response };

/// The head that is read.
struct Head {
  Side side = Side::None;
  bool marked = false;  ///< each line has a mark
  Lead lead;
  std::string_view last_line;
};

/// Where text goes that follows a head.
struct Content {
  Side side = Side::None;
  bool marked = false;  ///< of an exchange whose heads are marked
  Lead lead;
};

/// Puts messages together from the lines of their heads and bodies, whatever form a transcript
/// prints them in. At most one of head and content is open. Texts are views into the source.
class Conversation {
 public:
  Conversation(const Origin& source, Parts& parts) : pairing_(source, parts) {}

  [[nodiscard]] const Head& head() const { return head_; }
  [[nodiscard]] const Content& content() const { return content_; }
  /// Bodies are shown in packets, with other bytes for those that are not printable.
  [[nodiscard]] bool in_packets() const { return in_packets_; }
  [[nodiscard]] bool head_open(Side side, bool marked) const {
    return head_.side == side && head_.marked == marked;
  }

  // Heads. `text` is the line without its lead.

  void start_request(const Line& line, std::string_view text, const Lead& lead, bool marked);
  void start_response(const Line& line, std::string_view text, const Lead& lead, bool marked);
  /// Starts a head of pseudo-fields with the first of them.
  void start_pseudo(const Line& line, std::string_view text, const Lead& lead);
  /// Starts a request whose head the caller writes.
  Message& begin_request(const Lead& lead, bool marked);
  void add_field(std::string_view text, std::string_view end);
  /// A field of a head without marks, where pseudo-fields stand for the start line.
  void add_unmarked_field(std::string_view text, std::string_view end);
  /// The message whose head is open; null where none is.
  [[nodiscard]] Message* open_message();
  /// The open head is complete, and what it announces follows.
  void end_head();
  /// The open head is over, and something else follows.
  void close_head();

  // Content.

  /// The response that was read last, where content can follow it; null where there is none.
  [[nodiscard]] Message* response_with_content();
  [[nodiscard]] bool content_empty();
  void add_content(std::string_view text, std::string_view end);
  /// Other output follows on the line that was added last.
  void glue_content();
  void close_content() { content_ = {}; }
  /// `status_line` starts the head that was read last, with marks, and no content came yet.
  [[nodiscard]] bool shown_before(std::string_view status_line);

  // What stands between messages.

  /// What curl says of the connection.
  void info(std::string_view text);
  void begin_packet(const Packet& packet);
  /// The sender and the receiver of what follows.
  void set_flow(const Packet& packet) { flow_ = Flow(packet.from, packet.to); }
  [[nodiscard]] Connection& connection() { return connection_; }
  /// A line of no message. Comments right above a command or a request line speak of it.
  void note_line(const Line& line);

  // Commands.

  /// All exchanges are over: a command follows, or the end.
  void settle();
  /// Ends the command before; the comments above are those of the next one.
  void end_command();
  void begin_command(std::optional<Command> command, CommandPlace place);
  [[nodiscard]] CommandRun& run() { return run_; }

 private:
  void begin_response(const Lead& lead, bool marked, std::string_view version);
  [[nodiscard]] Draft draft_for_response(std::string_view version);
  void response_read();
  [[nodiscard]] Message* content_message();

  Pairing pairing_;
  Connection connection_;
  CommandRun run_;
  bool run_answered_ = false;  ///< the response that is read is one to the command
  Head head_;
  Content content_;
  PseudoFields pseudo_;
  Flow flow_;
  bool in_packets_ = false;
  Pieces notes_;          ///< comments that end on the line above
  Pieces command_notes_;  ///< those above the command
};

}  // namespace wiretag::readers
