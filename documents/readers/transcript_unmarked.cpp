#include "documents/readers/transcript_unmarked.h"

#include <optional>

#include "documents/readers/curl_command.h"
#include "documents/readers/transcript_marks.h"
#include "http/fields/text.h"

namespace wiretag::readers {
namespace {

/// Stands for field lines that somebody left out.
bool ellipsis(std::string_view line) {
  return line.starts_with("...") || line.starts_with("\xE2\x80\xA6") || line.starts_with("[...]");
}

bool starts_head(std::string_view text) {
  return status_of(text) > 0 || request_line_of(text) || starts_pseudo_head(text);
}

}  // namespace

void UnmarkedReader::line(const Line& line) {
  if (conversation_.head().side != Side::None) {
    if (conversation_.head().marked ? repeats_marked_head(line) : head_line(line)) return;
  }
  if (starts_something(line)) return;
  if (conversation_.content().side == Side::None) return conversation_.note_line(line);
  content_line(line);
}

/// `-D -` and `-i` print the head that `-v` shows, line by line.
bool UnmarkedReader::repeats_marked_head(const Line& line) const {
  const Head& head = conversation_.head();
  if (head.side != Side::Response) return false;
  const auto text = head.lead.behind(line.text);
  return text && (*text == head.last_line || blank_line(*text));
}

bool UnmarkedReader::head_line(const Line& line) {
  const Head& head = conversation_.head();
  const auto text = head.lead.behind(line.text);
  if (!text) {
    conversation_.close_head();
    return false;
  }
  if (blank_line(*text)) {
    conversation_.end_head();
    return true;
  }
  const bool field = !field_name_of(*text).empty() && !command_start(*text);
  const bool fold = http::is_blank(text->front()) && !head.last_line.empty();
  if (!field && !fold && !ellipsis(*text)) {
    conversation_.close_head();
    return false;
  }
  conversation_.add_unmarked_field(*text, line.end);
  return true;
}

bool UnmarkedReader::starts_something(const Line& line) {
  return packet(line.text) || start(line) || commands_.wget(line.text) || commands_.call(line.text);
}

bool UnmarkedReader::packet(std::string_view line) {
  const auto packet = packet_of(line);
  if (!packet) return false;
  conversation_.begin_packet(*packet);
  packet_start_ = {};
  return true;
}

bool UnmarkedReader::start(const Line& line) {
  const Lead lead = lead_of(line.text);
  const std::size_t prefix = lead.logged ? log_prefix(line.text) : 0;
  const std::string_view text = line.text.substr(prefix + lead.literal.size());
  // Content shows heads as well, in other places of its lines.
  const Content& content = conversation_.content();
  const bool quoted = content.side != Side::None && lead.literal != content.lead.literal;
  if (!quoted && starts_head(text) && head_follows(lead)) {
    start_head(line, text, lead);
    return true;
  }
  return start_in_packet(line) || start_in_flow(line);
}

bool UnmarkedReader::start_in_packet(const Line& line) {
  if (!conversation_.in_packets()) return false;
  const auto at = glued_start(line.text);
  if (at) start_head(line, line.text.substr(*at), {});
  return at.has_value();
}

bool UnmarkedReader::start_in_flow(const Line& line) {
  const auto flow = flow_of(line.text);
  if (!flow) return false;
  const std::string_view text = line.text.substr(flow->first);
  if (status_of(text) == 0 && !request_line_of(text)) return false;
  conversation_.set_flow(flow->second);
  start_head(line, text, {});
  return true;
}

/// `text` starts a head, unless it was printed before.
void UnmarkedReader::start_head(const Line& line, std::string_view text, const Lead& lead) {
  if (conversation_.in_packets()) {
    // With -v the head is printed twice.
    if (packet_start_ == text) return;
    packet_start_ = text;
  }
  if (text.starts_with(':')) return conversation_.start_pseudo(line, text, lead);
  if (status_of(text) == 0) return conversation_.start_request(line, text, lead, false);
  if (conversation_.shown_before(text)) return skip_head();
  conversation_.start_response(line, text, lead, false);
}

/// Whether the line below can belong to a head that starts here.
bool UnmarkedReader::head_follows(const Lead& lead) {
  if (lines_.done()) return true;
  const auto below = lead.behind(lines_.peek().text);
  if (!below) return !lead.logged;
  return blank_line(*below) || !field_name_of(*below).empty() || ellipsis(*below);
}

void UnmarkedReader::skip_head() {
  conversation_.close_head();
  while (!lines_.done() && !field_name_of(lines_.peek().text).empty()) lines_.next();
  if (!lines_.done() && blank_line(lines_.peek().text)) lines_.next();
}

void UnmarkedReader::content_line(const Line& line) {
  const Content& content = conversation_.content();
  const auto text = content.lead.behind(line.text);
  if (!text) return conversation_.close_content();
  const std::size_t glued = content.marked ? glued_info(*text) : std::string_view::npos;
  if (glued == std::string_view::npos) return conversation_.add_content(*text, line.end);
  conversation_.add_content(text->substr(0, glued), {});
  conversation_.glue_content();
  const std::string_view info = text->substr(glued);
  conversation_.info(info.substr(info.starts_with("==") ? kInfoMark.size() : 2));
}

}  // namespace wiretag::readers
