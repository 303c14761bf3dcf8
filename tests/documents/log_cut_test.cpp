#include "documents/readers/log_cut.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <random>
#include <sstream>

#include <gtest/gtest.h>

namespace wiretag::readers {
namespace {

using logs::LineReader;
using logs::LogFormat;

LogFormat format(std::string_view text) {
  auto parsed = logs::parse_format(text);
  EXPECT_TRUE(parsed) << text << ": " << (parsed ? "" : parsed.error().message);
  return parsed ? *std::move(parsed) : LogFormat{};
}

std::string shown(const std::vector<LineReader::Cut>& cuts, std::string_view line) {
  std::string text;
  for (const LineReader::Cut& cut : cuts) {
    text += std::to_string(cut.column) + "@" + std::to_string(cut.text.data() - line.data()) + "<" +
            std::string(cut.text) + "> ";
  }
  return text;
}

std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> lines;
  std::istringstream stream(text);
  for (std::string line; std::getline(stream, line);) lines.push_back(line);
  return lines;
}

/// Both readers of one line.
class Readers {
 public:
  explicit Readers(const LogFormat& format) : scanner_(format) {}

  [[nodiscard]] std::string scanned(std::string_view line) const {
    return shown(scanner_.cut(line), line);
  }
  [[nodiscard]] std::string parsed(std::string_view line) {
    return shown(grammar_.cut(line, scanner_.format()), line);
  }

 private:
  LineReader scanner_;
  GrammarCut grammar_;
};

struct Sample {
  std::string_view format;
  std::string_view line;
  std::string_view cut;
};

TEST(GrammarCut, CutsLinesOfEachShape) {
  const Sample samples[] = {
      {"combined",
       R"(192.0.2.1 - - [10/Oct/2000:13:55:36 -0700] "GET /a HTTP/1.1" 200 5 "-" "x y")",
       "0@0<192.0.2.1> 1@10<-> 2@12<-> 3@15<10/Oct/2000:13:55:36 -0700> 4@44<GET /a HTTP/1.1> "
       "5@61<200> 6@65<5> 7@68<-> 8@72<x y> "},
      {"$status $upstream_addr \"$request\"",
       "200 10.0.0.1:80, 10.0.0.2:80 : 10.0.0.3:80 \"GET / HTTP/1.1\"",
       "0@0<200> 1@4<10.0.0.1:80, 10.0.0.2:80 : 10.0.0.3:80> 2@44<GET / HTTP/1.1> "},
      {"$status $upstream_addr $upstream_cache_status $request_uri",
       "200 10.0.0.1:80, 10.0.0.2:80 : 10.0.0.3:80 MISS /a",
       "0@0<200> 1@4<10.0.0.1:80, 10.0.0.2:80 : 10.0.0.3:80> 2@43<MISS> 3@48</a> "},
      {"#Fields: date cs-uri-stem sc-status cs(If-None-Match)", "2024-06-10 /a 200 \"v 1\"",
       "0@0<2024-06-10> 1@11</a> 2@14<200> 3@19<v 1> "},
      {"#Fields: date cs-uri-stem sc-status cs(If-None-Match)", "2024-06-10\t/a\t\tx y",
       "0@0<2024-06-10> 1@11</a> 2@14<> 3@15<x y> "},
      {"ltsv", "host:192.0.2.1\treq:GET / HTTP/1.1\tnew:1\tstatus:200\tetag:",
       "1@5<192.0.2.1> 3@19<GET / HTTP/1.1> 8@47<200> 16@56<> "},
      {"caddy",
       R"({"status":304,"request":{"uri":"/a","headers":{"If-None-Match":["\"v\"","x"]}}})",
       R"(12@10<304> 4@32</a> 6@65<\"v\"> )"},
  };
  for (const Sample& sample : samples) {
    Readers readers(format(sample.format));
    EXPECT_EQ(readers.parsed(sample.line), sample.cut) << sample.line;
    EXPECT_EQ(readers.scanned(sample.line), sample.cut) << sample.line;
  }
}

TEST(GrammarCut, LeavesLinesAloneThatDoNotFit) {
  Readers readers(format("combined"));
  for (const std::string_view line :
       {"", "x", "192.0.2.1 - - [10/Oct/2000:13:55:36 -0700] GET / 200 5 \"-\" \"-\"",
        "192.0.2.1 - - [10/Oct/2000:13:55:36 -0700"}) {
    EXPECT_EQ(readers.parsed(line), "") << line;
    EXPECT_EQ(readers.scanned(line), "") << line;
  }
}

TEST(GrammarCut, CutsRealLinesAsTheScannerDoes) {
  const std::filesystem::path folder = std::filesystem::path(WIRETAG_CORPORA) / "accesslog";
  if (!std::filesystem::exists(folder)) GTEST_SKIP() << "no " << folder;
  std::size_t compared = 0;
  for (const auto& entry : std::filesystem::directory_iterator(folder)) {
    std::stringstream content;
    content << std::ifstream(entry.path(), std::ios::binary).rdbuf();
    const std::string text = content.str();
    logs::Detection found = logs::detect(std::string_view(text).substr(0, 64 << 10));
    if (!found.format) continue;
    Readers readers(*found.format);
    for (const std::string& line : lines_of(text)) {
      const std::string scanned = readers.scanned(line);
      if (scanned.empty()) continue;
      ++compared;
      EXPECT_EQ(readers.parsed(line), scanned)
          << entry.path().filename() << " as " << found.format->name << "\n"
          << line;
    }
  }
  EXPECT_GT(compared, 10'000U);
}

/// Makes lines of a format, with values as its product writes them.
class LineMaker {
 public:
  LineMaker(const LogFormat& format, unsigned seed) : format_(format), random_(seed) {}

  std::string line() {
    switch (format_.shape) {
      case logs::Shape::Template: return prefix() + of_template();
      case logs::Shape::Fields: return prefix() + of_fields();
      case logs::Shape::Labels: return prefix() + of_labels();
      case logs::Shape::Json: return prefix() + object(tree(), 0);
    }
    return {};
  }

 private:
  /// The keys of a JSON format as a tree; a leaf is a value.
  struct Node {
    std::string key;
    std::vector<Node> below;
  };

  std::size_t pick(std::size_t bound) { return random_() % bound; }

  std::string letters(std::string_view alphabet, std::size_t least, std::size_t most) {
    std::string text;
    for (std::size_t n = least + pick(most - least + 1); n > 0; --n) {
      text += alphabet[pick(alphabet.size())];
    }
    return text;
  }

  std::string prefix() {
    switch (format_.prefix) {
      case logs::Prefix::Syslog: return "Feb  6 12:14:14 host prog[1]: ";
      case logs::Prefix::Container: return "name_1  | ";
      case logs::Prefix::Cri: return "2025-12-31T17:37:40.49+01:00 stdout F ";
      case logs::Prefix::None: break;
    }
    return {};
  }

  std::string escaped_quote() {
    switch (format_.escape) {
      case logs::Escape::Backslash: return "\\\"";
      case logs::Escape::Hex: return "\\x22";
      default: return "%22";
    }
  }

  /// A value between quotes, brackets or braces, which do not occur in it as they are.
  std::string enclosed(std::string_view without) {
    static constexpr std::string_view kAll = "ab1 -/:,;=&?%()[]{}'|#\xC3\xA9\xFF";
    std::string text;
    for (std::size_t n = pick(4); n > 0; --n) text += letters(kAll, 0, 8) + escaped_quote();
    text += letters(kAll, 0, 8);
    std::erase_if(text, [&](char c) { return without.find(c) != std::string_view::npos; });
    return text;
  }

  std::string list_of_nodes() {
    std::string list = "10.0.0.1:80";
    for (std::size_t n = pick(3); n > 0; --n)
      list += (pick(2) ? ", 10.0.0." : " : 10.0.0.") + letters("123", 1, 2);
    return list;
  }

  /// A value that nothing encloses. Where no blank ends it, it holds letters only.
  std::string bare(bool ends_at_blank) {
    if (!ends_at_blank) return letters("abc019", 1, 8);
    if (pick(5) == 0) return "-";
    return letters("abc019./", 1, 1) + letters("abc019./:=&?%,;()'\"[]{}|", 0, 12) + "x";
  }

  std::string of_template() {
    std::string line;
    for (std::size_t i = 0; i < format_.columns.size(); ++i) {
      const logs::Column& column = format_.columns[i];
      const std::string& behind =
          i + 1 < format_.columns.size() ? format_.columns[i + 1].before : format_.after;
      line += column.before;
      switch (column.enclosure) {
        case logs::Enclosure::Quotes: line += enclosed(""); break;
        case logs::Enclosure::Brackets: line += enclosed("]"); break;
        case logs::Enclosure::Braces: line += enclosed("}"); break;
        case logs::Enclosure::None:
          if (column.meaning == logs::Meaning::Node && column.blanks) {
            line += list_of_nodes();
            break;
          }
          line += bare(behind.empty() || behind.front() == ' ');
          break;
      }
    }
    line += format_.after;
    if (format_.open_end && pick(3) == 0) line += " \"more\" " + bare(true);
    return line;
  }

  std::string of_fields() {
    const bool tabs = pick(2) == 0;
    std::string line = letters("0129-", 1, 10);  // mostly a date
    for (std::size_t n = format_.columns.size() - 1; n > 0; --n) {
      line += tabs ? "\t" : " ";
      switch (pick(tabs ? 4 : 3)) {
        case 0: line += '"' + letters("ab1 -/:;'[", 1, 10) + '"'; break;
        case 3: line += letters("ab 1", 0, 3); break;
        default: line += letters("ab019-+%./:", 1, 12); break;
      }
    }
    return line;
  }

  std::string of_labels() {
    std::string line = "first:" + letters("ab :", 0, 5);
    for (std::size_t n = 3 + pick(10); n > 0; --n) {
      const bool known = pick(3) != 0;
      line += '\t';
      line += known ? format_.columns[pick(format_.columns.size())].name : letters("abc_-", 1, 5);
      line += ':' + letters("ab1 -/:\"[]{}\\=\xC3\xA9", 0, 15);
    }
    return line;
  }

  Node tree() const {
    Node root;
    for (const logs::Column& column : format_.columns) {
      Node* node = &root;
      std::string_view rest = column.name;
      while (!rest.empty()) {
        const std::string_view key = rest.substr(0, rest.find('.'));
        rest.remove_prefix(std::min(key.size() + 1, rest.size()));
        const auto at = std::find_if(node->below.begin(), node->below.end(),
                                     [&](const Node& n) { return n.key == key; });
        node =
            at != node->below.end() ? &*at : &node->below.emplace_back(Node{std::string(key), {}});
      }
    }
    return root;
  }

  std::string blanks() { return letters(" ", 0, pick(4) == 0 ? 2 : 0); }

  std::string scalar() {
    switch (pick(5)) {
      case 0: return letters("123456789", 1, 6);
      case 1: return "-1.5e3";
      case 2: return "null";
      case 3: return "true";
      default: return '"' + letters("ab1 -/:,{}[]\xC3\xA9", 0, 10) + (pick(2) ? "\\\"" : "") + '"';
    }
  }

  std::string list(int depth) {
    std::string text = "[" + blanks();
    for (std::size_t n = pick(4); n > 0; --n)
      text += noise(depth + 1) + (n > 1 ? "," : "") + blanks();
    return text + "]";
  }

  std::string noise(int depth) {
    if (depth > 4 || pick(3) != 0) return scalar();
    return pick(2) ? list(depth) : object({}, depth);
  }

  std::string object(const Node& node, int depth) {
    std::vector<std::string> members;
    for (const Node& child : node.below) {
      if (pick(6) == 0) continue;
      members.push_back('"' + child.key + "\"" + blanks() + ":" + blanks() +
                        (!child.below.empty() ? object(child, depth + 1)
                         : pick(4) == 0       ? list(depth + 1)
                                              : scalar()));
    }
    for (std::size_t n = depth > 3 ? 0 : pick(3); n > 0; --n) {
      members.insert(members.begin() + static_cast<std::ptrdiff_t>(pick(members.size() + 1)),
                     '"' + letters("xyz{: ", 1, 3) + "\":" + noise(depth + 1));
    }
    if (depth == 0 && members.empty()) members.emplace_back("\"a\":1");
    std::string text = "{" + blanks();
    for (std::size_t i = 0; i < members.size(); ++i) text += (i ? "," + blanks() : "") + members[i];
    return text + blanks() + "}";
  }

  const LogFormat& format_;
  std::mt19937 random_;
};

std::vector<LogFormat> many_formats() {
  std::vector<LogFormat> formats = logs::builtin_formats();
  for (
      const std::string_view text : {
          R"($remote_addr [$time_local] "$request" $status "$sent_http_etag" "$http_if_none_match" $upstream_addr)",
          R"([$time_local] $status [Client $remote_addr] [Length $bytes_sent] "$request_uri")",
          R"("$request_method $request_uri" "$status" {$http_range})",
          R"(log_format j escape=json '{"u":"$request_uri","s":$status,"h":{"e":"$sent_http_etag"}}')",
          R"($status|$body_bytes_sent|$request_uri)",
          R"(LogFormat "%h %l %u %t \"%r\" %>s %b \"%{ETag}o\" \"%{If-None-Match}i\" %{X-Node}o" n)",
          R"(%v:%p %h %t "%r" %>s %O)",
          R"(%ci:%cp [%tr] %ft %b/%s %ST %B %{+Q}r)",
          R"([%START_TIME%] "%REQ(:METHOD)% %REQ(:PATH)% %PROTOCOL%" %RESPONSE_CODE% "%RESP(ETAG)%")",
          R"(#Fields: date time cs-method cs-uri-stem cs(If-None-Match) sc-status sc(ETag) sc-bytes)",
      }) {
    formats.push_back(format(text));
  }
  return formats;
}

TEST(GrammarCut, CutsRandomLinesAsTheScannerDoes) {
  unsigned seed = 1;
  for (LogFormat one : many_formats()) {
    for (const logs::Prefix prefix :
         {logs::Prefix::None, logs::Prefix::Syslog, logs::Prefix::Container, logs::Prefix::Cri}) {
      one.prefix = prefix;
      Readers readers(one);
      LineMaker maker(one, ++seed);
      int read = 0;
      for (int i = 0; i < 50; ++i) {
        const std::string line = maker.line();
        const std::string scanned = readers.scanned(line);
        read += scanned.empty() ? 0 : 1;
        if (scanned.empty()) continue;
        ASSERT_EQ(readers.parsed(line), scanned) << one.name << "\n" << line;
      }
      EXPECT_GT(read, 40) << one.name;
    }
  }
}

}  // namespace
}  // namespace wiretag::readers
