#include "documents/readers/transcript_commands.h"

#include "documents/readers/curl_command.h"
#include "documents/readers/transcript_marks.h"
#include "http/fields/text.h"

namespace wiretag::readers {
namespace {

constexpr int kMostLines = 256;  ///< of one command

/// Output of a client, so no part of a command though its quotes are open.
bool printed(std::string_view line) {
  const Marked mark = marked(line);
  switch (mark.mark) {
    case Mark::Info: return connection_info(mark.content);
    case Mark::Sent: return request_line_of(mark.content).has_value();
    case Mark::Received: return status_of(mark.content) > 0;
    case Mark::Section: return true;
    case Mark::Count:
    case Mark::None: break;
  }
  return status_of(line.substr(lead_of(line).literal.size())) > 0;
}

/// Without what a shell prompts with for the rest of a command.
std::string_view behind_prompt(std::string_view line) {
  const std::string_view s = http::trim_blanks(line);
  if (!marked_with(s, '>')) return line;
  const std::string_view rest = http::trim_blanks(s.substr(1));
  const bool argument = rest.starts_with('-') || rest.starts_with('\'') || rest.starts_with('"') ||
                        rest.starts_with("http");
  return argument ? rest : line;
}

bool in_loop(std::string_view prompt) {
  return prompt.find("do ") != std::string_view::npos ||
         prompt.find("watch ") != std::string_view::npos;
}

/// `---request begin---`, in wget's debug output.
bool message_border(std::string_view line) {
  return line.starts_with("---re") && (line.ends_with(" begin---") || line.ends_with(" end---"));
}

}  // namespace

bool CommandReader::call(std::string_view line) {
  const std::size_t prefix = log_prefix(line);
  const auto start = command_start(line.substr(prefix));
  const bool behind_content = conversation_.content().side != Side::None;
  if (!start || (behind_content && !start->prompted)) return false;
  if (behind_content) {
    // A body without a line end stands in front of the prompt.
    conversation_.add_content(line.substr(0, prefix + start->prompt.size()), {});
    conversation_.glue_content();
  }
  conversation_.settle();
  conversation_.end_command();
  place_ = {start->comment, in_loop(start->prompt), start->command.starts_with("wget")};
  lead_ = {prefix > 0, start->comment ? start->prompt : std::string_view()};
  words_ = {};
  lines_ = 1;
  open_ = true;
  if (!words_.add_line(start->command)) finish();
  return true;
}

bool CommandReader::continues(const Line& line) {
  if (!open_) return false;
  const auto text = lead_.behind(line.text);
  if (!text || ++lines_ > kMostLines || printed(line.text)) {
    finish();
    return false;
  }
  if (!words_.add_line(behind_prompt(*text))) finish();
  return true;
}

void CommandReader::finish() {
  if (!open_) return;
  open_ = false;
  conversation_.begin_command(read_command(words_.take()), place_);
}

bool CommandReader::wget(std::string_view line) {
  line.remove_prefix(log_prefix(line));
  if (message_border(line)) {
    conversation_.close_head();
    conversation_.close_content();
    return true;
  }
  if (const std::string_view url = wget_url(line); !url.empty()) {
    conversation_.settle();
    conversation_.run().begin_wget_request(url);
    return true;
  }
  return conversation_.connection().read_wget(line);
}

}  // namespace wiretag::readers
