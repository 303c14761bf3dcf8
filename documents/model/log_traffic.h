#pragma once

#include <array>
#include <cstdint>
#include <deque>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "documents/model/origin.h"

namespace wiretag {

struct LogTraffic;

/// One line of a log as a finding shows it. Columns that the format lacks are unplaced.
class LogSample {
 public:
  /// A stretch of the line; a line is at most 64 KiB here.
  struct Part {
    std::uint16_t begin = 0;
    std::uint16_t size = 0;
    bool known = false;
  };

  Text line;  ///< without line end; cut behind 2,000 bytes
  Part target_part;
  Part status_part;
  Part etag_part;
  Part condition_part;
  Part range_part;
  Part node_part;

  [[nodiscard]] bool placed() const { return line.placed(); }
  [[nodiscard]] Text target() const { return at(target_part); }
  [[nodiscard]] Text status() const { return at(status_part); }
  [[nodiscard]] Text etag() const { return at(etag_part); }
  /// If-None-Match, else If-Modified-Since.
  [[nodiscard]] Text condition() const { return at(condition_part); }
  [[nodiscard]] Text range() const { return at(range_part); }
  [[nodiscard]] Text node() const { return at(node_part); }
  /// The column that most findings stand at: the target, or the whole line without one.
  [[nodiscard]] Text place() const { return target_part.known ? target() : line; }

 private:
  [[nodiscard]] Text at(Part part) const {
    return part.known ? line.part(line.view.substr(part.begin, part.size)) : Text{};
  }
};

/// How often something happened, with the bytes of content that it took and its first two lines.
struct LogCount {
  std::uint64_t lines = 0;
  std::uint64_t bytes = 0;
  /// In the order of the log. Null where there are fewer, and where a log of very many URLs keeps
  /// no line for this: `UrlTraffic::first` is then the place.
  std::array<const LogSample*, 2> samples{};
};

/// What one node sent under one tag for one URL.
struct TagTraffic {
  std::string_view node;  ///< as logged; empty where the log does not tell
  std::string_view tag;   ///< opaque-tag without quotes and `W/` (RFC 9110 8.8.3); empty for none
  bool weak = false;
  std::uint64_t responses = 0;     ///< that carry the tag, of any status
  std::uint64_t full = 0;          ///< 200 to GET
  std::uint64_t not_modified = 0;  ///< 304
  std::uint64_t bytes = 0;         ///< of content
  std::uint64_t smallest = 0;      ///< content of a 200 to GET, in bytes; 0 without one
  std::uint64_t largest = 0;
  std::int64_t first_s = 0;  ///< Unix time of its first response; 0 where the log has no times
  std::int64_t last_s = 0;
  std::uint32_t member = 0;          ///< which URL of a group this is of; 0 for a single URL
  const LogSample* first = nullptr;  ///< null where the URL has this tag only
};

/// What the fold of a log keeps of one URL, or of a group of URLs that differ in ids or query
/// noise. Counts are exact unless `LogTraffic::sampled`.
struct UrlTraffic {
  std::string url;            ///< normalised: "/a/b.js?v=1", with the host where the log has it
  std::uint64_t members = 1;  ///< URLs in the group
  const LogTraffic* log = nullptr;

  std::uint64_t requests = 0;
  std::uint64_t bytes = 0;           ///< of content, all responses
  const LogSample* first = nullptr;  ///< never null in a finished log
  std::int64_t first_s = 0;
  std::int64_t last_s = 0;

  LogCount full;                   ///< GET answered 200
  LogCount not_modified;           ///< 304
  LogCount partial;                ///< 206
  LogCount no_content;             ///< GET answered 204
  LogCount conditional;            ///< GET or HEAD with If-None-Match or If-Modified-Since
  LogCount conditional_full;       ///< of these, answered 200
  LogCount current_tag_full;       ///< answered 200 although If-None-Match holds the line's own tag
  LogCount suffixed_tag_full;      ///< of these, where the tag ends in a coding: `-gzip`, `-br`
  LogCount miss_with_current_tag;  ///< the cache fetched content that the client's tag matches
  LogCount range_full;             ///< Range from behind byte 0 answered 200
  LogCount weak_if_range_full;     ///< of these, with a weak tag in If-Range
  LogCount range_full_again;       ///< of `range_full`, from a client that had one before
  LogCount resume_without_if_range;  ///< Range from behind byte 0, If-Range known to be absent
  LogCount weak_partial;             ///< 206 with a weak tag
  LogCount not_modified_with_bytes;  ///< 304 with content, by a column of content bytes
  LogCount unasked_not_modified;     ///< 304 with both conditions known to be absent
  LogCount failed_read;              ///< GET or HEAD answered 412, If-Match not known to be there
  LogCount unsatisfied;              ///< 416
  LogCount unsatisfied_again;        ///< of these, from a client that had two before
  LogCount stale;                    ///< served STALE or UPDATING
  LogCount rechecked;                ///< 304, REVALIDATED or EXPIRED
  std::uint64_t cache_stated = 0;    ///< lines with a cache status

  /// 200s to GET of each distinct size, the most frequent first, at most 8; `more_sizes` where
  /// there are others.
  std::vector<std::pair<std::uint64_t, std::uint64_t>> sizes;
  bool more_sizes = false;
  /// `rechecked` by minute since the epoch; only minutes with one, in order.
  std::vector<std::pair<std::int64_t, std::uint64_t>> rechecks_by_minute;
  /// By member, then by node, then by first response. A bounded number: where `more_tags` is set,
  /// a sample by hash whose own counts are exact.
  std::vector<TagTraffic> tags;
  bool more_tags = false;
};

/// What a column of a log tells. `Absent` columns are not in the format.
struct LogColumns {
  bool time = false;
  bool client = false;
  bool host = false;
  bool node = false;           ///< upstream, backend or server name
  bool content_bytes = false;  ///< bytes without heads; `%O` and `$bytes_sent` are not
  bool etag = false;
  bool if_none_match = false;
  bool if_modified_since = false;
  bool if_range = false;
  bool range = false;
  bool if_match = false;
  bool cache_status = false;
};

/// How the clients that were followed (all, or a sample by hash) met the nodes.
struct Affinity {
  std::uint64_t clients = 0;          ///< with three or more requests
  std::uint64_t single_node = 0;      ///< of these, with 95 % or more of them at one node
  std::uint64_t full_after_move = 0;  ///< 200s in a client's first minute at another node
};

/// What one node answered, over all URLs.
struct NodeTraffic {
  std::string_view node;  ///< as logged
  std::uint64_t requests = 0;
  std::uint64_t not_modified = 0;
  std::uint64_t bytes = 0;  ///< of content
};

/// A minute in which many URLs changed their tag.
struct TagTurnover {
  std::int64_t minute_s = 0;    ///< Unix time of its start
  std::uint64_t urls = 0;       ///< of two or more 200s, seen on both sides of it
  std::uint64_t changed = 0;    ///< of these, whose tag changed in it
  std::uint64_t same_size = 0;  ///< of these, whose size stayed
};

/// Why a line of a log tells nothing.
enum class LineFault : std::uint8_t {
  Columns,  ///< the text between the columns is not there
  Status,   ///< the status is no number from 100 to 999, nor `-`
  Json,     ///< no JSON object
  TooLong,  ///< longer than the reader takes
};

/// The lines that do not fit the format, of one kind.
struct UnreadableLines {
  LineFault fault = LineFault::Columns;
  std::uint64_t lines = 0;
  std::vector<const LogSample*> samples;  ///< the first five, in order; only their line is placed
};

/// What the fold of a whole log, or of one snippet, finished into. It stays where it is: URLs and
/// samples point into it.
struct LogTraffic {
  LogTraffic() = default;
  LogTraffic(const LogTraffic&) = delete;
  LogTraffic& operator=(const LogTraffic&) = delete;

  std::string format;   ///< its name: "combined", "caddy", `log_format cache`
  std::string product;  ///< "nginx", "apache", … where the format tells; else empty
  LogColumns columns;
  std::uint64_t lines = 0;     ///< all, comments and directives left out
  std::uint64_t requests = 0;  ///< lines that were read
  std::uint64_t bytes = 0;
  std::uint64_t conditional = 0;
  std::uint64_t not_modified = 0;
  std::uint64_t unreadable = 0;         ///< lines that do not fit the format
  std::vector<UnreadableLines> faults;  ///< `unreadable` by kind
  std::int64_t first_s = 0;
  std::int64_t last_s = 0;
  bool sampled = false;              ///< a bound was reached: only a part of the URLs was kept
  const LogSample* first = nullptr;  ///< the first request; null in an empty log
  std::deque<UrlTraffic> urls;       ///< the most requested first
  std::vector<NodeTraffic> nodes;    ///< by name; exact even where URLs or tags are a sample
  std::optional<Affinity> affinity;
  std::vector<TagTurnover> turnovers;

  std::deque<LogSample> samples;  ///< what the samples above point to, in order, each line once
  std::deque<std::string> names;  ///< what nodes and tags point to
};

}  // namespace wiretag
