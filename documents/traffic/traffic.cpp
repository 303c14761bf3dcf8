#include "documents/traffic/traffic.h"

#include <algorithm>
#include <cctype>
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

struct Group {
  std::string url;
  std::vector<Observed> observed;
  std::vector<std::size_t> places;  ///< in the order of the file
};

/// Samples leave Host out: a request without one is of the host that the file names for its path,
/// if that is only one.
void complete_hosts(std::vector<std::string>& urls) {
  std::unordered_map<std::string_view, const std::string*> by_path;
  for (const std::string& url : urls) {
    const std::size_t slash = url.find('/');
    if (url.empty() || slash == 0 || slash == std::string::npos) continue;
    const auto [it, fresh] = by_path.emplace(std::string_view(url).substr(slash), &url);
    if (!fresh && it->second && *it->second != url) it->second = nullptr;
  }
  std::vector<std::pair<std::size_t, const std::string*>> found;
  for (std::size_t i = 0; i < urls.size(); ++i) {
    if (!urls[i].starts_with('/')) continue;
    const auto it = by_path.find(urls[i]);
    if (it != by_path.end() && it->second) found.emplace_back(i, it->second);
  }
  for (const auto& [i, url] : found) urls[i] = std::string(*url);
}

std::vector<std::string> urls_of(const std::vector<const Exchange*>& exchanges) {
  std::vector<std::string> urls;
  urls.reserve(exchanges.size());
  for (const Exchange* exchange : exchanges) urls.push_back(normalised_url(exchange->request));
  complete_hosts(urls);
  return urls;
}

std::vector<Group> group(const std::vector<const Exchange*>& exchanges) {
  std::vector<Group> groups;
  std::unordered_map<std::string, std::size_t> by_url;
  std::vector<std::string> urls = urls_of(exchanges);
  for (std::size_t i = 0; i < exchanges.size(); ++i) {
    const std::string& url = urls[i];
    std::size_t at = groups.size();
    if (!url.empty()) at = by_url.emplace(url, at).first->second;
    if (at == groups.size()) groups.emplace_back().url = url;
    groups[at].observed.push_back({exchanges[i], node_of(*exchanges[i]), {}});
    groups[at].places.push_back(i);
  }
  return groups;
}

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

Traffic::Traffic(const std::vector<const Exchange*>& exchanges) : judged_(exchanges.size()) {
  for (Group& members : group(exchanges)) {
    name_variants(members.observed);
    Resource& resource = resources_.emplace_back();
    resource.url = std::move(members.url);
    for (std::size_t i = 0; i < members.observed.size(); ++i) {
      Judged& judged = resource.exchanges.emplace_back(Judged{*members.observed[i].exchange,
                                                              resource,
                                                              i,
                                                              members.observed[i].node,
                                                              members.observed[i].variant,
                                                              {},
                                                              {},
                                                              {}});
      judged.conditions = conditions_of(judged.exchange.request);
      judged.inference = infer(members.observed, i);
      if (judged.asked()) judged.prediction = http::predict(judged.conditions, judged.state());
      judged_[members.places[i]] = &judged;
    }
  }
}

}  // namespace wiretag
