#include "tests/rules/logs/traffic.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <random>

#include <fmt/format.h>

namespace wiretag::rules::tests {
namespace {

enum class Sort : std::uint8_t { File, Page, Mine, Download };

Sort sort_of(int index) {
  if (index % 10 == 7) return Sort::Mine;
  if (index % 10 == 8) return Sort::Download;
  return index % 10 == 9 ? Sort::Page : Sort::File;
}

class Servers {
 public:
  Servers(const Fleet& fleet, std::mt19937_64& random) : fleet_(fleet), random_(random) {
    for (int node = 0; node < fleet_.nodes; ++node) order_.push_back(node);
  }

  Request answer(int url, int client, std::int64_t second, const std::string& held) {
    const int node = fleet_.sticky ? client % fleet_.nodes : number(fleet_.nodes);
    Request request;
    request.second = second;
    request.url = url_of(url);
    request.client = fmt::format("198.51.{}.{}", client / 200, client % 200 + 1);
    request.node = fmt::format("10.0.0.{}:8080", node + 1);
    request.tag = tag(url, client, node, second);
    request.size = size(url, client, node, second);
    request.condition = held;
    const std::string_view strong = request.tag.starts_with("W/")
                                        ? std::string_view(request.tag).substr(2)
                                        : std::string_view(request.tag);
    const std::string_view asked =
        held.starts_with("W/") ? std::string_view(held).substr(2) : std::string_view(held);
    if (!held.empty() && asked == strong) {
      request.status = 304;
      request.size = 0;
    } else if (sort_of(url) == Sort::Download && held.empty() && number(3) == 0) {
      request.status = 206;
      request.range = fmt::format("bytes=0-{}", request.size / 2);
      request.size = request.size / 2 + 1;
    } else if (number(100) == 0) {
      request.size = static_cast<std::uint64_t>(number(static_cast<int>(request.size)));  // gone
    }
    return request;
  }

 private:
  int number(int below) { return std::uniform_int_distribution<int>(0, below - 1)(random_); }

  [[nodiscard]] bool deployed(int node, std::int64_t second) const {
    return fleet_.deploy_s >= 0 && second >= fleet_.deploy_s + node * fleet_.deploy_step_s;
  }
  /// Pages change every 20 minutes on all nodes at once, with another size.
  static int edition(int url, std::int64_t second) {
    return sort_of(url) == Sort::Page ? static_cast<int>(second / 1200) : 0;
  }
  [[nodiscard]] std::uint64_t size(int url, int client, int node, std::int64_t second) const {
    std::uint64_t bytes = 2000 + static_cast<std::uint64_t>(url) * 977 % 50000;
    if (sort_of(url) == Sort::Mine) bytes += static_cast<std::uint64_t>(client);
    bytes += static_cast<std::uint64_t>(edition(url, second)) * 31;
    if (fleet_.new_sizes && deployed(node, second)) bytes += 5;
    // Half of the clients take gzip.
    return compressed(url, client) ? bytes / 3 : bytes;
  }
  static bool compressed(int url, int client) {
    return sort_of(url) == Sort::File && url % 3 == 0 && client % 2 == 0;
  }
  [[nodiscard]] std::string tag(int url, int client, int node, std::int64_t second) const {
    if (sort_of(url) == Sort::Mine) return fmt::format("W/\"u{}-{}\"", client, url);
    if (sort_of(url) == Sort::Page) return fmt::format("\"r{}\"", edition(url, second));
    std::uint64_t time = 0x66670a00;
    if (deployed(node, second)) time += 86400;
    const bool drifts = std::ranges::find(fleet_.drifting, url) != fleet_.drifting.end();
    if (drifts) time += static_cast<std::uint64_t>(node) * 7;
    // The size of the file, whatever the coding.
    const std::uint64_t bytes =
        size(url, compressed(url, client) ? client + 1 : client, node, second);
    return fmt::format("{}\"{:x}-{:x}\"", compressed(url, client) ? "W/" : "", time, bytes);
  }

  const Fleet& fleet_;
  std::mt19937_64& random_;
  std::vector<int> order_;
};

}  // namespace

std::string url_of(int index) {
  switch (sort_of(index)) {
    case Sort::Mine: return fmt::format("/me/part-{}", index);
    case Sort::Download: return fmt::format("/files/disk-{}.img", index);
    case Sort::Page: return fmt::format("/news/{}.html", index);
    case Sort::File: break;
  }
  return fmt::format("/static/item-{}.css", index);
}

std::vector<Request> traffic_of(const Fleet& fleet) {
  std::mt19937_64 random(fleet.seed);
  Servers servers(fleet, random);
  std::vector<double> weights;
  for (int i = 0; i < fleet.urls; ++i) weights.push_back(1.0 / (i + 1));
  std::discrete_distribution<int> pick_url(weights.begin(), weights.end());
  std::uniform_int_distribution<int> pick_client(0, fleet.clients - 1);
  std::exponential_distribution<double> pause(fleet.requests_per_s);
  std::map<std::pair<int, int>, std::string> held;
  std::vector<Request> requests;
  for (double now = pause(random); now < static_cast<double>(fleet.seconds); now += pause(random)) {
    const int url = pick_url(random);
    const int client = pick_client(random);
    // One client in eight keeps nothing.
    std::string& copy = held[{url, client}];
    const std::string asked = client % 8 == 0 ? std::string() : copy;
    requests.push_back(servers.answer(url, client, static_cast<std::int64_t>(now), asked));
    if (requests.back().status == 200) copy = requests.back().tag;
  }
  return requests;
}

}  // namespace wiretag::rules::tests
