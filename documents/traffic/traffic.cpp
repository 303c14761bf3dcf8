#include "documents/traffic/traffic.h"

#include <algorithm>
#include <cctype>
#include <string_view>
#include <unordered_map>
#include <utility>

#include "http/fields/text.h"

namespace wiretag {
namespace {

using http::FieldName;

std::string without_default_port(std::string host) {
  for (const std::string_view port : {":80", ":443"}) {
    if (host.ends_with(port)) host.resize(host.size() - port.size());
  }
  return host;
}

/// Adds the field names of a Vary value, in lower case and once each.
void add_vary(const Response& response, std::vector<std::string>& names) {
  for (const std::string_view value : response.fields.values(FieldName::Vary)) {
    std::size_t at = 0;
    while (at <= value.size()) {
      const std::size_t comma = std::min(value.find(',', at), value.size());
      std::string name = http::lowered(http::trim_blanks(value.substr(at, comma - at)));
      if (!name.empty() && std::find(names.begin(), names.end(), name) == names.end()) {
        names.push_back(std::move(name));
      }
      at = comma + 1;
    }
  }
}

/// The coding that a request most likely gets: the first of those that servers prefer.
std::string_view coding_class(std::string_view accept_encoding) {
  for (const std::string_view coding : {"zstd", "br", "gzip"}) {
    if (accept_encoding.find(coding) != std::string_view::npos) return coding;
  }
  return "identity";
}

void append_field(std::string& key, std::string_view name, const Request& request) {
  key += name;
  key += '=';
  if (name == "accept-encoding") {
    key += coding_class(request.fields.value(FieldName::AcceptEncoding));
  } else {
    for (const Field& field : request.fields.lines()) {
      if (http::lowered(field.name().view) == name) key += field.value().view;
    }
  }
  key += '\n';
}

/// A URL, or its path, in one world.
struct InWorld {
  std::uint32_t world;
  std::string_view url;

  bool operator==(const InWorld&) const = default;

  struct Hash {
    std::size_t operator()(const InWorld& one) const {
      return std::hash<std::string_view>()(one.url) * 31 + one.world;
    }
  };
};

void name_variants(std::vector<Observed>& observed) {
  if (observed.size() < 2) return;
  std::vector<std::string> vary;
  for (const Observed& one : observed) {
    if (one.exchange->response) add_vary(*one.exchange->response, vary);
  }
  for (Observed& one : observed) one.variant = variant_of(*one.exchange, vary);
}

}  // namespace

std::string normalised_url(const Request& request) {
  if (!request.stated() || request.target.empty()) return {};
  std::string_view target = request.target;
  target = target.substr(0, target.find('#'));
  std::string host;
  std::string_view path = target;
  if (const std::size_t scheme = target.find("://"); scheme != std::string_view::npos) {
    const std::string_view rest = target.substr(scheme + 3);
    const std::size_t end = std::min(rest.find_first_of("/?"), rest.size());
    host = http::lowered(rest.substr(0, end));
    path = rest.substr(end);
  } else if (target.starts_with('/') || target == "*") {
    host = http::lowered(request.fields.value(FieldName::Host));
  } else {
    const std::size_t end = std::min(target.find_first_of("/?"), target.size());
    host = http::lowered(target.substr(0, end));
    path = target.substr(end);
  }
  std::string url = without_default_port(std::move(host));
  if (path.empty() || path.front() == '?') url += '/';
  url += path;
  return url;
}

http::ConditionalRequest conditions_of(const Request& request) {
  http::ConditionReader reader(request.method);
  for (const Field& field : request.fields.lines()) {
    if (field.id() != FieldName::Unknown) reader.add(field.id(), field.value().view);
  }
  return std::move(reader).finish();
}

std::string variant_of(const Exchange& exchange, const std::vector<std::string>& vary) {
  std::string key;
  if (!vary.empty()) {
    for (const std::string& name : vary) append_field(key, name, exchange.request);
    return key;
  }
  append_field(key, "accept-encoding", exchange.request);
  if (exchange.request.fields.has(FieldName::Authorization)) key += "authorized";
  return key;
}

/// One exchange of the document as it is now.
struct Traffic::Entry {
  const Exchange* exchange = nullptr;
  const Judged* kept = nullptr;  ///< what was concluded of it; nullptr where it was just read
  std::string_view url;          ///< normalised, with its host as far as that is known
  bool completed = false;        ///< the host comes from another request
};

/// The exchanges of one resource.
struct Traffic::Group {
  std::string url;
  std::vector<std::size_t> places;  ///< in the order of the file
};

Traffic::Traffic(const std::vector<const Exchange*>& exchanges) {
  std::vector<Stretch> stretches;
  stretches.reserve(exchanges.size());
  for (const Exchange* exchange : exchanges) {
    stretches.push_back({stretches.size() + 1, {exchange, 1}});
  }
  update(stretches);
}

Change Traffic::update(const std::vector<Stretch>& stretches) {
  Change change;
  std::deque<std::string> urls;
  std::vector<Entry> entries = line_up(stretches, urls);
  if (same_urls(entries)) {
    judge_again(entries, change);
  } else {
    complete_hosts(entries);
    std::vector<Group> groups = group(entries);
    urls.clear();
    regroup(std::move(groups), entries, change);
  }
  stretches_ = stretches;
  return change;
}

/// The exchanges of the document, with what is known of those that were there before. `urls` takes
/// those of the others.
std::vector<Traffic::Entry> Traffic::line_up(const std::vector<Stretch>& stretches,
                                             std::deque<std::string>& urls) const {
  std::unordered_map<std::uint64_t, std::size_t> first_places;
  std::size_t count = 0;
  for (const Stretch& stretch : stretches_) {
    first_places.emplace(stretch.id, count);
    count += stretch.exchanges.size();
  }
  std::vector<Entry> entries;
  entries.reserve(count);
  for (const Stretch& stretch : stretches) {
    const auto before = first_places.find(stretch.id);
    std::size_t place = before == first_places.end() ? 0 : before->second;
    for (const Exchange& exchange : stretch.exchanges) {
      Entry& entry = entries.emplace_back();
      entry.exchange = &exchange;
      if (before == first_places.end()) {
        entry.url = urls.emplace_back(normalised_url(exchange.request));
      } else {
        entry.kept = judged_[place];
        entry.url = own_url(place++);
      }
    }
  }
  return entries;
}

/// The URL of an exchange so far, without a host that comes from another request.
std::string_view Traffic::own_url(std::size_t place) const {
  const std::string_view url = judged_[place]->resource.url;
  return completed_[place] ? url.substr(url.find('/')) : url;
}

/// Each exchange is of the URL of the one that stood in its place, so that the groups are the same.
bool Traffic::same_urls(const std::vector<Entry>& entries) const {
  if (entries.size() != judged_.size()) return false;
  for (std::size_t i = 0; i < entries.size(); ++i) {
    if (entries[i].kept == judged_[i]) continue;
    if (entries[i].kept || entries[i].url != own_url(i) ||
        entries[i].exchange->world != judged_[i]->resource.world) {
      return false;
    }
  }
  return true;
}

/// The groups are the same: judges those in which an exchange was read again.
void Traffic::judge_again(const std::vector<Entry>& entries, Change& change) {
  std::unordered_map<const Resource*, Group> touched;
  for (std::size_t i = 0; i < entries.size(); ++i) {
    if (!entries[i].kept) touched[&judged_[i]->resource];
  }
  if (touched.empty()) return;
  for (std::size_t i = 0; i < entries.size(); ++i) {
    const auto found = touched.find(&judged_[i]->resource);
    if (found == touched.end()) continue;
    found->second.places.push_back(i);
    change.gone.insert(&judged_[i]->exchange);
  }
  std::vector<std::size_t> numbers;
  for (const auto& [resource, group] : touched) numbers.push_back(resource->number);
  std::sort(numbers.begin(), numbers.end());
  for (const std::size_t number : numbers) {
    Group& group = touched[resources_[number].get()];
    group.url = resources_[number]->url;
    auto fresh = judge(std::move(group), entries);
    fresh->number = number;
    change.fresh.push_back(fresh.get());
    resources_[number] = std::move(fresh);
  }
}

/// Samples leave Host out: a request without one is of the host that its world names for its path,
/// if that is only one.
void Traffic::complete_hosts(std::vector<Entry>& entries) {
  std::unordered_map<InWorld, std::string_view, InWorld::Hash> by_path;
  for (const Entry& entry : entries) {
    const std::size_t slash = entry.url.find('/');
    if (entry.url.empty() || slash == 0 || slash == std::string_view::npos) continue;
    const InWorld path{entry.exchange->world, entry.url.substr(slash)};
    const auto [it, fresh] = by_path.emplace(path, entry.url);
    if (!fresh && it->second != entry.url) it->second = {};
  }
  for (Entry& entry : entries) {
    if (!entry.url.starts_with('/')) continue;
    const auto it = by_path.find({entry.exchange->world, entry.url});
    entry.completed = it != by_path.end() && !it->second.empty();
    if (entry.completed) entry.url = it->second;
  }
}

std::vector<Traffic::Group> Traffic::group(const std::vector<Entry>& entries) {
  std::vector<Group> groups;
  std::unordered_map<InWorld, std::size_t, InWorld::Hash> by_url;
  for (std::size_t i = 0; i < entries.size(); ++i) {
    const std::string_view url = entries[i].url;
    std::size_t at = groups.size();
    if (!url.empty()) {
      at = by_url.emplace(InWorld{entries[i].exchange->world, url}, at).first->second;
    }
    if (at == groups.size()) groups.emplace_back().url = url;
    groups[at].places.push_back(i);
  }
  return groups;
}

void Traffic::regroup(std::vector<Group> groups, const std::vector<Entry>& entries,
                      Change& change) {
  std::vector<std::unique_ptr<Resource>> before = std::move(resources_);
  resources_.clear();
  judged_.assign(entries.size(), nullptr);
  completed_.resize(entries.size());
  for (std::size_t i = 0; i < entries.size(); ++i) completed_[i] = entries[i].completed;
  for (Group& group : groups) {
    std::unique_ptr<Resource> resource = keep(group, entries, before);
    if (!resource) {
      resource = judge(std::move(group), entries);
      change.fresh.push_back(resource.get());
    }
    resource->number = resources_.size();
    resources_.push_back(std::move(resource));
  }
  for (const auto& dropped : before) {
    if (!dropped) continue;
    for (const Judged& judged : dropped->exchanges) change.gone.insert(&judged.exchange);
  }
}

/// Takes the resource of exactly these exchanges, where there is one, from those before.
std::unique_ptr<Resource> Traffic::keep(const Group& group, const std::vector<Entry>& entries,
                                        std::vector<std::unique_ptr<Resource>>& before) {
  const Judged* first = entries[group.places.front()].kept;
  if (!first || first->resource.exchanges.size() != group.places.size() ||
      first->resource.url != group.url) {
    return nullptr;
  }
  const auto& exchanges = first->resource.exchanges;
  for (std::size_t i = 0; i < group.places.size(); ++i) {
    if (entries[group.places[i]].kept != &exchanges[i]) return nullptr;
  }
  for (std::size_t i = 0; i < group.places.size(); ++i) judged_[group.places[i]] = &exchanges[i];
  return std::move(before[first->resource.number]);
}

std::unique_ptr<Resource> Traffic::judge(Group group, const std::vector<Entry>& entries) {
  std::vector<Observed> observed;
  observed.reserve(group.places.size());
  for (const std::size_t place : group.places) {
    const Exchange& exchange = *entries[place].exchange;
    observed.push_back({&exchange, node_of(exchange), {}});
  }
  name_variants(observed);
  auto resource = std::make_unique<Resource>();
  resource->url = std::move(group.url);
  resource->world = observed.front().exchange->world;
  for (std::size_t i = 0; i < observed.size(); ++i) {
    Judged& judged = resource->exchanges.emplace_back(Judged{
        *observed[i].exchange, *resource, i, observed[i].node, observed[i].variant, {}, {}, {}});
    judged.conditions = conditions_of(judged.exchange.request);
    judged.inference = infer(observed, i);
    if (judged.asked()) judged.prediction = http::predict(judged.conditions, judged.state());
    judged_[group.places[i]] = &judged;
  }
  return resource;
}
}  // namespace wiretag
