#include "documents/readers/transcript_sniff.h"

#include "documents/readers/curl_command.h"
#include "documents/readers/transcript_marks.h"
#include "documents/readers/transcript_text.h"
#include "documents/readers/varnishlog_reader.h"

namespace wiretag::readers {
namespace {

bool marked_by_curl(std::string_view line) {
  const Marked mark = marked(line);
  switch (mark.mark) {
    case Mark::Section:
    case Mark::Count: return true;
    case Mark::Info:
      return connection_info(mark.content) && mark.content.find('(') != std::string_view::npos;
    case Mark::Sent: return request_line_of(mark.content).has_value();
    case Mark::Received: return status_of(mark.content) > 0;
    case Mark::None: break;
  }
  return false;
}

bool starts_head(std::string_view line, std::string_view below) {
  const Lead lead = lead_of(line);
  const std::size_t prefix = lead.logged ? log_prefix(line) : 0;
  const std::string_view text = line.substr(prefix + lead.literal.size());
  if (status_of(text) == 0 && !request_line_of(text)) return false;
  const auto field = lead.behind(below);
  return field && !field_name_of(*field).empty();
}

bool sniffed(std::string_view line) {
  if (packet_of(line)) return true;
  const auto flow = flow_of(line);
  return flow && request_line_of(line.substr(flow->first));
}

bool pseudo_field(std::string_view line) {
  return line.starts_with(":authority: ") || line.starts_with(":method: ");
}

}  // namespace

bool looks_like_transcript(std::string_view text) {
  if (looks_like_varnishlog(text)) return true;
  Lines lines(text);
  while (!lines.done()) {
    const std::string_view line = behind_meter(lines.next().text);
    if (marked_by_curl(line) || starts_head(line, lines.peek().text) || sniffed(line)) return true;
    if (!wget_url(line).empty() || pseudo_field(line)) return true;
    if (command_start(line.substr(log_prefix(line)))) return true;
  }
  return false;
}

}  // namespace wiretag::readers
