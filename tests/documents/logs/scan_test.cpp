#include <filesystem>
#include <fstream>
#include <random>
#include <thread>

#include <fcntl.h>
#include <fmt/format.h>
#include <gtest/gtest.h>
#include <unistd.h>
#include <zlib.h>

#include "documents/logs/log_input.h"
#include "documents/logs/log_scan.h"
#include "tests/documents/logs/support.h"

namespace wiretag::logs {
namespace {

ScannedLog scan(const std::vector<std::string>& paths, ScanOptions options = {}) {
  LogScan scan(std::move(options));
  const auto added = scan.add_files(paths);
  EXPECT_TRUE(added) << added.error().message;
  auto finished = scan.finish();
  EXPECT_TRUE(finished);
  return std::move(*finished);
}

ScannedLog scan_pipe(const std::string& text, ScanOptions options = {}) {
  int ends[2];
  EXPECT_EQ(pipe(ends), 0);
  std::thread writer([&] {
    std::size_t done = 0;
    while (done < text.size()) {
      const ssize_t count = write(ends[1], text.data() + done, text.size() - done);
      if (count <= 0) break;
      done += static_cast<std::size_t>(count);
    }
    close(ends[1]);
  });
  LogScan scan(std::move(options));
  const auto added = scan.add_stream(ends[0], "-");
  writer.join();
  EXPECT_TRUE(added) << added.error().message;
  return std::move(*scan.finish());
}

std::string gzip(std::string_view text) {
  z_stream stream{};
  deflateInit2(&stream, 6, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY);
  std::string data(deflateBound(&stream, text.size()) + 64, '\0');
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(text.data()));
  stream.avail_in = static_cast<uInt>(text.size());
  stream.next_out = reinterpret_cast<Bytef*>(data.data());
  stream.avail_out = static_cast<uInt>(data.size());
  deflate(&stream, Z_FINISH);
  data.resize(stream.total_out);
  deflateEnd(&stream);
  return data;
}

ScanOptions threads(unsigned count) {
  ScanOptions options;
  options.threads = count;
  return options;
}

/// A description without the paths, which differ between a file and a pipe.
std::string content(ScannedLog log) {
  for (std::string& source : log.excerpt->sources) source = "log";
  return describe(log);
}

/// Three megabytes with comments, unreadable lines and long ones across the ends of blocks.
std::string large_log() {
  std::string text = "# kept on web1\n" + random_log(11, 14'000);
  const std::size_t middle = text.find('\n', text.size() / 2) + 1;
  text.insert(middle, std::string(1'500'000, 'x') + "\n\n");
  return text;
}

TEST(LogScan, AnyNumberOfThreadsReadsTheSame) {
  const TempFolder folder;
  const std::string path = folder.file("a.log", large_log());
  const std::string one = describe(scan({path}, threads(1)));
  EXPECT_EQ(describe(scan({path}, threads(2))), one);
  EXPECT_EQ(describe(scan({path}, threads(5))), one);
}

TEST(LogScan, EveryWayInReadsTheSame) {
  const TempFolder folder;
  const std::string text = large_log();
  const std::string plain = content(scan({folder.file("a.log", text)}, threads(2)));
  EXPECT_EQ(content(scan({folder.file("a.gz", gzip(text))}, threads(2))), plain);
  const std::size_t cut = text.size() / 3;
  EXPECT_EQ(
      content(scan({folder.file("two.gz", gzip(text.substr(0, cut)) + gzip(text.substr(cut)))})),
      plain);
  EXPECT_EQ(content(scan({folder.file("a.zst", compress(text))}, threads(2))), plain);
  EXPECT_EQ(content(scan_pipe(text, threads(3))), plain);
  EXPECT_EQ(content(scan_pipe(gzip(text))), plain);
}

TEST(LogScan, LinesKeepTheirNumbersAndText) {
  const TempFolder folder;
  std::string text;
  std::vector<std::string> lines;
  for (int i = 0; i < 30'000; ++i) {
    lines.push_back(
        fmt::format("1.2.3.4 - - [10/Jun/2024:12:00:00 +0000] \"GET /{} HTTP/1.1\" 200 {}"
                    " \"-\" \"{}\"",
                    i % 3'000 == 2'999 ? fmt::format("only-{}", "abcdefghij"[i / 3'000]) : "all", i,
                    std::string(static_cast<std::size_t>(i % 90), 'u')));
    text += lines.back() + (i % 7 ? "\n" : "\r\n");
  }
  ASSERT_GT(text.size(), 3 * Position::kBlockBytes);
  const std::string path = folder.file("a.log", text);
  for (const ScannedLog& log : {scan({path}, threads(3)), scan_pipe(text, threads(3))}) {
    const Excerpt& excerpt = *log.excerpt;
    std::string_view rest = excerpt.text;
    ASSERT_EQ(excerpt.lines.size(),
              static_cast<std::size_t>(std::count(rest.begin(), rest.end(), '\n')));
    EXPECT_EQ(log.traffic->urls.size(), 11u);
    for (const LineName& name : excerpt.lines) {
      const std::string_view line = rest.substr(0, rest.find('\n'));
      rest.remove_prefix(line.size() + 1);
      EXPECT_EQ(line, lines.at(name.number));
    }
    for (const UrlTraffic& url : log.traffic->urls)
      EXPECT_EQ(excerpt.text.substr(url.first->place().span().begin, url.url.size()), url.url);
  }
}

TEST(LogScan, ALineAtTheEndNeedsNoLineFeed) {
  const TempFolder folder;
  const std::string line =
      R"(1.2.3.4 - - [10/Jun/2024:12:00:00 +0000] "GET /a HTTP/1.1" 200 5 "-" "x")";
  for (const std::string& text :
       {line, line + "\n", line + "\r\n", "\xEF\xBB\xBF" + line, line + "\n\n"}) {
    EXPECT_EQ(scan({folder.file("a.log", text)}).traffic->requests, 1u);
    EXPECT_EQ(scan_pipe(text).traffic->requests, 1u);
  }
}

TEST(LogScan, LongLinesAreCountedAndNotKept) {
  const TempFolder folder;
  const std::string line =
      "1.2.3.4 - - [10/Jun/2024:12:00:00 +0000] \"GET /a HTTP/1.1\" 200 5 \"-\" \"x\"\n";
  const std::string text =
      line + std::string(5'000'000, 'y') + "\n" + line + std::string(70'000, 'z') + "\n" + line;
  ScanOptions options = threads(2);
  options.longest_line = 50'000;
  const auto check = [&](const ScannedLog& log) {
    EXPECT_EQ(log.traffic->requests, 3u);
    ASSERT_EQ(log.traffic->faults.size(), 1u);
    EXPECT_EQ(log.traffic->faults[0].fault, LineFault::TooLong);
    EXPECT_EQ(log.traffic->faults[0].lines, 2u);
    EXPECT_EQ(log.traffic->faults[0].samples[0]->line.view.size(), kShownLineBytes);
    std::vector<std::uint64_t> numbers;
    for (const LineName& name : log.excerpt->lines) numbers.push_back(name.number);
    EXPECT_EQ(numbers, (std::vector<std::uint64_t>{0, 1, 2, 3}));
  };
  check(scan({folder.file("a.log", text)}, options));
  check(scan_pipe(text, options));
}

TEST(LogScan, NothingBehindALongLineIsLostOrMiscounted) {
  const TempFolder folder;
  ScanOptions options = threads(2);
  options.longest_line = 3'000;
  std::mt19937_64 random(11);
  for (int round = 0; round < 8; ++round) {
    std::string text;
    std::uint64_t requests = 0;
    std::uint64_t long_lines = 0;
    for (int i = 0; i < 60; ++i) {
      for (std::size_t more = random() % 300; more > 0; --more) {
        text += fmt::format(
            "1.2.3.4 - - [10/Jun/2024:12:00:00 +0000] \"GET /{} HTTP/1.1\" 200 5 \"-\" \"x\"\n",
            random() % 40);
        ++requests;
      }
      // About as long as is allowed, or over the ends of blocks.
      const std::size_t size =
          random() % 4 ? 2'990 + random() % 20 : 10'000 + random() % (3u << 20);
      if (size > 3'000) ++long_lines;
      text += std::string(size, 'y');
      if (size <= 3'000) text.back() = '"';
      if (i < 59 || random() % 2) text += '\n';
    }
    const ScannedLog file = scan({folder.file("a.log", text)}, options);
    const ScannedLog pipe = scan_pipe(text, options);
    for (const ScannedLog* log : {&file, &pipe}) {
      EXPECT_EQ(log->traffic->requests, requests) << round;
      for (const UnreadableLines& fault : log->traffic->faults) {
        if (fault.fault != LineFault::TooLong) continue;
        EXPECT_EQ(fault.lines, long_lines) << round;
      }
      EXPECT_EQ(log->excerpt->lines, file.excerpt->lines) << round;
      EXPECT_EQ(log->excerpt->text, file.excerpt->text) << round;
    }
  }
}

TEST(LogScan, FilesAreOneLogInTheOrderOfTheirPaths) {
  const TempFolder folder;
  const std::string line =
      "1.2.3.4 - - [10/Jun/2024:12:00:00 +0000] \"GET /{} HTTP/1.1\" 200 5 \"-\" \"x\"\n";
  const std::string b = folder.file("b.log", fmt::format(fmt::runtime(line), "x"));
  const std::string a = folder.file("a.log", "\n" + fmt::format(fmt::runtime(line), "x"));
  const ScannedLog log = scan({b, a, b});
  EXPECT_EQ(log.traffic->requests, 2u);
  EXPECT_EQ(log.excerpt->sources, (std::vector<std::string>{a, b}));
  EXPECT_EQ(log.excerpt->lines, (std::vector<LineName>{{0, 1}, {1, 0}}));
}

TEST(LogScan, DirectivesChangeTheColumns) {
  std::string text = "#Version: 1.0\n#Fields: date time cs-method cs-uri-stem sc-status\n";
  // Far enough that other blocks begin behind each directive.
  for (int i = 0; i < 30'000; ++i) text += "2024-06-10 12:00:00 GET /first/page/of/the/site 200\n";
  text += "#Fields: cs-uri-stem sc-status time date cs-method\n";
  for (int i = 0; i < 30'000; ++i) text += "/second/page/of/the/site 304 12:00:00 2024-06-10 GET\n";
  const TempFolder folder;
  for (const ScannedLog& log :
       {scan({folder.file("a.log", text)}, threads(3)), scan_pipe(text, threads(3))}) {
    ASSERT_EQ(log.traffic->urls.size(), 2u);
    EXPECT_EQ(log.traffic->unreadable, 0u);
    EXPECT_EQ(log.traffic->urls[0].requests, 30'000u);
    EXPECT_EQ(log.traffic->urls[1].requests, 30'000u);
    EXPECT_EQ(log.traffic->urls[1].first->target().view, "/second/page/of/the/site");
    EXPECT_EQ(log.traffic->not_modified, 30'000u);
  }
}

TEST(LogScan, SaysWhyALogIsNotRead) {
  const TempFolder folder;
  const auto reason = [&](const std::string& path) {
    LogScan scan({});
    const auto added = scan.add_files({path});
    EXPECT_FALSE(added) << path;
    return added ? ScanError{} : added.error();
  };
  EXPECT_EQ(reason(folder.path("none.log")).reason, ScanError::Reason::Unreadable);
  EXPECT_EQ(reason(folder.path("none.log")).message, "No such file or directory");
  EXPECT_EQ(reason(folder.path(".")).reason, ScanError::Reason::Unreadable);
  const ScanError unknown = reason(folder.file("x.log", "hello world\n"));
  EXPECT_EQ(unknown.reason, ScanError::Reason::UnknownFormat);
  EXPECT_NE(unknown.message.find("combined"), std::string::npos);
  EXPECT_EQ(reason(folder.file("y.log", "# log_format a '$status';\n200\n")).reason,
            ScanError::Reason::BadFormat);
  const std::string data = gzip(random_log(1, 2'000));
  EXPECT_NE(reason(folder.file("cut.gz", data.substr(0, data.size() / 2))).message.find("ends"),
            std::string::npos);
  std::string damaged = data;
  damaged[damaged.size() / 2] ^= 0x55;
  damaged[damaged.size() / 2 + 1] ^= 0x55;
  EXPECT_NE(reason(folder.file("bad.gz", damaged)).message.find("damaged"), std::string::npos);
  std::string zst = compress(random_log(1, 2'000));
  EXPECT_NE(reason(folder.file("cut.zst", zst.substr(0, zst.size() - 5))).message.find("ends"),
            std::string::npos);
}

TEST(LogScan, AnEmptyLogIsNoError) {
  const TempFolder folder;
  for (const std::string_view text : {"", "\n\n", "# nothing yet\n"}) {
    const ScannedLog log = scan({folder.file("a.log", text)});
    EXPECT_EQ(log.traffic->lines, 0u);
    EXPECT_EQ(log.traffic->first, nullptr);
    EXPECT_TRUE(log.traffic->urls.empty());
  }
}

TEST(LogScan, TakesAnyBytes) {
  const TempFolder folder;
  std::mt19937_64 random(9);
  std::string text = random_log(2, 100);
  for (int i = 0; i < 400; ++i) text[random() % text.size()] = static_cast<char>(random());
  ScanOptions options;
  options.format = *builtin_format("cache");
  const ScannedLog log = scan({folder.file("a.log", text)}, options);
  EXPECT_GT(log.traffic->requests, 0u);
  EXPECT_GT(log.traffic->unreadable, 0u);
}

TEST(LogScan, FollowsAFileThatGrows) {
  const TempFolder folder;
  const std::string text = large_log();
  const std::string whole = folder.file("whole.log", text);
  ScanOptions options = threads(2);
  options.follow = true;
  LogScan scan_on(options);
  std::mt19937_64 random(4);
  std::size_t written = 40'000;
  const std::string path = folder.file("grows.log", text.substr(0, written));
  ASSERT_TRUE(scan_on.add_files({path}));
  while (written < text.size()) {
    const std::size_t more = std::min<std::size_t>(1 + random() % 700'000, text.size() - written);
    std::ofstream(path, std::ios::binary | std::ios::app) << text.substr(written, more);
    written += more;
    ASSERT_TRUE(scan_on.follow());
  }
  EXPECT_FALSE(*scan_on.follow());
  EXPECT_EQ(content(*scan_on.finish()), content(scan({whole})));
}

TEST(LogScan, FollowsAFileThatStartsAnew) {
  const TempFolder folder;
  const auto line = [](std::string_view url) {
    return fmt::format(
        "1.2.3.4 - - [10/Jun/2024:12:00:00 +0000] \"GET {} HTTP/1.1\" 200 5 \"-\" \"x\"\n", url);
  };
  ScanOptions options;
  options.follow = true;
  LogScan scan_on(options);
  const std::string path = folder.file("a.log", line("/old") + line("/old"));
  ASSERT_TRUE(scan_on.add_files({path}));
  folder.file("a.log", line("/new"));
  EXPECT_TRUE(scan_on.follow().value());
  const auto log = scan_on.finish();
  EXPECT_EQ(log->traffic->requests, 3u);
  EXPECT_EQ(log->traffic->urls.size(), 2u);
  EXPECT_EQ(log->traffic->urls[0].first->target().view, "/old");
}

TEST(LogScan, ReportsProgress) {
  const TempFolder folder;
  const std::string path = folder.file("a.log", large_log());
  std::uint64_t last = 0;
  ScanOptions options = threads(2);
  options.progress = [&](std::uint64_t done, std::uint64_t total) {
    EXPECT_LE(last, done);
    EXPECT_LE(done, total);
    last = done;
  };
  scan({path}, options);
}

}  // namespace
}  // namespace wiretag::logs
