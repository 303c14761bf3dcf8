#pragma once

#include <algorithm>
#include <array>
#include <bit>
#include <cstdint>
#include <limits>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "documents/logs/chunked.h"
#include "documents/logs/log_fold.h"

namespace wiretag::logs {

/// Kinds of lines that are counted for each URL; each is a LogCount of UrlTraffic.
enum class Kind : std::uint8_t {
  Full,
  NotModified,
  Partial,
  NoContent,
  Conditional,
  ConditionalFull,
  Stale,
  Rechecked,
  CurrentTagFull,
  SuffixedTagFull,
  MissWithCurrentTag,
  RangeFull,
  WeakIfRangeFull,
  ResumeWithoutIfRange,
  WeakPartial,
  NotModifiedWithBytes,
  UnaskedNotModified,
  FailedRead,
  Unsatisfied,
};
inline constexpr std::size_t kKinds = static_cast<std::size_t>(Kind::Unsatisfied) + 1;
/// Some of the kinds.
class Kinds {
 public:
  void add(Kind kind) { bits_ |= 1u << static_cast<unsigned>(kind); }
  [[nodiscard]] bool has(Kind kind) const { return (bits_ >> static_cast<unsigned>(kind)) & 1u; }
  template <typename Visit>
  void each(Visit visit) const {
    for (std::uint32_t left = bits_; left; left &= left - 1)
      visit(static_cast<Kind>(std::countr_zero(left)));
  }

 private:
  std::uint32_t bits_ = 0;
};

/// Kinds below this one are what healthy traffic consists of.
inline constexpr Kind kFirstRareKind = Kind::CurrentTagFull;

inline constexpr Position kNowhere{std::numeric_limits<std::uint32_t>::max(), 0,
                                   std::numeric_limits<std::uint64_t>::max()};

/// The `Size` smallest positions that were added, in order; `kNowhere` for the missing ones.
template <std::size_t Size>
struct Firsts {
  std::array<Position, Size> at = filled();

  /// Whether the position was kept.
  bool add(const Position& position) {
    if (!(position < at.back())) return false;
    std::size_t i = Size - 1;
    for (; i > 0 && position < at[i - 1]; --i) at[i] = at[i - 1];
    at[i] = position;
    return true;
  }
  void merge(const Firsts& other) {
    for (const Position& position : other.at) {
      if (position != kNowhere) add(position);
    }
  }

 private:
  static constexpr std::array<Position, Size> filled() {
    std::array<Position, Size> all{};
    all.fill(kNowhere);
    return all;
  }
};

/// Hashes of the URLs of a pattern that are kept to estimate how many there are.
inline constexpr std::size_t kMembers = 64;

struct Tally {
  std::uint64_t lines = 0;
  std::uint64_t bytes = 0;
  Firsts<2> firsts;

  bool add(std::uint64_t more, const Position& position) {
    ++lines;
    bytes += more;
    return firsts.add(position);
  }
  void merge(const Tally& other) {
    lines += other.lines;
    bytes += other.bytes;
    firsts.merge(other.firsts);
  }
};

/// Lowers a smallest position; whether it did.
inline bool lower(Position& first, const Position& position) {
  if (!(position < first)) return false;
  first = position;
  return true;
}

/// From the first to the last second of something; 0 for none.
struct Span {
  std::int64_t first_s = 0;
  std::int64_t last_s = 0;

  void add(std::int64_t time_s) {
    if (time_s == 0) return;
    if (first_s == 0 || time_s < first_s) first_s = time_s;
    if (time_s > last_s) last_s = time_s;
  }
  void merge(const Span& other) {
    add(other.first_s);
    add(other.last_s);
  }
};

/// Counts by key. Only the keys with the smallest hashes stay, `limit` of them; these have their
/// exact counts in any order of adding and merging.
template <typename Key, typename Count>
class HashSample {
 public:
  struct Entry {
    Key key = 0;
    Count count = 0;
  };

  static std::uint64_t hash(Key key);
  void add(Key key, Count count, std::size_t limit) {
    if (last_ < entries_.size() && entries_[last_].key == key) {
      entries_[last_].count += count;
    } else {
      find_or_insert(key, count, limit);
    }
  }
  void merge(const HashSample& other, std::size_t limit);
  void prefetch() const { __builtin_prefetch(entries_.data() + last_); }
  /// By key.
  [[nodiscard]] const std::vector<Entry>& entries() const { return entries_; }
  /// Keys were left out.
  [[nodiscard]] bool cut() const { return cut_; }
  void set_cut(bool cut) { cut_ = cut; }

 private:
  void find_or_insert(Key key, Count count, std::size_t limit);

  std::vector<Entry> entries_;
  std::uint32_t last_ = 0;  ///< lines of one minute or size come together
  bool cut_ = false;
};
using Sizes = HashSample<std::uint64_t, std::uint64_t>;
using Minutes = HashSample<std::uint32_t, std::uint32_t>;
using Members = HashSample<std::uint64_t, std::uint8_t>;

/// Keeps texts where they are.
class Arena {
 public:
  std::string_view keep(std::string_view text);

 private:
  static constexpr std::size_t kChunkBytes = std::size_t{1} << 16;

  std::vector<std::unique_ptr<char[]>> chunks_;
  std::size_t used_ = kChunkBytes;
};

/// Open addressing from a hash to an index. Whoever uses it holds the keys.
class HashTable {
 public:
  static constexpr std::uint32_t kNone = std::numeric_limits<std::uint32_t>::max();

  void prefetch(std::uint64_t hash) const {
    if (!slots_.empty()) __builtin_prefetch(&slots_[hash & mask_]);
  }
  /// An index that is likely the one of this hash; kNone for none.
  [[nodiscard]] std::uint32_t guess(std::uint64_t hash) const {
    return find(hash, [](std::uint32_t) { return true; });
  }
  template <typename Same>
  [[nodiscard]] std::uint32_t find(std::uint64_t hash, Same same) const {
    if (slots_.empty()) return kNone;
    for (std::size_t i = hash & mask_;; i = (i + 1) & mask_) {
      const Slot& slot = slots_[i];
      if (slot.index == kNone) return kNone;
      if (slot.hash == static_cast<std::uint32_t>(hash >> 32) && same(slot.index))
        return slot.index;
    }
  }
  /// The key is not in the table yet; `hash_at` gives the hash of an index again.
  template <typename HashAt>
  void insert(std::uint64_t hash, std::uint32_t index, HashAt hash_at) {
    if ((size_ + 1) * 4 > slots_.size() * 3) grow(hash_at);
    place(hash, index);
    ++size_;
  }
  void clear() {
    slots_.clear();
    size_ = 0;
    mask_ = 0;
  }

 private:
  struct Slot {
    std::uint32_t hash = 0;
    std::uint32_t index = kNone;
  };

  void place(std::uint64_t hash, std::uint32_t index) {
    std::size_t i = hash & mask_;
    while (slots_[i].index != kNone) i = (i + 1) & mask_;
    slots_[i] = {static_cast<std::uint32_t>(hash >> 32), index};
  }
  template <typename HashAt>
  void grow(HashAt hash_at) {
    const std::vector<Slot> old = std::move(slots_);
    slots_.assign(std::max<std::size_t>(64, old.size() * 2), Slot{});
    mask_ = slots_.size() - 1;
    for (const Slot& slot : old) {
      if (slot.index != kNone) place(hash_at(slot.index), slot.index);
    }
  }

  std::vector<Slot> slots_;
  std::size_t mask_ = 0;
  std::size_t size_ = 0;
};

/// One node's responses under one tag, of one URL.
struct alignas(64) TagRecord {
  std::uint64_t hash = 0;    ///< of member, node, tag and weakness
  std::uint64_t member = 0;  ///< hash of the URL itself, which may be one of a pattern
  std::string_view tag;
  std::uint32_t url = 0;
  std::uint32_t node = 0;
  bool weak = false;
  bool gone = false;  ///< beyond the bound of its URL
  std::uint64_t responses = 0;
  std::uint64_t full = 0;
  std::uint64_t not_modified = 0;
  std::uint64_t bytes = 0;
  std::uint64_t smallest = 0;
  std::uint64_t largest = 0;
  Span span;
  Position first = kNowhere;

  /// What goes when there are too many: whole members before tags of the ones that stay.
  [[nodiscard]] std::pair<std::uint64_t, std::uint64_t> rank() const { return {member, hash}; }
  void merge(const TagRecord& other);
};

/// One URL, or one pattern of URLs.
struct alignas(64) UrlRecord {
  std::uint64_t hash = 0;
  std::string_view url;
  bool gone = false;
  std::uint64_t requests = 0;
  std::uint64_t bytes = 0;
  std::uint64_t cache_stated = 0;
  Position first = kNowhere;
  Span span;
  std::array<std::uint8_t, kKinds> slot = unused();  ///< index into `tallies`
  std::vector<Tally> tallies;
  Sizes sizes;
  Minutes minutes;
  Members members;  ///< of a pattern: hashes of its URLs
  std::vector<std::uint32_t> tags;
  bool more_tags = false;
  std::pair<std::uint64_t, std::uint64_t> tag_bound = {~0ull, ~0ull};

  static constexpr std::uint8_t kUnused = 0xFF;
  static constexpr std::array<std::uint8_t, kKinds> unused() {
    std::array<std::uint8_t, kKinds> all{};
    all.fill(kUnused);
    return all;
  }
  [[nodiscard]] Tally& tally(Kind kind) {
    std::uint8_t& index = slot[static_cast<std::size_t>(kind)];
    if (index == kUnused) {
      index = static_cast<std::uint8_t>(tallies.size());
      tallies.emplace_back();
    }
    return tallies[index];
  }
  [[nodiscard]] const Tally* find(Kind kind) const {
    const std::uint8_t index = slot[static_cast<std::size_t>(kind)];
    return index == kUnused ? nullptr : &tallies[index];
  }
  /// All but the tags.
  void merge(const UrlRecord& other, const FoldLimits& limits);
};

/// A client that gets the same useless answer for one URL again and again.
struct Repeater {
  std::uint64_t hash = 0;  ///< of kind, member and client
  std::uint64_t member = 0;
  std::uint32_t url = 0;
  Kind kind = Kind::RangeFull;
  std::uint64_t lines = 0;
  std::uint64_t bytes = 0;
  /// The first lines with their bytes, in order.
  std::vector<std::pair<Position, std::uint64_t>> firsts;

  bool add(const Position& position, std::uint64_t content);
  void merge(const Repeater& other);
};

/// A client that is followed from node to node.
struct ClientRecord {
  struct AtNode {
    std::uint64_t node = 0;  ///< hash of its name
    std::uint64_t requests = 0;
    std::int64_t first_s = 0;
    Position first = kNowhere;
    /// 200s by second, within a minute of `first_s`.
    std::vector<std::pair<std::int64_t, std::uint64_t>> full;

    /// One request; `is_full` for a 200.
    void add(std::int64_t time_s, const Position& position, bool is_full);
    void add_full(std::int64_t time_s, std::uint64_t count);
    void merge(const AtNode& other);
  };

  std::uint64_t hash = 0;
  std::vector<AtNode> nodes;

  AtNode& at(std::uint64_t node);
};

/// What one node answered.
struct NodeTotals {
  std::uint64_t requests = 0;
  std::uint64_t not_modified = 0;
  std::uint64_t bytes = 0;
};

struct Unreadable {
  std::uint64_t lines = 0;
  Firsts<5> firsts;
};

/// The hash that a URL is kept under.
[[nodiscard]] std::uint64_t url_hash(std::string_view url);

struct LogFold::State {
  explicit State(FoldLimits bounds) : limits(bounds) {}

  FoldLimits limits;
  Arena arena;

  std::string format;
  std::string product;
  std::uint32_t format_source = std::numeric_limits<std::uint32_t>::max();
  LogColumns columns;

  std::uint64_t requests = 0;
  std::uint64_t bytes = 0;
  std::uint64_t conditional = 0;
  std::uint64_t not_modified = 0;
  Span span;
  Position first = kNowhere;
  std::array<Unreadable, 4> unreadable;

  bool patterns = false;  ///< URLs are kept by pattern
  bool sampled = false;   ///< only those with a hash below `url_bound`
  std::uint64_t url_bound = ~0ull;
  Chunked<UrlRecord> urls;
  std::size_t live_urls = 0;
  HashTable url_table;
  Chunked<TagRecord> tags;
  HashTable tag_table;
  std::vector<std::string_view> nodes;
  std::vector<std::uint64_t> node_hashes;
  std::vector<NodeTotals> node_totals;
  HashTable node_table;

  std::vector<Repeater> repeaters;
  HashTable repeater_table;
  std::uint64_t repeater_bound = ~0ull;
  std::vector<ClientRecord> clients;
  HashTable client_table;
  std::uint64_t client_bound = ~0ull;

  // Memory of a line.
  std::string raw;
  std::uint32_t last_node = 0;

  /// What is worked out about a line before its records are touched.
  struct Hint {
    std::uint64_t url = 0;  ///< hash of the raw URL
    std::uint64_t tag = 0;
    std::uint32_t node = 0;
    bool has_tag = false;
    Kinds kinds;
  };
  /// Asks for the memory of the records of some lines, all at once: going to them one after the
  /// other takes longer than reading the lines.
  void prefetch(std::span<const LogRecord> records, std::span<Hint> hints);
  bool observe(const LogRecord& record, const Position& position, const Hint& hint);
  Hint hint_of(const LogRecord& record);

  [[nodiscard]] std::uint32_t node_index(std::string_view name);
  /// The URL of a raw text, and the hash of the URL itself; kNone where it is not in the sample.
  [[nodiscard]] std::uint32_t url_index(std::string_view raw_text, std::uint64_t raw_hash,
                                        Escape escape, std::uint64_t& member);
  [[nodiscard]] std::uint32_t url_of(std::string_view url, std::uint64_t hash);
  [[nodiscard]] std::uint64_t tag_hash(std::uint64_t member, std::uint32_t node,
                                       std::string_view tag, bool weak) const;
  /// The record of a tag, made if need be; kNone where it is beyond the bound.
  /// `hash` is the `tag_hash` of the others.
  [[nodiscard]] std::uint32_t tag_of(std::uint32_t url, std::uint64_t member, std::uint32_t node,
                                     std::string_view tag, bool weak, std::uint64_t hash);
  Repeater* repeater_of(std::uint64_t hash);
  ClientRecord* client_of(std::uint64_t hash);

  void drop_urls();  ///< those above `url_bound`
  void bound_urls();
  void add_url(const UrlRecord& from, std::uint32_t into, const State& other);
  void merge_totals(const State& other);
  void lower_tag_bound(UrlRecord& url, std::pair<std::uint64_t, std::uint64_t> bound);
  void become_patterns();
  void bound_tags(UrlRecord& url);
  void bound_repeaters();
  void bound_clients();
  /// Brings every part down to its bound. Equal folds are equal from then on.
  void settle();
  void merge(State& other);
  /// Asks for the memory of the records that those of `urls` are merged into.
  void prefetch_merge(const State& other, std::span<const std::uint32_t> from) const;
  /// Calls `visit` with the position of every line that may be shown, to be changed in place.
  template <typename Visit>
  void each_position(Visit visit);
};

template <typename Visit>
void LogFold::State::each_position(Visit visit) {
  const auto kept = [&](Position& position) {
    if (position != kNowhere) visit(position);
  };
  kept(first);
  for (Unreadable& counted : unreadable) {
    for (Position& position : counted.firsts.at) kept(position);
  }
  for (UrlRecord& url : urls) {
    if (url.gone) continue;
    kept(url.first);
    for (Tally& tally : url.tallies) {
      for (Position& position : tally.firsts.at) kept(position);
    }
    for (const std::uint32_t tag : url.tags) kept(tags[tag].first);
  }
  for (Repeater& repeater : repeaters) {
    for (auto& [position, content] : repeater.firsts) kept(position);
  }
}

}  // namespace wiretag::logs
