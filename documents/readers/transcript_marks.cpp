#include "documents/readers/transcript_marks.h"

#include <algorithm>
#include <array>

#include "http/fields/text.h"

namespace wiretag::readers {
namespace {

bool count_line(std::string_view s) {
  return (s.starts_with("{ [") || s.starts_with("} [")) && s.find("bytes data]") < 40;
}

bool section_line(std::string_view s) {
  return (s.starts_with("=> Send ") || s.starts_with("<= Recv ")) && s.find(" bytes (0x") < 64;
}

}  // namespace

bool marked_with(std::string_view s, char mark) {
  return s.starts_with(mark) && (s.size() == 1 || s[1] == ' ');
}

Marked marked(std::string_view line) {
  Marked out;
  out.lead = lead_of(line);
  const std::string_view s =
      line.substr(out.lead.logged ? log_prefix(line) : 0).substr(out.lead.literal.size());
  if (s.starts_with(kInfoMark)) {
    out.mark = Mark::Info;
    out.content = s.substr(kInfoMark.size());
  } else if (section_line(s)) {
    out.mark = Mark::Section;
    out.content = s;
  } else if (count_line(s)) {
    out.mark = Mark::Count;
  } else if (!s.empty()) {
    constexpr std::array<std::pair<char, Mark>, 3> kMarks = {
        {{'*', Mark::Info}, {'>', Mark::Sent}, {'<', Mark::Received}}};
    for (const auto& [mark, meaning] : kMarks) {
      if (!marked_with(s, mark)) continue;
      out.mark = meaning;
      out.content = s.substr(std::min<std::size_t>(2, s.size()));
    }
  }
  return out;
}

bool connection_info(std::string_view s) {
  constexpr std::array<std::string_view, 22> kStarts = {"Connection #",
                                                        "Connected to ",
                                                        "Closing connection",
                                                        "shutting down connection",
                                                        "Re-using ",
                                                        "Reusing existing ",
                                                        "Found bundle",
                                                        "Issue another request",
                                                        "Trying ",
                                                        "  Trying ",
                                                        "Host ",
                                                        "Established connection",
                                                        "Excess found",
                                                        "ALPN",
                                                        "Using HTTP",
                                                        "Request completely sent",
                                                        "Mark bundle",
                                                        "Hostname ",
                                                        "Could not resolve",
                                                        "Empty reply",
                                                        "Uses proxy",
                                                        "Connection died"};
  return std::any_of(kStarts.begin(), kStarts.end(),
                     [&](std::string_view start) { return s.starts_with(start); });
}

std::size_t glued_info(std::string_view line) {
  const std::size_t trace = line.find(kInfoMark);
  if (trace != std::string_view::npos) return trace;
  for (std::size_t at = line.find("* "); at != std::string_view::npos;
       at = line.find("* ", at + 1)) {
    if (at > 0 && connection_info(line.substr(at + 2))) return at;
  }
  return std::string_view::npos;
}

std::optional<std::size_t> glued_start(std::string_view line) {
  const std::size_t version = line.find("HTTP/");
  if (version == std::string_view::npos) return std::nullopt;
  if (status_of(line.substr(version)) > 0) return version;
  constexpr std::size_t kMostTarget = 16384;
  const std::string_view start = line.substr(0, version);
  if (version > kMostTarget || !start.ends_with(' ')) return std::nullopt;
  const std::string_view target = start.substr(0, start.size() - 1);
  const std::size_t blank = target.find_last_of(' ');
  if (blank == std::string_view::npos) return std::nullopt;
  for (std::size_t size = 3; size <= 9 && size <= blank; ++size) {
    if (known_method(line.substr(blank - size, size)) &&
        request_line_of(line.substr(blank - size))) {
      return blank - size;
    }
  }
  return std::nullopt;
}

std::optional<Packet> packet_of(std::string_view line) {
  line.remove_prefix(log_prefix(line));
  line = line.substr(0, 256);
  const std::size_t ip = line.starts_with("IP") ? 0 : line.find(" IP");
  if (ip == std::string_view::npos || ip > 32) return std::nullopt;
  line.remove_prefix(ip == 0 ? 0 : ip + 1);
  if (!line.starts_with("IP ") && !line.starts_with("IP6 ")) return std::nullopt;
  const std::size_t arrow = line.find(" > ");
  const std::size_t colon = line.find(": ", arrow == std::string_view::npos ? 0 : arrow);
  if (arrow == std::string_view::npos || colon == std::string_view::npos) return std::nullopt;
  std::string_view from = line.substr(0, arrow);
  from.remove_prefix(from.find_last_of(' ') + 1);
  const std::string_view to = line.substr(arrow + 3, colon - arrow - 3);
  if (to.find(' ') != std::string_view::npos) return std::nullopt;
  return Packet{std::string(from), std::string(to)};
}

std::optional<std::pair<std::size_t, Packet>> flow_of(std::string_view line) {
  constexpr std::size_t kMost = 100;
  const std::size_t colon = line.substr(0, kMost).find(": ");
  const std::size_t dash = line.substr(0, kMost).find('-');
  if (colon == std::string_view::npos || dash == std::string_view::npos || dash > colon) {
    return std::nullopt;
  }
  const auto end = [](std::string_view s) {
    return std::count(s.begin(), s.end(), '.') == 4 &&
           s.find_first_not_of("0123456789.") == std::string_view::npos;
  };
  const std::string_view from = line.substr(0, dash);
  const std::string_view to = line.substr(dash + 1, colon - dash - 1);
  if (!end(from) || !end(to)) return std::nullopt;
  return std::pair{colon + 2, Packet{std::string(from), std::string(to)}};
}

std::string_view wget_url(std::string_view line) {
  if (!line.starts_with("--20")) return {};
  const std::size_t close = line.find("--  ", 4);
  if (close == std::string_view::npos || close > 32) return {};
  const std::string_view url = http::trim_blanks(line.substr(close + 4));
  return url.starts_with("http") && url.find(' ') == std::string_view::npos ? url
                                                                            : std::string_view();
}

}  // namespace wiretag::readers
