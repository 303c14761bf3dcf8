#include "documents/logs/log_partial.h"

#include <algorithm>
#include <array>
#include <numeric>
#include <utility>

#include <fmt/format.h>

#include "documents/logs/hash.h"
#include "documents/logs/log_input.h"

namespace wiretag::logs {
namespace {

constexpr std::string_view kMagic = "wiretag-partial ";
constexpr std::string_view kVersion = "1";

/// Appends values; numbers take seven bits a byte.
class Writer {
 public:
  void number(std::uint64_t value) {
    while (value >= 0x80) {
      out_ += static_cast<char>(value | 0x80);
      value >>= 7;
    }
    out_ += static_cast<char>(value);
  }
  void hash(std::uint64_t value) {
    for (int i = 0; i < 8; ++i) out_ += static_cast<char>(value >> (8 * i));
  }
  void flag(bool value) { out_ += value ? '\1' : '\0'; }
  void text(std::string_view value) {
    number(value.size());
    out_ += value;
  }
  void time(std::int64_t value) { number(static_cast<std::uint64_t>(value)); }
  void place(const Position& position) {
    const bool nowhere = position == kNowhere;
    number(nowhere ? 0 : position.source + std::uint64_t{1});
    if (nowhere) return;
    number(position.offset);
    number(position.line_in_block);
  }
  template <std::size_t Size>
  void firsts(const Firsts<Size>& firsts) {
    for (const Position& position : firsts.at) place(position);
  }
  [[nodiscard]] std::string take() { return std::move(out_); }

 private:
  std::string out_;
};

/// Takes values off a text. After the first fault everything is zero and `ok` false.
class Reader {
 public:
  explicit Reader(std::string_view text) : text_(text) {}

  std::uint64_t number() {
    std::uint64_t value = 0;
    for (unsigned shift = 0; shift < 64; shift += 7) {
      if (text_.empty()) break;
      const auto byte = static_cast<unsigned char>(text_.front());
      text_.remove_prefix(1);
      value |= std::uint64_t{byte & 0x7Fu} << shift;
      if (byte < 0x80) return value;
    }
    return fault();
  }
  /// How many entries follow; each takes a byte or more.
  std::size_t count() {
    const std::uint64_t value = number();
    return static_cast<std::size_t>(value <= text_.size() ? value : fault());
  }
  std::uint64_t hash() {
    if (text_.size() < 8) return fault();
    std::uint64_t value = 0;
    for (std::size_t i = 0; i < 8; ++i)
      value |= std::uint64_t{static_cast<unsigned char>(text_[i])} << (8 * i);
    text_.remove_prefix(8);
    return value;
  }
  bool flag() { return number() != 0; }
  std::string_view text() {
    const std::size_t size = count();
    const std::string_view value = text_.substr(0, size);
    text_.remove_prefix(size);
    return value;
  }
  std::int64_t time() { return static_cast<std::int64_t>(number()); }
  /// An index below `size`.
  std::uint32_t index(std::size_t size) {
    const std::uint64_t value = number();
    return static_cast<std::uint32_t>(value < size ? value : fault());
  }
  Position place(std::size_t sources) {
    const std::uint64_t source = number();
    if (source == 0) return kNowhere;
    Position position;
    position.source = static_cast<std::uint32_t>(source - 1);
    if (source > sources) fault();
    position.offset = number();
    position.line_in_block = static_cast<std::uint32_t>(number());
    return ok_ ? position : kNowhere;
  }
  template <std::size_t Size>
  void firsts(Firsts<Size>& firsts, std::size_t sources) {
    for (Position& position : firsts.at) position = place(sources);
  }
  [[nodiscard]] bool ok() const { return ok_; }
  [[nodiscard]] bool done() const { return ok_ && text_.empty(); }

 private:
  std::uint64_t fault() {
    ok_ = false;
    text_ = {};
    return 0;
  }

  std::string_view text_;
  bool ok_ = true;
};

// ---- sources ----

void write_format(Writer& out, const LogFormat& format) {
  out.text(format.name);
  out.text(format.product);
  out.number(static_cast<std::uint64_t>(format.shape));
  out.number(static_cast<std::uint64_t>(format.escape));
  out.number(static_cast<std::uint64_t>(format.prefix));
  out.text(format.after);
  out.flag(format.open_end);
  out.flag(format.directives);
  out.number(format.columns.size());
  for (const Column& column : format.columns) {
    out.number(static_cast<std::uint64_t>(column.meaning));
    out.number(static_cast<std::uint64_t>(column.enclosure));
    out.text(column.before);
    out.text(column.name);
    out.flag(column.blanks);
  }
}

LogFormat read_format(Reader& in) {
  LogFormat format;
  format.name = in.text();
  format.product = in.text();
  format.shape = static_cast<Shape>(in.index(static_cast<std::size_t>(Shape::Json) + 1));
  format.escape =
      static_cast<Escape>(in.index(static_cast<std::size_t>(Escape::DoublePercent) + 1));
  format.prefix = static_cast<Prefix>(in.index(static_cast<std::size_t>(Prefix::Cri) + 1));
  format.after = in.text();
  format.open_end = in.flag();
  format.directives = in.flag();
  const std::size_t columns = in.count();
  for (std::size_t i = 0; i < columns && in.ok(); ++i) {
    Column column;
    column.meaning = static_cast<Meaning>(in.index(kMeanings));
    column.enclosure =
        static_cast<Enclosure>(in.index(static_cast<std::size_t>(Enclosure::Braces) + 1));
    column.before = in.text();
    column.name = in.text();
    column.blanks = in.flag();
    format.columns.push_back(std::move(column));
  }
  return format;
}

void write_source(Writer& out, const Source& source) {
  out.text(source.path);
  out.hash(source.identity);
  out.number(source.end);
  out.number(source.formats.size());
  for (const FormatChange& change : source.formats) {
    out.number(change.offset);
    write_format(out, *change.format);
  }
  out.number(source.kept.size());
  std::uint64_t before = 0;
  for (const auto& [offset, line] : source.kept) {
    out.number(offset - before);
    out.number(line.number);
    out.text(line.text);
    before = offset;
  }
}

Source read_source(Reader& in) {
  Source source;
  source.path = in.text();
  source.identity = in.hash();
  source.end = in.number();
  source.numbered = true;
  const std::size_t formats = in.count();
  for (std::size_t i = 0; i < formats && in.ok(); ++i) {
    const std::uint64_t offset = in.number();
    LogFormat format = read_format(in);
    // A template without columns cuts nothing.
    if (format.columns.empty()) continue;
    source.formats.push_back({offset, std::make_shared<const LogFormat>(std::move(format))});
  }
  const std::size_t kept = in.count();
  std::uint64_t offset = 0;
  for (std::size_t i = 0; i < kept && in.ok(); ++i) {
    offset += in.number();
    const std::uint64_t number = in.number();
    source.kept[offset] = {std::string(in.text()), number};
  }
  return source;
}

// ---- the fold ----

void write_span(Writer& out, const Span& span) {
  out.time(span.first_s);
  out.time(span.last_s);
}

Span read_span(Reader& in) {
  Span span;
  span.first_s = in.time();
  span.last_s = in.time();
  return span;
}

template <typename Sample>
void write_sample(Writer& out, const Sample& sample) {
  auto entries = sample.entries();
  std::sort(entries.begin(), entries.end(),
            [](const auto& a, const auto& b) { return a.key < b.key; });
  out.flag(sample.cut());
  out.number(entries.size());
  for (const auto& entry : entries) {
    out.number(entry.key);
    out.number(entry.count);
  }
}

template <typename Key, typename Count>
void read_sample(Reader& in, HashSample<Key, Count>& sample, std::size_t limit) {
  const bool cut = in.flag();
  const std::size_t entries = in.count();
  for (std::size_t i = 0; i < entries && in.ok(); ++i) {
    const auto key = static_cast<Key>(in.number());
    const auto count = static_cast<Count>(in.number());
    sample.add(key, count, limit);
  }
  sample.set_cut(cut);
}

constexpr std::array<bool LogColumns::*, 12> kColumns{
    &LogColumns::time,          &LogColumns::client,
    &LogColumns::host,          &LogColumns::node,
    &LogColumns::content_bytes, &LogColumns::etag,
    &LogColumns::if_none_match, &LogColumns::if_modified_since,
    &LogColumns::if_range,      &LogColumns::range,
    &LogColumns::if_match,      &LogColumns::cache_status};

void write_totals(Writer& out, const LogFold::State& fold) {
  out.text(fold.format);
  out.text(fold.product);
  out.number(fold.format_source);
  for (const auto column : kColumns) out.flag(fold.columns.*column);
  out.number(fold.requests);
  out.number(fold.bytes);
  out.number(fold.conditional);
  out.number(fold.not_modified);
  write_span(out, fold.span);
  out.place(fold.first);
  for (const Unreadable& unreadable : fold.unreadable) {
    out.number(unreadable.lines);
    out.firsts(unreadable.firsts);
  }
  out.flag(fold.patterns);
  out.flag(fold.sampled);
  out.hash(fold.url_bound);
  out.hash(fold.repeater_bound);
  out.hash(fold.client_bound);
}

void read_totals(Reader& in, LogFold::State& fold, std::size_t sources) {
  fold.format = in.text();
  fold.product = in.text();
  fold.format_source = static_cast<std::uint32_t>(in.number());
  for (const auto column : kColumns) fold.columns.*column = in.flag();
  fold.requests = in.number();
  fold.bytes = in.number();
  fold.conditional = in.number();
  fold.not_modified = in.number();
  fold.span = read_span(in);
  fold.first = in.place(sources);
  for (Unreadable& unreadable : fold.unreadable) {
    unreadable.lines = in.number();
    in.firsts(unreadable.firsts, sources);
  }
  fold.patterns = in.flag();
  fold.sampled = in.flag();
  fold.url_bound = in.hash();
  fold.repeater_bound = in.hash();
  fold.client_bound = in.hash();
}

void write_tag(Writer& out, const TagRecord& tag) {
  out.hash(tag.member);
  out.number(tag.node);
  out.text(tag.tag);
  out.flag(tag.weak);
  out.number(tag.responses);
  out.number(tag.full);
  out.number(tag.not_modified);
  out.number(tag.bytes);
  out.number(tag.smallest);
  out.number(tag.largest);
  write_span(out, tag.span);
  out.place(tag.first);
}

void read_tag_record(Reader& in, LogFold::State& fold, std::uint32_t url, std::size_t sources) {
  TagRecord read;
  read.member = in.hash();
  read.node = in.index(fold.nodes.size());
  read.tag = in.text();
  read.weak = in.flag();
  read.responses = in.number();
  read.full = in.number();
  read.not_modified = in.number();
  read.bytes = in.number();
  read.smallest = in.number();
  read.largest = in.number();
  read.span = read_span(in);
  read.first = in.place(sources);
  if (!in.ok()) return;
  const std::uint32_t index =
      fold.tag_of(url, read.member, read.node, read.tag, read.weak,
                  fold.tag_hash(read.member, read.node, read.tag, read.weak));
  if (index != HashTable::kNone) fold.tags[index].merge(read);
}

void write_url(Writer& out, const LogFold::State& fold, const UrlRecord& url,
               const std::vector<std::uint32_t>& node_number) {
  out.text(url.url);
  out.number(url.requests);
  out.number(url.bytes);
  out.number(url.cache_stated);
  out.place(url.first);
  write_span(out, url.span);
  for (std::size_t i = 0; i < kKinds; ++i) {
    const Tally* tally = url.find(static_cast<Kind>(i));
    out.number(tally ? tally->lines : 0);
    if (!tally || tally->lines == 0) continue;
    out.number(tally->bytes);
    out.firsts(tally->firsts);
  }
  write_sample(out, url.sizes);
  write_sample(out, url.minutes);
  write_sample(out, url.members);
  out.flag(url.more_tags);
  out.hash(url.tag_bound.first);
  out.hash(url.tag_bound.second);
  std::vector<const TagRecord*> tags;
  for (const std::uint32_t tag : url.tags) tags.push_back(&fold.tags[tag]);
  std::sort(tags.begin(), tags.end(),
            [](const TagRecord* a, const TagRecord* b) { return a->rank() < b->rank(); });
  out.number(tags.size());
  for (const TagRecord* tag : tags) {
    TagRecord renumbered = *tag;
    renumbered.node = node_number[tag->node];
    write_tag(out, renumbered);
  }
}

bool read_url(Reader& in, LogFold::State& fold, std::size_t sources) {
  const std::string_view text = in.text();
  if (!in.ok()) return false;
  const std::uint32_t index = fold.url_of(text, url_hash(text));
  // A URL above its own bound, or one that comes twice, was not written here.
  if (index != fold.urls.size() - 1 || fold.urls[index].requests != 0) return false;
  UrlRecord& url = fold.urls[index];
  url.requests = in.number();
  url.bytes = in.number();
  url.cache_stated = in.number();
  url.first = in.place(sources);
  url.span = read_span(in);
  for (std::size_t i = 0; i < kKinds; ++i) {
    const std::uint64_t lines = in.number();
    if (lines == 0) continue;
    Tally& tally = url.tally(static_cast<Kind>(i));
    tally.lines = lines;
    tally.bytes = in.number();
    in.firsts(tally.firsts, sources);
  }
  read_sample(in, url.sizes, fold.limits.sizes_of_url);
  read_sample(in, url.minutes, fold.limits.minutes_of_url);
  read_sample(in, url.members, kMembers);
  url.more_tags = in.flag();
  url.tag_bound.first = in.hash();
  url.tag_bound.second = in.hash();
  const std::size_t tags = in.count();
  for (std::size_t i = 0; i < tags && in.ok(); ++i) read_tag_record(in, fold, index, sources);
  return in.ok() && url.requests > 0;
}

void write_repeater(Writer& out, const Repeater& repeater, std::uint32_t url) {
  out.hash(repeater.hash);
  out.hash(repeater.member);
  out.number(url);
  out.number(static_cast<std::uint64_t>(repeater.kind));
  out.number(repeater.lines);
  out.number(repeater.bytes);
  out.number(repeater.firsts.size());
  for (const auto& [position, content] : repeater.firsts) {
    out.place(position);
    out.number(content);
  }
}

void read_repeater(Reader& in, LogFold::State& fold, std::size_t sources) {
  const std::uint64_t hash = in.hash();
  const std::uint64_t member = in.hash();
  const std::uint32_t url = in.index(fold.urls.size());
  const auto kind = static_cast<Kind>(in.index(kKinds));
  Repeater read;
  const std::uint64_t lines = in.number();
  const std::uint64_t bytes = in.number();
  const std::size_t firsts = in.count();
  for (std::size_t i = 0; i < firsts && in.ok(); ++i) {
    const Position position = in.place(sources);
    read.add(position, in.number());
  }
  if (!in.ok()) return;
  Repeater* repeater = fold.repeater_of(hash);
  if (!repeater) return;
  *repeater = std::move(read);
  repeater->hash = hash;
  repeater->member = member;
  repeater->url = url;
  repeater->kind = kind;
  repeater->lines = lines;
  repeater->bytes = bytes;
}

void write_client(Writer& out, const ClientRecord& client) {
  out.hash(client.hash);
  std::vector<ClientRecord::AtNode> nodes = client.nodes;
  std::sort(nodes.begin(), nodes.end(),
            [](const auto& a, const auto& b) { return a.node < b.node; });
  out.number(nodes.size());
  for (auto& node : nodes) {
    out.hash(node.node);
    out.number(node.requests);
    out.time(node.first_s);
    out.place(node.first);
    std::sort(node.full.begin(), node.full.end());
    out.number(node.full.size());
    for (const auto& [second, count] : node.full) {
      out.time(second);
      out.number(count);
    }
  }
}

void read_client(Reader& in, LogFold::State& fold, std::size_t sources) {
  ClientRecord* client = fold.client_of(in.hash());
  const std::size_t nodes = in.count();
  for (std::size_t i = 0; i < nodes && in.ok(); ++i) {
    ClientRecord::AtNode node;
    node.node = in.hash();
    node.requests = in.number();
    node.first_s = in.time();
    node.first = in.place(sources);
    const std::size_t full = in.count();
    for (std::size_t j = 0; j < full && in.ok(); ++j) {
      const std::int64_t second = in.time();
      node.full.emplace_back(second, in.number());
    }
    if (client && in.ok()) client->at(node.node).merge(node);
  }
}

void write_limits(Writer& out, const FoldLimits& limits) {
  for (const std::size_t limit : {limits.urls, limits.tags_of_url, limits.sizes_of_url,
                                  limits.minutes_of_url, limits.clients, limits.repeaters})
    out.number(limit);
}

bool same_limits(Reader& in, const FoldLimits& limits) {
  bool same = true;
  for (const std::size_t limit : {limits.urls, limits.tags_of_url, limits.sizes_of_url,
                                  limits.minutes_of_url, limits.clients, limits.repeaters})
    same &= in.number() == limit;
  return same;
}

template <typename Entries>
std::vector<std::uint32_t> in_order_of_hash(const Entries& entries) {
  std::vector<std::uint32_t> order;
  for (std::uint32_t i = 0; i < entries.size(); ++i) order.push_back(i);
  std::sort(order.begin(), order.end(),
            [&](std::uint32_t a, std::uint32_t b) { return entries[a].hash < entries[b].hash; });
  return order;
}

std::string encode_body(LogFold::State& fold, const std::vector<Source>& sources) {
  fold.settle();
  Writer out;
  write_limits(out, fold.limits);
  out.number(sources.size());
  for (const Source& source : sources) write_source(out, source);
  write_totals(out, fold);

  // Names, URLs and clients are written in an order of their own: threads find them in any.
  std::vector<std::uint32_t> nodes(fold.nodes.size());
  std::iota(nodes.begin(), nodes.end(), 0u);
  std::sort(nodes.begin(), nodes.end(),
            [&](std::uint32_t a, std::uint32_t b) { return fold.nodes[a] < fold.nodes[b]; });
  std::vector<std::uint32_t> node_number(nodes.size());
  out.number(nodes.size());
  for (std::uint32_t i = 0; i < nodes.size(); ++i) {
    node_number[nodes[i]] = i;
    out.text(fold.nodes[nodes[i]]);
    const NodeTotals& totals = fold.node_totals[nodes[i]];
    out.number(totals.requests);
    out.number(totals.not_modified);
    out.number(totals.bytes);
  }
  std::vector<std::uint32_t> urls;
  for (std::uint32_t i = 0; i < fold.urls.size(); ++i) {
    if (!fold.urls[i].gone) urls.push_back(i);
  }
  std::sort(urls.begin(), urls.end(),
            [&](std::uint32_t a, std::uint32_t b) { return fold.urls[a].url < fold.urls[b].url; });
  std::vector<std::uint32_t> url_number(fold.urls.size());
  out.number(urls.size());
  for (std::uint32_t i = 0; i < urls.size(); ++i) {
    url_number[urls[i]] = i;
    write_url(out, fold, fold.urls[urls[i]], node_number);
  }
  out.number(fold.repeaters.size());
  for (const std::uint32_t i : in_order_of_hash(fold.repeaters))
    write_repeater(out, fold.repeaters[i], url_number[fold.repeaters[i].url]);
  out.number(fold.clients.size());
  for (const std::uint32_t i : in_order_of_hash(fold.clients)) write_client(out, fold.clients[i]);
  return out.take();
}

bool decode_body(Reader& in, Portion& portion) {
  LogFold::State& fold = portion.fold.state();
  const std::size_t sources = in.count();
  for (std::size_t i = 0; i < sources && in.ok(); ++i) portion.sources.push_back(read_source(in));
  if (!in.ok()) return false;
  read_totals(in, fold, sources);
  if (fold.format_source >= sources && fold.format_source != ~0u) return false;
  const std::size_t nodes = in.count();
  for (std::size_t i = 0; i < nodes && in.ok(); ++i) {
    if (fold.node_index(in.text()) != i) return false;
    NodeTotals& totals = fold.node_totals[i];
    totals.requests = in.number();
    totals.not_modified = in.number();
    totals.bytes = in.number();
  }
  const std::size_t urls = in.count();
  for (std::size_t i = 0; i < urls; ++i) {
    if (!in.ok() || !read_url(in, fold, sources)) return false;
  }
  const std::size_t repeaters = in.count();
  for (std::size_t i = 0; i < repeaters && in.ok(); ++i) read_repeater(in, fold, sources);
  const std::size_t clients = in.count();
  for (std::size_t i = 0; i < clients && in.ok(); ++i) read_client(in, fold, sources);
  return in.done();
}

}  // namespace

std::string encode_partial(LogFold::State& fold, const std::vector<Source>& sources) {
  const std::string body = compress(encode_body(fold, sources));
  Writer check;
  check.hash(hash_of(body));
  return fmt::format("{}{}\n", kMagic, kVersion) + check.take() + body;
}

tl::expected<void, std::string> decode_partial(std::string_view data, Portion& portion) {
  if (!data.starts_with(kMagic)) return tl::unexpected(std::string("it is no partial of wiretag"));
  const std::size_t lf = data.substr(0, 64).find('\n');
  const std::string_view version = lf == std::string_view::npos
                                       ? std::string_view()
                                       : data.substr(kMagic.size(), lf - kMagic.size());
  if (version != kVersion)
    return tl::unexpected(fmt::format(
        "it is a partial of version \"{}\", and version {} is read here", version, kVersion));
  data.remove_prefix(lf + 1);
  if (data.size() < 8) return tl::unexpected(std::string("it is cut off"));
  Reader check(data.substr(0, 8));
  const std::uint64_t expected = check.hash();
  data.remove_prefix(8);
  if (hash_of(data) != expected) return tl::unexpected(std::string("its body is cut or damaged"));
  const auto body = decompress(data);
  if (!body) return tl::unexpected(body.error());
  Reader in(*body);
  if (!same_limits(in, portion.fold.state().limits))
    return tl::unexpected(std::string("it was written with other limits"));
  if (!decode_body(in, portion)) return tl::unexpected(std::string("its body is damaged"));
  return {};
}

}  // namespace wiretag::logs
