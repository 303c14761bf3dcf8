#include "server/convert/http_file.h"

#include <ctime>

#include <fmt/format.h>

#include "documents/traffic/traffic.h"
#include "server/convert/block.h"
#include "server/convert/hide.h"

namespace wiretag::convert {
namespace {

/// "2024-05-01T10:00:00.123Z".
std::string time_text(std::int64_t at_ms) {
  const std::time_t seconds = static_cast<std::time_t>(at_ms >= 0 ? at_ms / 1000 : 0);
  std::tm utc{};
  gmtime_r(&seconds, &utc);
  return fmt::format("{:04}-{:02}-{:02}T{:02}:{:02}:{:02}.{:03}Z", utc.tm_year + 1900,
                     utc.tm_mon + 1, utc.tm_mday, utc.tm_hour, utc.tm_min, utc.tm_sec,
                     at_ms >= 0 ? at_ms % 1000 : 0);
}

std::string title_of(const Judged& judged) {
  const Exchange& exchange = judged.exchange;
  if (!exchange.at_ms && !exchange.heading.empty()) return std::string(exchange.heading.view);
  std::string title = exchange.at_ms ? time_text(*exchange.at_ms) : std::string();
  const std::size_t count = judged.resource.exchanges.size();
  if (count < 2) return title;
  return fmt::format("{}{}({} of {})", title, title.empty() ? "" : " ", judged.index + 1, count);
}

std::string counted(std::size_t count, std::string_view noun) {
  return fmt::format("{} {}{}", count, noun, count == 1 ? "" : "s");
}

std::string preface(const readers::Document& document, const Traffic& traffic, bool secrets) {
  std::size_t urls = 0;
  for (const Resource& resource : traffic.resources()) urls += resource.url.empty() ? 0 : 1;
  std::string out = fmt::format("# Converted by wiretag: {} of {}.\n",
                                counted(traffic.judged().size(), "exchange"), counted(urls, "URL"));
  if (!secrets) {
    out +=
        "# Credentials, cookies and signed URL parameters read ***1, ***2; equal ones the same.\n";
  }
  for (const Suppression* one : document.suppressions()) {
    if (one->scope == Suppression::Scope::File) out += comment_of(*one);
  }
  return out;
}

}  // namespace

std::string http_file(const readers::Document& document, const Options& options) {
  const Traffic traffic(document.exchanges());
  const std::vector<const Suppression*> suppressions = document.suppressions();
  Hider hider = options.secrets ? Hider() : Hider(document.exchanges());
  std::string out = preface(document, traffic, options.secrets);
  for (const Resource& resource : traffic.resources()) {
    for (const Judged& judged : resource.exchanges) {
      const std::string title = one_line(hider.urls(title_of(judged)));
      out += fmt::format("\n###{}{}\n", title.empty() ? "" : " ", title);
      out += block_of(judged.exchange, suppressions, hider);
    }
  }
  // One line end closes the file.
  out.resize(out.find_last_not_of('\n') + 2);
  return out;
}

}  // namespace wiretag::convert
