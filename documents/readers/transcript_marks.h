#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "documents/readers/transcript_text.h"

namespace wiretag::readers {

/// In front of what curl says itself, in a trace.
inline constexpr std::string_view kInfoMark = "== Info: ";

/// How a line of curl's own output is marked.
enum class Mark : std::uint8_t {
  None,
  Info,      ///< `* `, `== Info: `
  Sent,      ///< `> `
  Received,  ///< `< `
  Count,     ///< `{ [5 bytes data]`
  Section,   ///< `=> Send header, 83 bytes (0x53)`
};

struct Marked {
  Mark mark = Mark::None;
  Lead lead;
  std::string_view content;  ///< behind the mark
};

/// The mark of a line, behind what a log or a comment writes in front of it.
[[nodiscard]] Marked marked(std::string_view line);

/// `mark` and a blank, or `mark` alone.
[[nodiscard]] bool marked_with(std::string_view s, char mark);

/// What curl says of a connection, told apart from a list in prose.
[[nodiscard]] bool connection_info(std::string_view s);

/// Where curl's own output follows text without a line end on one line; npos where none does.
[[nodiscard]] std::size_t glued_info(std::string_view line);

/// Where a start line stands behind the bytes of a packet's headers, to the end of the line.
[[nodiscard]] std::optional<std::size_t> glued_start(std::string_view line);

/// Who sent a packet, and to whom.
struct Packet {
  std::string from;
  std::string to;
};

/// `12:00:00.1 IP 10.0.0.1.5 > 10.0.0.2.80: Flags [P.]`, as tcpdump writes it.
[[nodiscard]] std::optional<Packet> packet_of(std::string_view line);

/// `010.000.000.001.54321-010.000.000.002.00080: `, as tcpflow writes it: its size and its ends.
[[nodiscard]] std::optional<std::pair<std::size_t, Packet>> flow_of(std::string_view line);

/// The URL of `--2024-01-02 03:04:05--  http://example.com/`, as wget writes it.
[[nodiscard]] std::string_view wget_url(std::string_view line);

}  // namespace wiretag::readers
