#include "documents/logs/log_state.h"

#include <cstring>

#include "documents/logs/hash.h"
#include "documents/logs/url_key.h"

namespace wiretag::logs {
namespace {

constexpr std::uint64_t kKeySeed = 0x5851F42D4C957F2Du;
constexpr std::uint64_t kUrlSeed = 1;
constexpr std::uint64_t kNodeSeed = 2;
constexpr std::uint64_t kTagSeed = 3;
constexpr std::int64_t kMinute = 60;

/// The front of a URL's record, which each of its lines touches.
constexpr std::size_t kHotBytes = 256;

/// The largest hash that stays where `limit` of `hashes` do.
template <typename Hash>
Hash bound_of(std::vector<Hash>& hashes, std::size_t limit) {
  const auto last = hashes.begin() + static_cast<std::ptrdiff_t>(limit) - 1;
  std::nth_element(hashes.begin(), last, hashes.end());
  return *last;
}

template <typename Entry>
void index_again(const std::vector<Entry>& entries, HashTable& table) {
  table.clear();
  const auto hash_at = [&](std::uint32_t i) { return entries[i].hash; };
  for (std::uint32_t i = 0; i < entries.size(); ++i) table.insert(entries[i].hash, i, hash_at);
}

template <typename Entry>
void lower_bound(std::vector<Entry>& entries, HashTable& table, std::uint64_t& bound,
                 std::uint64_t other) {
  if (other >= bound) return;
  bound = other;
  std::erase_if(entries, [&](const Entry& entry) { return entry.hash > bound; });
  index_again(entries, table);
}

template <typename Entry>
void keep_smallest(std::vector<Entry>& entries, HashTable& table, std::uint64_t& bound,
                   std::size_t limit) {
  if (entries.size() <= limit) return;
  std::vector<std::uint64_t> hashes;
  hashes.reserve(entries.size());
  for (const Entry& entry : entries) hashes.push_back(entry.hash);
  lower_bound(entries, table, bound, bound_of(hashes, limit));
}

/// The entry of a hash, made if need be; nullptr above the bound.
template <typename Entry>
Entry* entry_of(std::vector<Entry>& entries, HashTable& table, std::uint64_t bound,
                std::uint64_t hash) {
  if (hash > bound) return nullptr;
  const std::uint32_t found =
      table.find(hash, [&](std::uint32_t i) { return entries[i].hash == hash; });
  if (found != HashTable::kNone) return &entries[found];
  const auto index = static_cast<std::uint32_t>(entries.size());
  entries.emplace_back();
  entries.back().hash = hash;
  table.insert(hash, index, [&](std::uint32_t i) { return entries[i].hash; });
  return &entries[index];
}

/// 64 bits of hash and the size tell URLs apart; their texts are elsewhere in memory, and going
/// there for each line takes longer than all else.
bool same_url(const UrlRecord& known, std::uint64_t hash, std::string_view url) {
  return known.hash == hash && known.url.size() == url.size();
}

void merge_columns(LogColumns& into, const LogColumns& other) {
  into.time |= other.time;
  into.client |= other.client;
  into.host |= other.host;
  into.node |= other.node;
  into.content_bytes |= other.content_bytes;
  into.etag |= other.etag;
  into.if_none_match |= other.if_none_match;
  into.if_modified_since |= other.if_modified_since;
  into.if_range |= other.if_range;
  into.range |= other.range;
  into.if_match |= other.if_match;
  into.cache_status |= other.cache_status;
}

}  // namespace

std::uint64_t url_hash(std::string_view url) { return hash_of(url, kUrlSeed); }

template <typename Key, typename Count>
std::uint64_t HashSample<Key, Count>::hash(Key key) {
  return mix(key, kKeySeed);
}

template <typename Key, typename Count>
void HashSample<Key, Count>::find_or_insert(Key key, Count count, std::size_t limit) {
  // Minutes come in order, more or less, so most new keys are behind all others.
  auto at = entries_.end();
  if (!entries_.empty() && key <= entries_.back().key) {
    at = std::lower_bound(entries_.begin(), entries_.end(), key,
                          [](const Entry& entry, Key wanted) { return entry.key < wanted; });
    if (at->key == key) {
      at->count += count;
      last_ = static_cast<std::uint32_t>(at - entries_.begin());
      return;
    }
  }
  if (entries_.size() >= limit) {
    cut_ = true;
    const auto worst =
        std::max_element(entries_.begin(), entries_.end(),
                         [](const Entry& a, const Entry& b) { return hash(a.key) < hash(b.key); });
    if (worst == entries_.end() || hash(key) >= hash(worst->key)) return;
    if (worst < at) --at;
    const auto offset = at - entries_.begin();
    entries_.erase(worst);
    at = entries_.begin() + offset;
  }
  at = entries_.insert(at, {key, count});
  last_ = static_cast<std::uint32_t>(at - entries_.begin());
}

template <typename Key, typename Count>
void HashSample<Key, Count>::merge(const HashSample& other, std::size_t limit) {
  cut_ |= other.cut_;
  if (other.entries_.empty()) return;
  if (entries_.size() + other.entries_.size() > limit) {
    for (const Entry& entry : other.entries_) add(entry.key, entry.count, limit);
    return;
  }
  std::vector<Entry> both;
  both.reserve(entries_.size() + other.entries_.size());
  auto left = entries_.begin();
  for (const Entry& entry : other.entries_) {
    while (left != entries_.end() && left->key < entry.key) both.push_back(*left++);
    both.push_back(entry);
    if (left != entries_.end() && left->key == entry.key) both.back().count += (left++)->count;
  }
  both.insert(both.end(), left, entries_.end());
  entries_ = std::move(both);
  last_ = 0;
}

template class HashSample<std::uint64_t, std::uint64_t>;
template class HashSample<std::uint32_t, std::uint32_t>;
template class HashSample<std::uint64_t, std::uint8_t>;

std::string_view Arena::keep(std::string_view text) {
  if (text.empty()) return {};
  if (text.size() > kChunkBytes - used_ || chunks_.empty()) {
    chunks_.push_back(std::make_unique<char[]>(std::max(kChunkBytes, text.size())));
    used_ = 0;
  }
  char* at = chunks_.back().get() + used_;
  std::memcpy(at, text.data(), text.size());
  // A text of its own chunk leaves nothing for the next one.
  used_ = std::min(kChunkBytes, used_ + text.size());
  return {at, text.size()};
}

void TagRecord::merge(const TagRecord& other) {
  responses += other.responses;
  bytes += other.bytes;
  if (other.full) {
    smallest = full ? std::min(smallest, other.smallest) : other.smallest;
    largest = std::max(largest, other.largest);
  }
  full += other.full;
  not_modified += other.not_modified;
  span.merge(other.span);
  first = std::min(first, other.first);
}

void UrlRecord::merge(const UrlRecord& other, const FoldLimits& limits) {
  requests += other.requests;
  bytes += other.bytes;
  cache_stated += other.cache_stated;
  first = std::min(first, other.first);
  span.merge(other.span);
  for (std::size_t i = 0; i < kKinds; ++i) {
    const auto kind = static_cast<Kind>(i);
    if (const Tally* more = other.find(kind)) tally(kind).merge(*more);
  }
  sizes.merge(other.sizes, limits.sizes_of_url);
  minutes.merge(other.minutes, limits.minutes_of_url);
  members.merge(other.members, kMembers);
  more_tags |= other.more_tags;
}

bool Repeater::add(const Position& position, std::uint64_t content) {
  constexpr std::size_t kKept = 4;
  ++lines;
  bytes += content;
  const auto behind =
      std::upper_bound(firsts.begin(), firsts.end(), position,
                       [](const Position& at, const auto& entry) { return at < entry.first; });
  if (behind == firsts.end() && firsts.size() == kKept) return false;
  firsts.insert(behind, {position, content});
  if (firsts.size() > kKept) firsts.pop_back();
  return true;
}

void Repeater::merge(const Repeater& other) {
  const std::uint64_t all_lines = lines + other.lines;
  const std::uint64_t all_bytes = bytes + other.bytes;
  for (const auto& [position, content] : other.firsts) add(position, content);
  lines = all_lines;
  bytes = all_bytes;
}

void ClientRecord::AtNode::add_full(std::int64_t time_s, std::uint64_t count) {
  if (time_s - first_s > kMinute) return;
  for (auto& [second, full_count] : full) {
    if (second == time_s) {
      full_count += count;
      return;
    }
  }
  full.emplace_back(time_s, count);
}

void ClientRecord::AtNode::add(std::int64_t time_s, const Position& position, bool is_full) {
  ++requests;
  first = std::min(first, position);
  const bool earlier = first_s == 0 || time_s < first_s;
  if (earlier) first_s = time_s;
  if (is_full) add_full(time_s, 1);
  if (earlier)
    std::erase_if(full, [&](const auto& entry) { return entry.first - first_s > kMinute; });
}

void ClientRecord::AtNode::merge(const AtNode& other) {
  requests += other.requests;
  if (first_s == 0 || (other.first_s != 0 && other.first_s < first_s)) first_s = other.first_s;
  first = std::min(first, other.first);
  for (const auto& [second, count] : other.full) add_full(second, count);
  std::erase_if(full, [&](const auto& entry) { return entry.first - first_s > kMinute; });
}

ClientRecord::AtNode& ClientRecord::at(std::uint64_t node) {
  for (AtNode& known : nodes) {
    if (known.node == node) return known;
  }
  nodes.emplace_back();
  nodes.back().node = node;
  return nodes.back();
}

std::uint32_t LogFold::State::node_index(std::string_view name) {
  if (last_node < nodes.size() && nodes[last_node] == name) return last_node;
  const std::uint64_t hash = hash_of(name, kNodeSeed);
  last_node = node_table.find(hash, [&](std::uint32_t i) { return nodes[i] == name; });
  if (last_node != HashTable::kNone) return last_node;
  last_node = static_cast<std::uint32_t>(nodes.size());
  nodes.push_back(arena.keep(name));
  node_hashes.push_back(hash);
  node_totals.emplace_back();
  node_table.insert(hash, last_node, [&](std::uint32_t i) { return node_hashes[i]; });
  return last_node;
}

std::uint32_t LogFold::State::url_of(std::string_view url, std::uint64_t hash) {
  if (hash > url_bound) return HashTable::kNone;
  const std::uint32_t found =
      url_table.find(hash, [&](std::uint32_t i) { return same_url(urls[i], hash, url); });
  if (found != HashTable::kNone) return found;
  const auto index = static_cast<std::uint32_t>(urls.size());
  UrlRecord& made = urls.emplace_back();
  made.hash = hash;
  made.url = arena.keep(url);
  ++live_urls;
  url_table.insert(hash, index, [&](std::uint32_t i) { return urls[i].hash; });
  return index;
}

std::uint32_t LogFold::State::url_index(std::string_view raw_text, std::uint64_t raw_hash,
                                        Escape escape, std::uint64_t& member) {
  if (!patterns) {
    // Most URLs are their own normal form, so they are found without making it.
    member = raw_hash;
    const std::uint32_t found = url_table.find(
        raw_hash, [&](std::uint32_t i) { return same_url(urls[i], raw_hash, raw_text); });
    if (found != HashTable::kNone) return found;
  }
  const std::string url = normal_url(raw_text, escape);
  member = url_hash(url);
  if (!patterns) {
    const std::uint32_t index = url_of(url, member);
    if (live_urls <= limits.urls) return index;
    become_patterns();
  }
  const std::string pattern = url_pattern(url);
  const std::uint32_t index = url_of(pattern, url_hash(pattern));
  if (index != HashTable::kNone) urls[index].members.add(member, 0, kMembers);
  if (live_urls > 2 * limits.urls) {
    bound_urls();
    if (index != HashTable::kNone && urls[index].gone) return HashTable::kNone;
  }
  return index;
}

std::uint64_t LogFold::State::tag_hash(std::uint64_t member, std::uint32_t node,
                                       std::string_view tag, bool weak) const {
  return hash_of(tag, mix(member, node_hashes[node]) + kTagSeed + (weak ? 1 : 0));
}

void LogFold::State::prefetch(std::span<const LogRecord> records, std::span<Hint> hints) {
  for (std::size_t i = 0; i < records.size(); ++i) {
    hints[i] = hint_of(records[i]);
    url_table.prefetch(hints[i].url);
    if (hints[i].has_tag) tag_table.prefetch(hints[i].tag);
  }
  for (const Hint& hint : hints.first(records.size())) {
    if (const std::uint32_t url = url_table.guess(hint.url); url != HashTable::kNone) {
      const auto* at = reinterpret_cast<const char*>(&urls[url]);
      for (std::size_t line = 0; line < kHotBytes; line += 64) __builtin_prefetch(at + line);
    }
    if (!hint.has_tag) continue;
    if (const std::uint32_t tag = tag_table.guess(hint.tag); tag != HashTable::kNone) {
      const auto* at = reinterpret_cast<const char*>(&tags[tag]);
      for (std::size_t line = 0; line < sizeof(TagRecord); line += 64)
        __builtin_prefetch(at + line);
    }
  }
  for (const Hint& hint : hints.first(records.size())) {
    const std::uint32_t index = url_table.guess(hint.url);
    if (index == HashTable::kNone) continue;
    const UrlRecord& url = urls[index];
    url.minutes.prefetch();
    url.sizes.prefetch();
    hint.kinds.each([&](Kind kind) {
      if (const Tally* tally = url.find(kind)) {
        __builtin_prefetch(tally);
        __builtin_prefetch(reinterpret_cast<const char*>(tally + 1) - 1);
      }
    });
  }
}

std::uint32_t LogFold::State::tag_of(std::uint32_t url, std::uint64_t member, std::uint32_t node,
                                     std::string_view tag, bool weak, std::uint64_t hash) {
  const auto same = [&](std::uint32_t i) {
    const TagRecord& known = tags[i];
    return known.hash == hash && known.url == url && known.node == node &&
           known.tag.size() == tag.size() && !known.gone;
  };
  const std::uint32_t found = tag_table.find(hash, same);
  if (found != HashTable::kNone) return found;
  UrlRecord& owner = urls[url];
  if (std::pair(member, hash) > owner.tag_bound) {
    owner.more_tags = true;
    return HashTable::kNone;
  }
  const auto index = static_cast<std::uint32_t>(tags.size());
  TagRecord& made = tags.emplace_back();
  made.hash = hash;
  made.member = member;
  made.url = url;
  made.node = node;
  made.weak = weak;
  made.tag = arena.keep(tag);
  owner.tags.push_back(index);
  tag_table.insert(hash, index, [&](std::uint32_t i) { return tags[i].hash; });
  if (owner.tags.size() > 2 * limits.tags_of_url) {
    bound_tags(owner);
    if (tags[index].gone) return HashTable::kNone;
  }
  return index;
}

void LogFold::State::bound_tags(UrlRecord& url) {
  if (url.tags.size() <= limits.tags_of_url) return;
  std::vector<std::pair<std::uint64_t, std::uint64_t>> ranks;
  for (const std::uint32_t tag : url.tags) ranks.push_back(tags[tag].rank());
  lower_tag_bound(url, bound_of(ranks, limits.tags_of_url));
}

void LogFold::State::lower_tag_bound(UrlRecord& url,
                                     std::pair<std::uint64_t, std::uint64_t> bound) {
  if (bound >= url.tag_bound) return;
  url.tag_bound = bound;
  url.more_tags = true;
  std::erase_if(url.tags, [&](std::uint32_t tag) {
    tags[tag].gone = tags[tag].rank() > bound;
    return tags[tag].gone;
  });
}

Repeater* LogFold::State::repeater_of(std::uint64_t hash) {
  if (repeaters.size() > 2 * limits.repeaters) bound_repeaters();
  return entry_of(repeaters, repeater_table, repeater_bound, hash);
}

ClientRecord* LogFold::State::client_of(std::uint64_t hash) {
  if (clients.size() > 2 * limits.clients) bound_clients();
  return entry_of(clients, client_table, client_bound, hash);
}

void LogFold::State::bound_repeaters() {
  keep_smallest(repeaters, repeater_table, repeater_bound, limits.repeaters);
}

void LogFold::State::bound_clients() {
  keep_smallest(clients, client_table, client_bound, limits.clients);
}

void LogFold::State::drop_urls() {
  for (UrlRecord& url : urls) {
    if (url.gone || url.hash <= url_bound) continue;
    for (const std::uint32_t tag : url.tags) tags[tag].gone = true;
    url.tags = {};
    url.tallies = {};
    url.slot = UrlRecord::unused();
    url.gone = true;
    --live_urls;
  }
  std::erase_if(repeaters, [&](const Repeater& entry) { return urls[entry.url].gone; });
  index_again(repeaters, repeater_table);
}

void LogFold::State::bound_urls() {
  if (live_urls <= limits.urls) return;
  std::vector<std::uint64_t> hashes;
  for (const UrlRecord& url : urls) {
    if (!url.gone) hashes.push_back(url.hash);
  }
  url_bound = std::min(url_bound, bound_of(hashes, limits.urls));
  sampled = true;
  drop_urls();
}

void LogFold::State::add_url(const UrlRecord& from, std::uint32_t into, const State& other) {
  urls[into].merge(from, limits);
  lower_tag_bound(urls[into], from.tag_bound);
  for (const std::uint32_t old : from.tags) {
    const TagRecord& record = other.tags[old];
    const std::uint32_t node = node_index(other.nodes[record.node]);
    const std::uint32_t tag =
        tag_of(into, record.member, node, record.tag, record.weak, record.hash);
    if (tag != HashTable::kNone) tags[tag].merge(record);
  }
}

void LogFold::State::become_patterns() {
  if (patterns) return;
  patterns = true;
  // The records are read from a fold of their own while the new ones are made here.
  State old(limits);
  old.urls = std::exchange(urls, {});
  old.tags = std::exchange(tags, {});
  old.nodes = nodes;
  url_table.clear();
  tag_table.clear();
  live_urls = 0;
  std::vector<std::uint32_t> moved(old.urls.size(), HashTable::kNone);
  for (std::size_t i = 0; i < old.urls.size(); ++i) {
    const UrlRecord& single = old.urls[i];
    const std::string pattern = url_pattern(single.url);
    moved[i] = url_of(pattern, url_hash(pattern));
    add_url(single, moved[i], old);
    urls[moved[i]].members.add(single.hash, 0, kMembers);
  }
  for (Repeater& repeater : repeaters) repeater.url = moved[repeater.url];
}

void LogFold::State::settle() {
  if (live_urls > limits.urls) become_patterns();
  bound_urls();
  for (UrlRecord& url : urls) {
    if (!url.gone) bound_tags(url);
  }
  bound_repeaters();
  bound_clients();
}

void LogFold::State::merge_totals(const State& other) {
  merge_columns(columns, other.columns);
  if (other.format_source < format_source) {
    format_source = other.format_source;
    format = other.format;
    product = other.product;
  }
  requests += other.requests;
  bytes += other.bytes;
  conditional += other.conditional;
  not_modified += other.not_modified;
  span.merge(other.span);
  first = std::min(first, other.first);
  for (std::size_t i = 0; i < unreadable.size(); ++i) {
    unreadable[i].lines += other.unreadable[i].lines;
    unreadable[i].firsts.merge(other.unreadable[i].firsts);
  }
  for (std::size_t i = 0; i < other.nodes.size(); ++i) {
    NodeTotals& totals = node_totals[node_index(other.nodes[i])];
    totals.requests += other.node_totals[i].requests;
    totals.not_modified += other.node_totals[i].not_modified;
    totals.bytes += other.node_totals[i].bytes;
  }
}

void LogFold::State::prefetch_merge(const State& other, std::span<const std::uint32_t> from) const {
  for (const std::uint32_t i : from) {
    url_table.prefetch(other.urls[i].hash);
    for (const std::uint32_t tag : other.urls[i].tags) __builtin_prefetch(&other.tags[tag]);
  }
  for (const std::uint32_t i : from) {
    for (const std::uint32_t tag : other.urls[i].tags) tag_table.prefetch(other.tags[tag].hash);
    const std::uint32_t url = url_table.guess(other.urls[i].hash);
    if (url == HashTable::kNone) continue;
    const auto* at = reinterpret_cast<const char*>(&urls[url]);
    for (std::size_t line = 0; line < sizeof(UrlRecord); line += 64) __builtin_prefetch(at + line);
  }
  for (const std::uint32_t i : from) {
    for (const std::uint32_t tag : other.urls[i].tags) {
      const std::uint32_t known = tag_table.guess(other.tags[tag].hash);
      if (known == HashTable::kNone) continue;
      const auto* at = reinterpret_cast<const char*>(&tags[known]);
      for (std::size_t line = 0; line < sizeof(TagRecord); line += 64)
        __builtin_prefetch(at + line);
    }
  }
}

void LogFold::State::merge(State& other) {
  if (patterns || other.patterns) {
    become_patterns();
    other.become_patterns();
  }
  merge_totals(other);
  // What one side has dropped is incomplete on the other.
  sampled |= other.sampled;
  if (other.url_bound < url_bound) {
    url_bound = other.url_bound;
    drop_urls();
  }
  lower_bound(repeaters, repeater_table, repeater_bound, other.repeater_bound);
  lower_bound(clients, client_table, client_bound, other.client_bound);

  std::vector<std::uint32_t> moved(other.urls.size(), HashTable::kNone);
  std::array<std::uint32_t, kMostAtOnce> batch{};
  std::size_t size = 0;
  const auto merge_batch = [&] {
    const auto from = std::span(batch).first(std::exchange(size, 0));
    prefetch_merge(other, from);
    for (const std::uint32_t i : from) {
      moved[i] = url_of(other.urls[i].url, other.urls[i].hash);
      if (moved[i] != HashTable::kNone) add_url(other.urls[i], moved[i], other);
    }
  };
  for (std::uint32_t i = 0; i < other.urls.size(); ++i) {
    if (other.urls[i].gone) continue;
    batch[size++] = i;
    if (size == batch.size()) merge_batch();
  }
  merge_batch();
  for (const Repeater& from : other.repeaters) {
    if (moved[from.url] == HashTable::kNone) continue;
    Repeater* into = entry_of(repeaters, repeater_table, repeater_bound, from.hash);
    if (!into) continue;
    into->member = from.member;
    into->kind = from.kind;
    into->url = moved[from.url];
    into->merge(from);
  }
  for (const ClientRecord& from : other.clients) {
    ClientRecord* into = entry_of(clients, client_table, client_bound, from.hash);
    if (!into) continue;
    for (const ClientRecord::AtNode& node : from.nodes) into->at(node.node).merge(node);
  }
  settle();
}

}  // namespace wiretag::logs
