#include "documents/readers/transcript_conversation.h"

#include <string>
#include <utility>

#include "http/fields/text.h"

namespace wiretag::readers {
namespace {

bool interim(int status) { return status >= 100 && status < 200 && status != 101; }

/// What a proxy says before it passes on what the server says.
bool tunnel_reply(const Message& response) {
  const std::string head = http::lowered(response.head.text());
  return response.status == 200 && head.find("connection established") != std::string::npos;
}

bool asks(const Draft& draft, std::string_view method) {
  return draft.request && draft.request->method == method;
}

}  // namespace

void Conversation::start_request(const Line& line, std::string_view text, const Lead& lead,
                                 bool marked) {
  Message& request = begin_request(lead, marked);
  request.add_start_line({text, line.end});
  if (request.method.empty()) {
    // A line without a version.
    const std::size_t blank = text.find(' ');
    request.method = text.substr(0, blank);
    request.target = http::trim_blanks(text.substr(blank));
  }
  // A proxy is asked for a whole URL: its address is not the node's.
  if (request.target.find("://") != std::string_view::npos) pairing_.forget_last_peer();
}

void Conversation::start_response(const Line& line, std::string_view text, const Lead& lead,
                                  bool marked) {
  begin_response(lead, marked, text);
  open_message()->add_start_line({text, line.end});
  head_.last_line = text;
}

void Conversation::start_pseudo(const Line& line, std::string_view text, const Lead& lead) {
  if (text.starts_with(":status:")) {
    begin_response(lead, false, "HTTP/2");
  } else {
    begin_request(lead, false);
  }
  add_unmarked_field(text, line.end);
}

Message& Conversation::begin_request(const Lead& lead, bool marked) {
  close_head();
  pairing_.emit_answered();
  run_.end();
  Draft draft;
  draft.request.emplace();
  draft.notes = std::exchange(command_notes_, {});
  draft.notes.append(std::exchange(notes_, {}));
  draft.peer = connection_.answering();
  draft.flow = flow_.sent;
  pairing_.wait(std::move(draft));
  head_ = {Side::Request, marked, lead, {}};
  content_ = {};
  return *pairing_.last_request();
}

void Conversation::begin_response(const Lead& lead, bool marked, std::string_view version) {
  close_head();
  pairing_.emit_answered();
  run_answered_ = !pairing_.any_waits() && run_.running();
  pairing_.answer(draft_for_response(version));
  head_ = {Side::Response, marked, lead, {}};
  content_ = {};
}

Draft Conversation::draft_for_response(std::string_view version) {
  if (auto answered = pairing_.take_answered(version, flow_)) return *std::move(answered);
  Draft draft;
  if (flow_.sent.empty() && !pairing_.any_waits() && run_.running()) {
    draft = run_.next(connection_.peer());
    draft.notes = std::exchange(command_notes_, {});
  } else {
    draft.peer = connection_.answering();
  }
  return draft;
}

Message* Conversation::open_message() {
  if (head_.side == Side::Request) return pairing_.last_request();
  if (head_.side == Side::None || !pairing_.answered()) return nullptr;
  return &*pairing_.answered()->response;
}

void Conversation::add_field(std::string_view text, std::string_view end) {
  if (Message* message = open_message()) message->add_field(text, end);
  head_.last_line = text;
}

void Conversation::add_unmarked_field(std::string_view text, std::string_view end) {
  Message* message = open_message();
  if (!message || !pseudo_.take(text, *message)) add_field(text, end);
}

void Conversation::close_head() {
  if (head_.side == Side::Response) response_read();
  if (head_.side == Side::Request) pseudo_.finish(*pairing_.last_request());
  head_ = {};
}

void Conversation::end_head() {
  const Head head = head_;
  close_head();
  if (head.side == Side::Request && !head.marked) content_ = {Side::Request, false, head.lead};
  if (head.side == Side::Response && response_with_content()) {
    content_ = {Side::Response, head.marked, head.lead};
  }
}

void Conversation::response_read() {
  Draft& answered = *pairing_.answered();
  const int status = answered.response->status;
  if (interim(status)) return pairing_.keep_interim();
  if (asks(answered, "CONNECT") && status / 100 == 2) connection_.enter_tunnel();
  if (!head_.marked && tunnel_reply(*answered.response)) {
    if (run_answered_) run_.ask_again(std::move(answered.request));
    return pairing_.drop_answered();
  }
  if (run_answered_) run_.follow(answered);
}

Message* Conversation::response_with_content() {
  Draft* answered = pairing_.answered();
  if (!answered || !answered->response) return nullptr;
  const int status = answered->response->status;
  if (asks(*answered, "HEAD") || status == 204 || status == 304) return nullptr;
  return &*answered->response;
}

Message* Conversation::content_message() {
  if (content_.side == Side::Request) return pairing_.last_request();
  Draft* answered = pairing_.answered();
  return answered && answered->response ? &*answered->response : nullptr;
}

bool Conversation::content_empty() {
  const Message* message = content_message();
  return !message || message->body.empty();
}

void Conversation::add_content(std::string_view text, std::string_view end) {
  Message* message = content_message();
  if (!message) return;
  message->body.copy(text);
  message->body.copy(end);
  message->body_altered |= in_packets_;
}

void Conversation::glue_content() {
  if (Message* message = content_message()) message->body_glued = true;
}

bool Conversation::shown_before(std::string_view status_line) {
  const Message* response = content_message();
  if (!response || !content_.marked || !content_empty()) return false;
  const std::string head = response->head.text();
  return head.starts_with(status_line) && head.substr(status_line.size()).starts_with('\n');
}

void Conversation::info(std::string_view text) {
  if (content_.side == Side::Response && content_.marked) {
    Message* response = content_message();
    if (!content_empty()) {
      close_content();
    } else if (response && connection_info(text)) {
      response->body_late = true;
    }
  }
  connection_.read_curl(text);
  if (ends_connection(text) && head_.side == Side::None) pairing_.emit_waiting();
}

void Conversation::begin_packet(const Packet& packet) {
  in_packets_ = true;
  close_head();
  close_content();
  set_flow(packet);
}

void Conversation::note_line(const Line& line) {
  constexpr std::uint64_t kMostBytes = 8192;
  const Lead lead = lead_of(line.text);
  const bool comment = !lead.logged && lead.literal.find_first_of("#/") != std::string_view::npos;
  if (!comment || line.text.size() + notes_.size() > kMostBytes || line.text.starts_with("#!")) {
    notes_ = {};
    return;
  }
  notes_.copy(line.text);
  notes_.stand_in("\n", line.end);
}

void Conversation::settle() {
  close_head();
  close_content();
  pairing_.emit_answered();
  pairing_.emit_waiting();
}

void Conversation::end_command() {
  for (const Draft& draft : run_.unanswered()) pairing_.emit(draft);
  run_.end();
  command_notes_ = std::exchange(notes_, {});
}

void Conversation::begin_command(std::optional<Command> command, CommandPlace place) {
  run_.begin(std::move(command), place);
  connection_.forget_peer();
}

}  // namespace wiretag::readers
