#include "tests/documents/logs/support.h"

#include <fstream>
#include <sstream>

#include <fmt/format.h>
#include <gtest/gtest.h>
#include <unistd.h>

namespace wiretag::logs {
namespace {

std::string describe(const LogSample* sample) {
  if (!sample) return "-";
  return fmt::format("[{}|{}|{}|{}|{}|{}|{}]@{}", sample->line.view, sample->target().view,
                     sample->status().view, sample->etag().view, sample->condition().view,
                     sample->range().view, sample->node().view, sample->line.span().begin);
}

void describe(std::string& out, std::string_view name, const LogCount& count) {
  if (count.lines == 0) return;
  out += fmt::format("  {} {} {} {} {}\n", name, count.lines, count.bytes,
                     describe(count.samples[0]), describe(count.samples[1]));
}

std::string describe(const UrlTraffic& url) {
  std::string out =
      fmt::format("{} x{} {} {} {} {}-{} cache {}\n", url.url, url.members, url.requests, url.bytes,
                  describe(url.first), url.first_s, url.last_s, url.cache_stated);
  describe(out, "full", url.full);
  describe(out, "not_modified", url.not_modified);
  describe(out, "partial", url.partial);
  describe(out, "no_content", url.no_content);
  describe(out, "conditional", url.conditional);
  describe(out, "conditional_full", url.conditional_full);
  describe(out, "current_tag_full", url.current_tag_full);
  describe(out, "suffixed_tag_full", url.suffixed_tag_full);
  describe(out, "miss_with_current_tag", url.miss_with_current_tag);
  describe(out, "range_full", url.range_full);
  describe(out, "weak_if_range_full", url.weak_if_range_full);
  describe(out, "range_full_again", url.range_full_again);
  describe(out, "resume_without_if_range", url.resume_without_if_range);
  describe(out, "weak_partial", url.weak_partial);
  describe(out, "not_modified_with_bytes", url.not_modified_with_bytes);
  describe(out, "unasked_not_modified", url.unasked_not_modified);
  describe(out, "failed_read", url.failed_read);
  describe(out, "unsatisfied", url.unsatisfied);
  describe(out, "unsatisfied_again", url.unsatisfied_again);
  describe(out, "stale", url.stale);
  describe(out, "rechecked", url.rechecked);
  for (const auto& [size, count] : url.sizes) out += fmt::format("  size {} {}\n", size, count);
  if (url.more_sizes) out += "  more sizes\n";
  for (const auto& [minute, count] : url.rechecks_by_minute)
    out += fmt::format("  minute {} {}\n", minute, count);
  for (const TagTraffic& tag : url.tags)
    out += fmt::format("  tag {} {} {} {} {} {} {} {} {} {} {}-{} {}\n", tag.member, tag.node,
                       tag.tag, tag.weak, tag.responses, tag.full, tag.not_modified, tag.bytes,
                       tag.smallest, tag.largest, tag.first_s, tag.last_s, describe(tag.first));
  if (url.more_tags) out += "  more tags\n";
  return out;
}

}  // namespace

TempFolder::TempFolder() {
  const auto* test = testing::UnitTest::GetInstance()->current_test_info();
  folder_ = std::filesystem::temp_directory_path() /
            fmt::format("wiretag-{}-{}-{}", test->test_suite_name(), test->name(), getpid());
  std::filesystem::create_directories(folder_);
}

TempFolder::~TempFolder() {
  std::error_code ignored;
  std::filesystem::remove_all(folder_, ignored);
}

std::string TempFolder::path(const std::string& name) const { return (folder_ / name).string(); }

std::string TempFolder::file(const std::string& name, std::string_view content) const {
  std::ofstream(path(name), std::ios::binary) << content;
  return path(name);
}

std::string describe(const LogTraffic& log) {
  std::string out = fmt::format(
      "{} {} lines {} requests {} bytes {} conditional {} 304 {} bad {} {}-{} {} {}\n", log.format,
      log.product, log.lines, log.requests, log.bytes, log.conditional, log.not_modified,
      log.unreadable, log.first_s, log.last_s, log.sampled, describe(log.first));
  for (const UnreadableLines& fault : log.faults) {
    out += fmt::format("fault {} {}", static_cast<int>(fault.fault), fault.lines);
    for (const LogSample* sample : fault.samples) out += " " + describe(sample);
    out += '\n';
  }
  for (const UrlTraffic& url : log.urls) out += describe(url);
  for (const NodeTraffic& node : log.nodes)
    out +=
        fmt::format("node {} {} {} {}\n", node.node, node.requests, node.not_modified, node.bytes);
  if (log.affinity)
    out += fmt::format("affinity {} {} {}\n", log.affinity->clients, log.affinity->single_node,
                       log.affinity->full_after_move);
  for (const TagTurnover& turnover : log.turnovers)
    out += fmt::format("turnover {} {} {} {}\n", turnover.minute_s, turnover.urls, turnover.changed,
                       turnover.same_size);
  return out;
}

std::string describe(const ScannedLog& log) {
  std::string out = describe(*log.traffic);
  for (const LineName& line : log.excerpt->lines)
    out += fmt::format("{}:{}\n", log.excerpt->sources.at(line.source), line.number);
  return out + log.excerpt->text;
}

std::vector<NumberedLine> lines_of(std::string_view text) {
  std::vector<NumberedLine> lines;
  Position position;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    lines.push_back({position, text.substr(0, end)});
    const std::size_t step = std::min(end + 1, text.size());
    text.remove_prefix(step);
    position.offset += step;
    ++position.line_in_block;
  }
  return lines;
}

std::unique_ptr<LogTraffic> finish_text(const LogFold& fold, std::string_view text,
                                        const LogFormat& format, Origin& origin) {
  return fold.finish([&](const std::vector<Position>& positions) {
    std::vector<ShownLine> lines;
    for (const Position& position : positions) {
      const std::string_view rest = text.substr(position.offset);
      lines.push_back({{rest.substr(0, rest.find('\n')), &origin}, &format});
    }
    return lines;
  });
}

LogFold fold_text(std::string_view text, const LogFormat& format, FoldLimits limits) {
  LogFold fold(limits);
  fold.observe_format(0, format);
  LineReader reader(format);
  LogRecord record;
  for (const NumberedLine& line : lines_of(text)) {
    const LineResult result = reader.read(line.text, record);
    if (result == LineResult::Request) {
      fold.observe(record, line.position);
    } else if (result != LineResult::Comment) {
      fold.observe_unreadable(fault_of(result), line.position);
    }
  }
  return fold;
}

std::string random_log(std::uint64_t seed, std::size_t lines) {
  std::mt19937_64 random(seed);
  const auto below = [&](std::uint64_t bound) { return random() % bound; };
  std::string log;
  for (std::size_t i = 0; i < lines; ++i) {
    if (below(50) == 0) {
      log += "no line of this format\n";
      continue;
    }
    const auto second = 10'000 + i / 3;
    const auto url = below(12);
    const std::string tag =
        fmt::format("{}\\x22t{}-{}\\x22", below(4) == 0 ? "W/" : "", url, below(3));
    const bool conditional = below(2) == 0;
    constexpr std::array<int, 8> kStatus{200, 200, 200, 304, 206, 404, 412, 416};
    constexpr std::array<std::string_view, 6> kCache{"HIT",   "MISS", "EXPIRED",
                                                     "STALE", "-",    "REVALIDATED"};
    const int status = kStatus[below(kStatus.size())];
    log += fmt::format(
        "10.0.0.{} - - [10/Jun/2024:{:02}:{:02}:{:02} +0000] \"{} /{}/{}?w={} HTTP/1.1\" {} {} "
        "\"-\" \"curl\" \"{}\" \"{}\" {} {}\n",
        below(9), second / 3600, second / 60 % 60, second % 60, below(9) ? "GET" : "HEAD",
        url < 6 ? "static" : "items", url, below(2), status, status == 304 ? 0 : 100 + below(3),
        conditional ? tag : "-", status == 404 ? "-" : tag,
        below(3) ? fmt::format("10.1.0.{}:80", below(3)) : "-", kCache[below(kCache.size())]);
  }
  return log;
}

std::string read_file(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  std::stringstream text;
  text << file.rdbuf();
  return text.str();
}

}  // namespace wiretag::logs
