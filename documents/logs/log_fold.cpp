#include "documents/logs/log_fold.h"

#include <array>

#include "documents/logs/hash.h"
#include "documents/logs/log_state.h"
#include "documents/logs/log_values.h"
#include "documents/logs/url_key.h"

namespace wiretag::logs {
namespace {

constexpr std::uint64_t kClientSeed = 4;
constexpr std::uint64_t kRepeaterSeed = 5;

bool has_coding_suffix(std::string_view opaque) {
  for (const std::string_view suffix : {"-gzip", "-br", "-zstd", "-deflate", ";gzip", "--gzip"}) {
    if (opaque.ends_with(suffix)) return true;
  }
  return false;
}

/// If-None-Match holds the tag that the response carries.
bool asked_for_own_tag(const LogRecord& record) {
  if (record.etag.opaque.empty()) return false;
  const std::string_view asked = record.value(Meaning::IfNoneMatch);
  if (asked.empty()) return false;
  return asked == record.column(Meaning::ETag) ||
         list_holds(asked, record.escape, record.etag.opaque);
}

bool is_weak(std::string_view tag) { return tag.starts_with("W/") || tag.starts_with("w/"); }

/// What a 200 tells.
void classify_full(const LogRecord& record, bool read, bool conditional, Kinds& kinds) {
  if (record.method == Method::Get) kinds.add(Kind::Full);
  const bool range = !record.value(Meaning::Range).empty();
  if (conditional) {
    kinds.add(Kind::ConditionalFull);
    if (!range && asked_for_own_tag(record)) {
      kinds.add(Kind::CurrentTagFull);
      if (has_coding_suffix(record.etag.opaque)) kinds.add(Kind::SuffixedTagFull);
    }
  }
  // A range from byte 0 on loses nothing by a 200.
  if (read && resumes(record.value(Meaning::Range))) {
    kinds.add(Kind::RangeFull);
    if (is_weak(record.value(Meaning::IfRange))) kinds.add(Kind::WeakIfRangeFull);
  }
}

void classify_not_modified(const LogRecord& record, bool asked, Kinds& kinds) {
  kinds.add(Kind::NotModified);
  if (record.knows(Meaning::ContentBytes) && record.bytes > 0)
    kinds.add(Kind::NotModifiedWithBytes);
  if (!asked && record.knows(Meaning::IfNoneMatch) && record.knows(Meaning::IfModifiedSince))
    kinds.add(Kind::UnaskedNotModified);
}

void classify_cache(const LogRecord& record, bool read, Kinds& kinds) {
  const CacheWord cache = record.cache;
  if (cache == CacheWord::Stale || cache == CacheWord::Updating) kinds.add(Kind::Stale);
  if (record.status == 304 || cache == CacheWord::Revalidated || cache == CacheWord::Expired)
    kinds.add(Kind::Rechecked);
  const bool fetched = cache == CacheWord::Miss || cache == CacheWord::Expired;
  const bool answered = record.status == 200 || record.status == 304;
  if (read && fetched && answered && record.value(Meaning::Range).empty() &&
      asked_for_own_tag(record))
    kinds.add(Kind::MissWithCurrentTag);
}

Kinds classify(const LogRecord& record) {
  Kinds kinds;
  const bool read = record.method == Method::Get || record.method == Method::Head;
  const bool asked = !record.value(Meaning::IfNoneMatch).empty() ||
                     !record.value(Meaning::IfModifiedSince).empty();
  const bool conditional = read && asked;
  if (conditional) kinds.add(Kind::Conditional);
  switch (record.status) {
    case 200: classify_full(record, read, conditional, kinds); break;
    case 204:
      if (record.method == Method::Get) kinds.add(Kind::NoContent);
      break;
    case 206:
      kinds.add(Kind::Partial);
      if (record.etag.weak) kinds.add(Kind::WeakPartial);
      break;
    case 304: classify_not_modified(record, asked, kinds); break;
    case 412:
      if (read && record.value(Meaning::IfMatch).empty()) kinds.add(Kind::FailedRead);
      break;
    case 416: kinds.add(Kind::Unsatisfied); break;
    default: break;
  }
  if (read && record.knows(Meaning::IfRange) && record.value(Meaning::IfRange).empty() &&
      resumes(record.value(Meaning::Range)))
    kinds.add(Kind::ResumeWithoutIfRange);
  classify_cache(record, read, kinds);
  return kinds;
}

/// The last of a list: the upstream that has answered in the end.
std::string_view node_of(const LogRecord& record) {
  std::string_view node = record.value(Meaning::Node);
  if (node.find(' ') != std::string_view::npos) {
    const std::size_t at = node.find_last_of(" ,");
    if (at != std::string_view::npos) node = node.substr(at + 1);
  }
  // HAProxy's words for its cache and for no server.
  if (node == "<CACHE>" || node == "<NOSRV>" || node == "-") return {};
  return node;
}

/// An address without its port, which differs from connection to connection.
std::string_view address_of(std::string_view client) {
  if (client.starts_with('[')) return client.substr(0, client.find(']'));
  const std::size_t colon = client.find(':');
  if (colon != std::string_view::npos && client.find(':', colon + 1) == std::string_view::npos)
    return client.substr(0, colon);
  return client;
}

bool tells_of_tags(const LogRecord& record) {
  return record.knows(Meaning::ETag) || record.knows(Meaning::Node);
}

/// Responses whose missing tag says something.
bool carries_content(std::uint16_t status) {
  return status == 200 || status == 206 || status == 304;
}

void count_node(NodeTotals& totals, const LogRecord& record) {
  ++totals.requests;
  totals.bytes += record.bytes;
  if (record.status == 304) ++totals.not_modified;
}

bool count_tag(TagRecord& tag, const LogRecord& record, const Position& position) {
  ++tag.responses;
  tag.bytes += record.bytes;
  tag.span.add(record.time_s);
  const bool kept = lower(tag.first, position);
  if (record.status == 304) ++tag.not_modified;
  if (record.status != 200 || record.method != Method::Get) return kept;
  if (tag.full == 0 || record.bytes < tag.smallest) tag.smallest = record.bytes;
  tag.largest = std::max(tag.largest, record.bytes);
  ++tag.full;
  return kept;
}

void follow_client(LogFold::State& state, const LogRecord& record, std::string_view node,
                   const Position& position) {
  const std::string_view client = address_of(record.value(Meaning::Client));
  if (client.empty() || node.empty() || record.time_s == 0) return;
  ClientRecord* followed = state.client_of(hash_of(client, kClientSeed));
  if (!followed) return;
  followed->at(hash_of(node, kClientSeed)).add(record.time_s, position, record.status == 200);
}

bool count_repeater(LogFold::State& state, const LogRecord& record, Kind kind, std::uint32_t url,
                    std::uint64_t member, const Position& position) {
  const std::string_view client = address_of(record.value(Meaning::Client));
  if (client.empty()) return false;
  const std::uint64_t seed = mix(member, kRepeaterSeed + static_cast<std::uint64_t>(kind));
  Repeater* repeater = state.repeater_of(hash_of(client, seed));
  if (!repeater) return false;
  repeater->member = member;
  repeater->url = url;
  repeater->kind = kind;
  return repeater->add(position, record.bytes);
}

}  // namespace

LogFold::LogFold(FoldLimits limits) : state_(std::make_unique<State>(limits)) {}
LogFold::~LogFold() = default;
LogFold::LogFold(LogFold&&) noexcept = default;
LogFold& LogFold::operator=(LogFold&&) noexcept = default;

void LogFold::observe_format(std::uint32_t source, const LogFormat& format) {
  State other(state_->limits);
  other.format = format.name;
  other.product = format.product;
  other.format_source = source;
  other.columns = columns_of(format);
  state_->merge_totals(other);
}

LogFold::State::Hint LogFold::State::hint_of(const LogRecord& record) {
  Hint hint;
  hint.kinds = classify(record);
  if (!record.target.empty()) hint.url = url_hash(raw_url(record, raw));
  hint.has_tag = tells_of_tags(record) && !record.target.empty() &&
                 (!record.etag.opaque.empty() || carries_content(record.status));
  if (!hint.has_tag) return hint;
  hint.node = node_index(node_of(record));
  hint.tag = tag_hash(hint.url, hint.node, record.etag.opaque, record.etag.weak);
  return hint;
}

bool LogFold::State::observe(const LogRecord& record, const Position& position, const Hint& hint) {
  ++requests;
  bytes += record.bytes;
  span.add(record.time_s);
  bool kept = lower(first, position);
  const Kinds kinds = hint.kinds;
  if (kinds.has(Kind::Conditional)) ++conditional;
  if (record.status == 304) ++not_modified;

  const std::string_view node = node_of(record);
  if (!node.empty()) {
    count_node(node_totals[hint.has_tag ? hint.node : node_index(node)], record);
    follow_client(*this, record, node, position);
  }
  if (record.target.empty()) return kept;
  std::uint64_t member = 0;
  const std::uint32_t index = url_index(raw_url(record, raw), hint.url, record.escape, member);
  if (index == HashTable::kNone) return kept;

  UrlRecord& url = urls[index];
  ++url.requests;
  url.bytes += record.bytes;
  url.span.add(record.time_s);
  kept |= lower(url.first, position);
  if (record.cache != CacheWord::None) ++url.cache_stated;
  kinds.each([&](Kind kind) { kept |= url.tally(kind).add(record.bytes, position); });
  if (kinds.has(Kind::Full)) url.sizes.add(record.bytes, 1, limits.sizes_of_url);
  if (kinds.has(Kind::Rechecked) && record.time_s > 0)
    url.minutes.add(static_cast<std::uint32_t>(record.time_s / 60), 1, limits.minutes_of_url);
  for (const Kind kind : {Kind::RangeFull, Kind::Unsatisfied}) {
    if (kinds.has(kind)) kept |= count_repeater(*this, record, kind, index, member, position);
  }
  if (!hint.has_tag) return kept;
  const LoggedTag& etag = record.etag;
  const std::uint64_t hash =
      member == hint.url ? hint.tag : tag_hash(member, hint.node, etag.opaque, etag.weak);
  const std::uint32_t tag = tag_of(index, member, hint.node, etag.opaque, etag.weak, hash);
  if (tag != HashTable::kNone) kept |= count_tag(tags[tag], record, position);
  return kept;
}

bool LogFold::observe(const LogRecord& record, const Position& position) {
  return state_->observe(record, position, state_->hint_of(record));
}

void LogFold::observe(std::span<const LogRecord> records, std::span<const Position> positions,
                      std::span<bool> kept) {
  std::array<State::Hint, kMostAtOnce> hints;
  state_->prefetch(records, hints);
  for (std::size_t i = 0; i < records.size(); ++i)
    kept[i] = state_->observe(records[i], positions[i], hints[i]);
}

bool LogFold::observe_unreadable(LineFault fault, const Position& position) {
  Unreadable& counted = state_->unreadable[static_cast<std::size_t>(fault)];
  ++counted.lines;
  return counted.firsts.add(position);
}

void LogFold::merge(LogFold&& other) {
  if (state_->urls.empty() && state_->clients.empty() && !state_->patterns) {
    other.state_->merge_totals(*state_);
    std::swap(state_, other.state_);
    return;
  }
  state_->merge(*other.state_);
}

}  // namespace wiretag::logs
