#include <algorithm>
#include <cmath>
#include <map>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

#include "documents/logs/line_reader.h"
#include "documents/logs/log_state.h"
#include "documents/logs/url_key.h"

namespace wiretag::logs {
namespace {

constexpr std::size_t kShownSizes = 8;
constexpr std::size_t kShownTurnovers = 16;
constexpr std::int64_t kMinute = 60;

LogCount& count_of(UrlTraffic& url, Kind kind) {
  switch (kind) {
    case Kind::Full: return url.full;
    case Kind::NotModified: return url.not_modified;
    case Kind::Partial: return url.partial;
    case Kind::NoContent: return url.no_content;
    case Kind::Conditional: return url.conditional;
    case Kind::ConditionalFull: return url.conditional_full;
    case Kind::Stale: return url.stale;
    case Kind::Rechecked: return url.rechecked;
    case Kind::CurrentTagFull: return url.current_tag_full;
    case Kind::SuffixedTagFull: return url.suffixed_tag_full;
    case Kind::MissWithCurrentTag: return url.miss_with_current_tag;
    case Kind::RangeFull: return url.range_full;
    case Kind::WeakIfRangeFull: return url.weak_if_range_full;
    case Kind::ResumeWithoutIfRange: return url.resume_without_if_range;
    case Kind::WeakPartial: return url.weak_partial;
    case Kind::NotModifiedWithBytes: return url.not_modified_with_bytes;
    case Kind::UnaskedNotModified: return url.unasked_not_modified;
    case Kind::FailedRead: return url.failed_read;
    case Kind::Unsatisfied: break;
  }
  return url.unsatisfied;
}

/// One URL, or one group of them, on its way into the finished log.
struct Final {
  const UrlRecord* record = nullptr;
  std::string_view url;
  std::uint64_t members = 1;
  std::vector<const TagRecord*> tags;  ///< by member, node and first line
  bool more_tags = false;
  Tally range_full_again;
  Tally unsatisfied_again;

  [[nodiscard]] bool has_several_tags() const {
    for (std::size_t i = 1; i < tags.size(); ++i) {
      if (tags[i]->member == tags[0]->member && tags[i]->tag != tags[0]->tag) return true;
      if (tags[i]->member != tags[i - 1]->member) continue;
      if (tags[i]->tag != tags[i - 1]->tag) return true;
    }
    return false;
  }
};

/// About how many keys a sample of the smallest hashes was taken from.
std::uint64_t estimate(const Members& sample) {
  const auto& entries = sample.entries();
  if (!sample.cut() || entries.empty()) return entries.size();
  std::uint64_t largest = 0;
  for (const auto& entry : entries) largest = std::max(largest, Members::hash(entry.key));
  const double share = std::ldexp(static_cast<double>(largest), -64);
  return static_cast<std::uint64_t>(static_cast<double>(entries.size() - 1) / share);
}

class Finisher {
 public:
  explicit Finisher(LogFold::State& state) : state_(state) {}

  std::unique_ptr<LogTraffic> run(const ShowLines& show) {
    state_.settle();
    collect();
    attach_repeaters();
    sort();
    choose_lines();
    make_samples(show);
    fill_log();
    for (const Final& final : finals_) fill_url(final);
    fill_affinity();
    fill_turnovers();
    return std::move(log_);
  }

 private:
  // ---- URLs and groups ----

  void collect() {
    final_of_.assign(state_.urls.size(), HashTable::kNone);
    std::map<std::string, std::vector<std::uint32_t>> by_pattern;
    const bool group = !state_.patterns && state_.live_urls >= state_.limits.group;
    for (std::uint32_t i = 0; i < state_.urls.size(); ++i) {
      if (state_.urls[i].gone) continue;
      if (group) {
        by_pattern[url_pattern(state_.urls[i].url)].push_back(i);
      } else {
        add_single(i);
      }
    }
    for (const auto& [pattern, members] : by_pattern) {
      if (members.size() >= state_.limits.group) {
        add_group(pattern, members);
      } else {
        for (const std::uint32_t member : members) add_single(member);
      }
    }
  }

  void add_single(std::uint32_t index) {
    const UrlRecord& url = state_.urls[index];
    Final final;
    final.record = &url;
    final.url = url.url;
    final.members = state_.patterns ? std::max<std::uint64_t>(1, estimate(url.members)) : 1;
    final.more_tags = url.more_tags;
    for (const std::uint32_t tag : url.tags) final.tags.push_back(&state_.tags[tag]);
    final_of_[index] = static_cast<std::uint32_t>(finals_.size());
    finals_.push_back(std::move(final));
  }

  void add_group(const std::string& pattern, const std::vector<std::uint32_t>& members) {
    UrlRecord& merged = groups_.emplace_back();
    group_names_.push_back(pattern);
    Final final;
    final.record = &merged;
    final.url = group_names_.back();
    final.members = members.size();
    for (const std::uint32_t member : members) {
      const UrlRecord& url = state_.urls[member];
      merged.merge(url, state_.limits);
      final.more_tags |= url.more_tags;
      for (const std::uint32_t tag : url.tags) final.tags.push_back(&state_.tags[tag]);
      final_of_[member] = static_cast<std::uint32_t>(finals_.size());
    }
    bound_group(final);
    finals_.push_back(std::move(final));
  }

  /// Of a group the members with the smallest hashes keep their tags.
  void bound_group(Final& final) const {
    if (final.tags.size() <= state_.limits.tags_of_url) return;
    std::sort(final.tags.begin(), final.tags.end(),
              [](const TagRecord* a, const TagRecord* b) { return a->rank() < b->rank(); });
    final.tags.resize(state_.limits.tags_of_url);
    final.more_tags = true;
  }

  void attach_repeaters() {
    for (const Repeater& repeater : state_.repeaters) {
      const bool range = repeater.kind == Kind::RangeFull;
      const std::size_t before = range ? 1 : 2;
      if (repeater.lines <= before) continue;
      Final& final = finals_[final_of_[repeater.url]];
      Tally& again = range ? final.range_full_again : final.unsatisfied_again;
      again.lines += repeater.lines - before;
      again.bytes += repeater.bytes;
      for (std::size_t i = 0; i < repeater.firsts.size(); ++i) {
        if (i < before) {
          again.bytes -= repeater.firsts[i].second;
        } else {
          again.firsts.add(repeater.firsts[i].first);
        }
      }
    }
  }

  void sort() {
    for (Final& final : finals_) {
      std::sort(final.tags.begin(), final.tags.end(), [&](const TagRecord* a, const TagRecord* b) {
        if (a->member != b->member) return a->member < b->member;
        const std::string_view left = state_.nodes[a->node];
        const std::string_view right = state_.nodes[b->node];
        if (left != right) return left < right;
        if (a->first != b->first) return a->first < b->first;
        return a->hash < b->hash;
      });
    }
    std::sort(finals_.begin(), finals_.end(), [](const Final& a, const Final& b) {
      if (a.record->requests != b.record->requests) return a.record->requests > b.record->requests;
      return a.url < b.url;
    });
  }

  // ---- lines to show ----

  void want(const Position& position) {
    if (position != kNowhere) wanted_.push_back(position);
  }
  template <std::size_t Size>
  void want(const Firsts<Size>& firsts) {
    for (const Position& position : firsts.at) want(position);
  }

  void choose_lines() {
    want(state_.first);
    for (const Unreadable& unreadable : state_.unreadable) want(unreadable.firsts);
    for (const Final& final : finals_) {
      want(final.record->first);
      want_kinds(*final.record, kFirstRareKind, static_cast<Kind>(kKinds));
      want(final.range_full_again.firsts);
      want(final.unsatisfied_again.firsts);
      if (!final.has_several_tags()) continue;
      for (const TagRecord* tag : final.tags) want(tag->first);
    }
    std::size_t plain = 0;
    for (const Final& final : finals_) {
      const std::size_t before = wanted_.size();
      want_kinds(*final.record, Kind::Full, kFirstRareKind);
      plain += wanted_.size() - before;
      if (plain >= state_.limits.shown_lines) break;
    }
    std::sort(wanted_.begin(), wanted_.end());
    wanted_.erase(std::unique(wanted_.begin(), wanted_.end()), wanted_.end());
    wanted_.shrink_to_fit();
  }

  void want_kinds(const UrlRecord& url, Kind begin, Kind end) {
    for (auto i = static_cast<std::size_t>(begin); i < static_cast<std::size_t>(end); ++i) {
      if (const Tally* tally = url.find(static_cast<Kind>(i))) want(tally->firsts);
    }
  }

  void make_samples(const ShowLines& show) {
    const std::vector<ShownLine> lines = show(wanted_);
    std::map<const LogFormat*, LineReader> readers;
    LogRecord record;
    for (std::size_t i = 0; i < wanted_.size(); ++i) {
      LogSample& sample = log_->samples.emplace_back();
      if (i >= lines.size()) continue;
      sample.line = lines[i].text;
      const LogFormat* format = lines[i].format;
      if (!format) continue;
      auto reader = readers.find(format);
      if (reader == readers.end()) reader = readers.emplace(format, LineReader(*format)).first;
      if (reader->second.read(sample.line.view, record) == LineResult::Request)
        place_columns(sample, record);
    }
  }

  static LogSample::Part part_of(std::string_view line, std::string_view column) {
    if (column.data() == nullptr) return {};
    const auto begin = static_cast<std::size_t>(column.data() - line.data());
    if (begin + column.size() > 0xFFFF) return {};
    return {static_cast<std::uint16_t>(begin), static_cast<std::uint16_t>(column.size()), true};
  }

  static void place_columns(LogSample& sample, const LogRecord& record) {
    const auto part = [&](Meaning meaning) { return part_of(record.line, record.column(meaning)); };
    sample.target_part = part_of(record.line, record.target);
    sample.status_part = part(Meaning::Status);
    sample.etag_part = part(Meaning::ETag);
    sample.condition_part = part(record.value(Meaning::IfNoneMatch).empty() &&
                                         !record.value(Meaning::IfModifiedSince).empty()
                                     ? Meaning::IfModifiedSince
                                     : Meaning::IfNoneMatch);
    sample.range_part = part(Meaning::Range);
    sample.node_part = part(Meaning::Node);
  }

  const LogSample* sample(const Position& position) const {
    if (position == kNowhere) return nullptr;
    const auto found = std::lower_bound(wanted_.begin(), wanted_.end(), position);
    if (found == wanted_.end() || *found != position) return nullptr;
    return &log_->samples[static_cast<std::size_t>(found - wanted_.begin())];
  }

  // ---- the log ----

  void fill_log() {
    log_->format = state_.format;
    log_->product = state_.product;
    log_->columns = state_.columns;
    log_->requests = state_.requests;
    log_->bytes = state_.bytes;
    log_->conditional = state_.conditional;
    log_->not_modified = state_.not_modified;
    log_->first_s = state_.span.first_s;
    log_->last_s = state_.span.last_s;
    log_->sampled = state_.sampled;
    log_->first = sample(state_.first);
    for (std::size_t i = 0; i < state_.unreadable.size(); ++i) {
      const Unreadable& unreadable = state_.unreadable[i];
      if (unreadable.lines == 0) continue;
      UnreadableLines lines{static_cast<LineFault>(i), unreadable.lines, {}};
      for (const Position& position : unreadable.firsts.at) {
        if (const LogSample* shown = sample(position)) lines.samples.push_back(shown);
      }
      log_->unreadable += unreadable.lines;
      log_->faults.push_back(std::move(lines));
    }
    log_->lines = log_->requests + log_->unreadable;
    fill_nodes();
  }

  void fill_nodes() {
    for (std::size_t i = 0; i < state_.nodes.size(); ++i) {
      const NodeTotals& totals = state_.node_totals[i];
      if (totals.requests == 0) continue;
      log_->nodes.push_back(
          {name(state_.nodes[i]), totals.requests, totals.not_modified, totals.bytes});
    }
    std::ranges::sort(log_->nodes, {}, &NodeTraffic::node);
  }

  void fill_count(LogCount& count, const Tally& tally) const {
    count.lines = tally.lines;
    count.bytes = tally.bytes;
    for (std::size_t i = 0; i < count.samples.size(); ++i)
      count.samples[i] = sample(tally.firsts.at[i]);
  }

  void fill_url(const Final& final) {
    const UrlRecord& record = *final.record;
    UrlTraffic& url = log_->urls.emplace_back();
    url.url = final.url;
    url.members = final.members;
    url.log = log_.get();
    url.requests = record.requests;
    url.bytes = record.bytes;
    url.first = sample(record.first);
    url.first_s = record.span.first_s;
    url.last_s = record.span.last_s;
    url.cache_stated = record.cache_stated;
    for (std::size_t i = 0; i < kKinds; ++i) {
      const auto kind = static_cast<Kind>(i);
      if (const Tally* tally = record.find(kind)) fill_count(count_of(url, kind), *tally);
    }
    fill_count(url.range_full_again, final.range_full_again);
    fill_count(url.unsatisfied_again, final.unsatisfied_again);
    fill_sizes(url, record.sizes);
    for (const auto& minute : record.minutes.entries())
      url.rechecks_by_minute.emplace_back(static_cast<std::int64_t>(minute.key), minute.count);
    std::sort(url.rechecks_by_minute.begin(), url.rechecks_by_minute.end());
    fill_tags(url, final);
  }

  static void fill_sizes(UrlTraffic& url, const Sizes& sizes) {
    for (const auto& size : sizes.entries()) url.sizes.emplace_back(size.key, size.count);
    std::sort(url.sizes.begin(), url.sizes.end(), [](const auto& a, const auto& b) {
      return a.second != b.second ? a.second > b.second : a.first < b.first;
    });
    url.more_sizes = sizes.cut() || url.sizes.size() > kShownSizes;
    if (url.sizes.size() > kShownSizes) url.sizes.resize(kShownSizes);
  }

  std::string_view name(std::string_view text) {
    if (text.empty()) return {};
    const auto known = names_.find(text);
    if (known != names_.end()) return known->second;
    const std::string_view kept = log_->names.emplace_back(text);
    names_.emplace(kept, kept);
    return kept;
  }

  void fill_tags(UrlTraffic& url, const Final& final) {
    url.more_tags = final.more_tags;
    const bool shown = final.has_several_tags();
    url.tags.reserve(final.tags.size());
    std::uint32_t member = 0;
    for (std::size_t i = 0; i < final.tags.size(); ++i) {
      const TagRecord& record = *final.tags[i];
      if (i > 0 && record.member != final.tags[i - 1]->member) ++member;
      TagTraffic& tag = url.tags.emplace_back();
      tag.node = name(state_.nodes[record.node]);
      tag.tag = name(record.tag);
      tag.weak = record.weak;
      tag.responses = record.responses;
      tag.full = record.full;
      tag.not_modified = record.not_modified;
      tag.bytes = record.bytes;
      tag.smallest = record.smallest;
      tag.largest = record.largest;
      tag.first_s = record.span.first_s;
      tag.last_s = record.span.last_s;
      tag.member = member;
      if (shown) tag.first = sample(record.first);
    }
  }

  // ---- over all URLs ----

  void fill_affinity() {
    Affinity affinity;
    for (const ClientRecord& client : state_.clients) {
      std::uint64_t requests = 0;
      const ClientRecord::AtNode* most = nullptr;
      const ClientRecord::AtNode* first = nullptr;
      for (const auto& node : client.nodes) {
        requests += node.requests;
        if (!most || node.requests > most->requests) most = &node;
        if (!first || node.first < first->first) first = &node;
      }
      if (requests < 3) continue;
      ++affinity.clients;
      if (most->requests * 100 >= requests * 95) ++affinity.single_node;
      for (const auto& node : client.nodes) {
        if (&node == first) continue;
        for (const auto& [second, count] : node.full) affinity.full_after_move += count;
      }
    }
    if (affinity.clients > 0) log_->affinity = affinity;
  }

  struct Version {
    Span span;
    std::uint64_t full = 0;
    std::uint64_t smallest = 0;
    std::uint64_t largest = 0;
  };
  struct Minute {
    std::uint64_t changed = 0;
    std::uint64_t same_size = 0;
  };

  /// The tags of one URL over all nodes, in the order in which they came up.
  static std::vector<Version> versions_of(const TagRecord* const* begin,
                                          const TagRecord* const* end) {
    std::map<std::string_view, Version> by_tag;
    for (; begin != end; ++begin) {
      const TagRecord& record = **begin;
      if (record.tag.empty() || record.span.first_s == 0) continue;
      Version& version = by_tag[record.tag];
      version.span.merge(record.span);
      if (record.full) {
        version.smallest =
            version.full ? std::min(version.smallest, record.smallest) : record.smallest;
        version.largest = std::max(version.largest, record.largest);
        version.full += record.full;
      }
    }
    std::vector<Version> versions;
    for (const auto& [tag, version] : by_tag) versions.push_back(version);
    std::stable_sort(versions.begin(), versions.end(), [](const Version& a, const Version& b) {
      return a.span.first_s < b.span.first_s;
    });
    return versions;
  }

  /// A new tag comes up in a minute behind which no older one is seen.
  static void find_changes(const std::vector<Version>& versions,
                           std::map<std::int64_t, Minute>& minutes) {
    for (std::size_t i = 1; i < versions.size(); ++i) {
      const std::int64_t minute = versions[i].span.first_s / kMinute;
      if (versions[0].span.first_s / kMinute >= minute) continue;
      if (versions[i - 1].span.first_s / kMinute == minute) continue;
      bool old_is_gone = true;
      for (std::size_t j = 0; j < i; ++j)
        old_is_gone &= versions[j].span.last_s / kMinute <= minute;
      if (!old_is_gone) continue;
      Minute& changes = minutes[minute];
      ++changes.changed;
      const Version& before = versions[i - 1];
      const Version& behind = versions[i];
      if (before.full && behind.full && before.smallest == behind.smallest &&
          before.largest == behind.largest)
        ++changes.same_size;
    }
  }

  void fill_turnovers() {
    std::map<std::int64_t, Minute> minutes;
    std::vector<Span> spans;  ///< of the URLs with two or more 200s
    for (const Final& final : finals_) {
      const auto& tags = final.tags;
      for (std::size_t begin = 0, end = 0; begin < tags.size(); begin = end) {
        while (end < tags.size() && tags[end]->member == tags[begin]->member) ++end;
        const auto versions = versions_of(tags.data() + begin, tags.data() + end);
        std::uint64_t full = 0;
        Span span;
        for (const Version& version : versions) {
          full += version.full;
          span.merge(version.span);
        }
        if (full < 2) continue;
        spans.push_back(span);
        find_changes(versions, minutes);
      }
    }
    std::vector<TagTurnover> turnovers;
    for (const auto& [minute, changes] : minutes) {
      if (changes.changed < 2) continue;
      turnovers.push_back({minute * kMinute, 0, changes.changed, changes.same_size});
    }
    std::stable_sort(turnovers.begin(), turnovers.end(),
                     [](const auto& a, const auto& b) { return a.changed > b.changed; });
    if (turnovers.size() > kShownTurnovers) turnovers.resize(kShownTurnovers);
    std::sort(turnovers.begin(), turnovers.end(),
              [](const auto& a, const auto& b) { return a.minute_s < b.minute_s; });
    for (TagTurnover& turnover : turnovers) {
      for (const Span& span : spans) {
        if (span.first_s < turnover.minute_s && span.last_s >= turnover.minute_s) ++turnover.urls;
      }
    }
    log_->turnovers = std::move(turnovers);
  }

  LogFold::State& state_;
  std::unique_ptr<LogTraffic> log_ = std::make_unique<LogTraffic>();
  std::vector<Final> finals_;
  std::vector<std::uint32_t> final_of_;
  std::deque<UrlRecord> groups_;
  std::deque<std::string> group_names_;
  std::vector<Position> wanted_;
  std::unordered_map<std::string_view, std::string_view> names_;
};

}  // namespace

std::unique_ptr<LogTraffic> LogFold::finish(const ShowLines& show) const {
  return Finisher(*state_).run(show);
}

std::vector<Position> LogFold::first_lines() const {
  State& state = *state_;
  state.settle();
  std::vector<Position> all;
  state.each_position([&](const Position& position) { all.push_back(position); });
  std::sort(all.begin(), all.end());
  all.erase(std::unique(all.begin(), all.end()), all.end());
  return all;
}

}  // namespace wiretag::logs
