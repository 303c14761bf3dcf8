#include "documents/readers/transcript_reader.h"

#include "documents/readers/transcript_commands.h"
#include "documents/readers/transcript_conversation.h"
#include "documents/readers/transcript_marks.h"
#include "documents/readers/transcript_trace.h"
#include "documents/readers/transcript_unmarked.h"
#include "documents/readers/varnishlog_reader.h"

namespace wiretag::readers {
namespace {

/// `GET /x`: a request line without its version.
bool unversioned_request(std::string_view text) {
  const std::size_t blank = text.substr(0, 12).find(' ');
  if (blank == std::string_view::npos || !known_method(text.substr(0, blank))) return false;
  const std::string_view target = text.substr(blank + 1);
  return target.starts_with('/') && target.find(' ') == std::string_view::npos;
}

/// Tells the lines of a transcript apart by their marks. What curl marks (`> `, `< `, `* `) is read
/// here, all else in the rooms for it.
class TranscriptReader {
 public:
  TranscriptReader(const Origin& source, Parts& parts)
      : lines_(source.text()),
        conversation_(source, parts),
        commands_(conversation_),
        trace_(conversation_),
        unmarked_(lines_, conversation_, commands_) {}

  void read() {
    while (!lines_.done()) line(lines_.next());
    commands_.finish();
    trace_.finish();
    conversation_.settle();
    conversation_.end_command();
  }

 private:
  void line(Line line) {
    if (commands_.continues(line)) return;
    if (meter_heading(line.text) || meter_return(line)) return;
    const std::string_view behind = behind_meter(line.text);
    if (behind.size() < line.text.size() && blank_line(behind)) return;
    line.text = behind;
    if (trace_.row(line) || marked_line(line)) return;
    unmarked_.line(line);
  }

  /// The progress meter starts with a carriage return.
  bool meter_return(const Line& line) {
    if (!line.text.empty() || line.end != "\r" || lines_.done()) return false;
    const std::string_view below = lines_.peek().text;
    return behind_meter(below).size() < below.size();
  }

  bool marked_line(const Line& line) {
    const Marked mark = marked(line.text);
    switch (mark.mark) {
      case Mark::Section: trace_.section(mark.content); return true;
      case Mark::Count: return true;
      case Mark::Info: return info(mark);
      case Mark::Sent: return sent(line, mark);
      case Mark::Received: return received(line, mark);
      case Mark::None: break;
    }
    return false;
  }

  bool info(const Marked& mark) {
    const Head& head = conversation_.head();
    const Content& content = conversation_.content();
    if (!connection_info(mark.content)) {
      // A list in a body or in prose has the same mark.
      if (content.side != Side::None) {
        if (!content.marked || mark.lead.literal != content.lead.literal) return false;
      } else if (head.side == Side::None && mark.lead.literal != head.lead.literal) {
        return true;
      }
    }
    if (head.side != Side::None && !head.marked) return false;
    conversation_.info(mark.content);
    return true;
  }

  bool sent(const Line& line, const Marked& mark) {
    if (request_line_of(mark.content) || unversioned_request(mark.content)) {
      conversation_.start_request(line, mark.content, mark.lead, true);
      return true;
    }
    return field(Side::Request, line, mark);
  }

  bool received(const Line& line, const Marked& mark) {
    if (status_of(mark.content) > 0) {
      conversation_.start_response(line, mark.content, mark.lead, true);
      return true;
    }
    return field(Side::Response, line, mark);
  }

  bool field(Side side, const Line& line, const Marked& mark) {
    if (!conversation_.head_open(side, true)) return false;
    if (blank_line(mark.content)) {
      conversation_.end_head();
    } else {
      conversation_.add_field(mark.content, line.end);
    }
    return true;
  }

  Lines lines_;
  Conversation conversation_;
  CommandReader commands_;
  TraceReader trace_;
  UnmarkedReader unmarked_;
};

}  // namespace

void read_transcript(const Origin& source, Parts& parts) {
  if (looks_like_varnishlog(source.text())) return read_varnishlog(source, parts);
  if (has_colors(source.text())) {
    const Part plain(without_colors(source), true);
    TranscriptReader(plain.origin, parts).read();
    return;
  }
  TranscriptReader(source, parts).read();
}

}  // namespace wiretag::readers
