#include "documents/readers/curl_command.h"

#include <algorithm>
#include <array>
#include <span>

#include "http/fields/text.h"

namespace wiretag::readers {
namespace {

/// Letters that take a value, and long options that do.
struct Options {
  std::string_view letters;
  std::span<const std::string_view> names;
};

constexpr std::array<std::string_view, 98> kCurlNames = {"abstract-unix-socket",
                                                         "alt-svc",
                                                         "aws-sigv4",
                                                         "cacert",
                                                         "capath",
                                                         "cert",
                                                         "cert-type",
                                                         "ciphers",
                                                         "config",
                                                         "connect-timeout",
                                                         "connect-to",
                                                         "continue-at",
                                                         "cookie",
                                                         "cookie-jar",
                                                         "crlfile",
                                                         "curves",
                                                         "data",
                                                         "data-ascii",
                                                         "data-binary",
                                                         "data-raw",
                                                         "data-urlencode",
                                                         "dns-servers",
                                                         "doh-url",
                                                         "dump-header",
                                                         "engine",
                                                         "etag-compare",
                                                         "etag-save",
                                                         "expect100-timeout",
                                                         "form",
                                                         "form-string",
                                                         "happy-eyeballs-timeout-ms",
                                                         "header",
                                                         "hsts",
                                                         "interface",
                                                         "ipfs-gateway",
                                                         "json",
                                                         "keepalive-time",
                                                         "key",
                                                         "key-type",
                                                         "libcurl",
                                                         "limit-rate",
                                                         "local-port",
                                                         "max-filesize",
                                                         "max-redirs",
                                                         "max-time",
                                                         "netrc-file",
                                                         "noproxy",
                                                         "oauth2-bearer",
                                                         "output",
                                                         "output-dir",
                                                         "parallel-max",
                                                         "pass",
                                                         "pinnedpubkey",
                                                         "preproxy",
                                                         "proto",
                                                         "proto-default",
                                                         "proto-redir",
                                                         "proxy",
                                                         "proxy-cacert",
                                                         "proxy-cert",
                                                         "proxy-header",
                                                         "proxy-key",
                                                         "proxy-pass",
                                                         "proxy-pinnedpubkey",
                                                         "proxy-user",
                                                         "proxy1.0",
                                                         "quote",
                                                         "range",
                                                         "rate",
                                                         "referer",
                                                         "request",
                                                         "request-target",
                                                         "resolve",
                                                         "retry",
                                                         "retry-delay",
                                                         "retry-max-time",
                                                         "service-name",
                                                         "socks4",
                                                         "socks4a",
                                                         "socks5",
                                                         "socks5-hostname",
                                                         "speed-limit",
                                                         "speed-time",
                                                         "stderr",
                                                         "time-cond",
                                                         "tls-max",
                                                         "tls13-ciphers",
                                                         "trace",
                                                         "trace-ascii",
                                                         "trace-config",
                                                         "unix-socket",
                                                         "upload-file",
                                                         "url",
                                                         "url-query",
                                                         "user",
                                                         "user-agent",
                                                         "variable",
                                                         "write-out"};
constexpr Options kCurl{"AbcCdDeEFHKmoPQrtTuUwxXyYz", kCurlNames};

constexpr std::array<std::string_view, 28> kWgetNames = {
    "append-output", "bind-address",    "body-data",    "body-file",        "ca-certificate",
    "certificate",   "connect-timeout", "cut-dirs",     "directory-prefix", "execute",
    "header",        "http-password",   "http-user",    "input-file",       "level",
    "limit-rate",    "load-cookies",    "max-redirect", "method",           "output-document",
    "output-file",   "post-data",       "read-timeout", "save-cookies",     "start-pos",
    "timeout",       "tries",           "user-agent"};
constexpr Options kWget{"aADeiIlnoOPQRtTUwX", kWgetNames};

constexpr std::array<std::string_view, 15> kHttpieNames = {
    "all",    "auth",  "auth-type", "body", "boundary", "cert",  "format-options", "output",
    "pretty", "print", "proxy",     "raw",  "session",  "style", "timeout"};
constexpr Options kHttpie{"aAops", kHttpieNames};

bool has(std::span<const std::string_view> names, std::string_view name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

/// The word from `begin` on.
Word tail(const Word& word, std::size_t begin) {
  return {word.pieces.part(begin, word.pieces.size()), word.text.substr(begin)};
}

/// The word in the transcript, where it stands there as one piece.
std::string_view written(const Word& word) {
  const auto& pieces = word.pieces.all();
  return pieces.size() == 1 && pieces.front().copied ? pieces.front().source : std::string_view();
}

bool address(std::string_view s) {
  const bool numeric = std::all_of(s.begin(), s.end(), [](char c) {
    return http::is_digit(c) || (c >= 'a' && c <= 'f') || c == '.' || c == ':' || c == '[' ||
           c == ']';
  });
  return numeric && s.find_first_of("0123456789") != std::string_view::npos &&
         s.find_first_of(".:") != std::string_view::npos;
}

class Reader {
 public:
  explicit Reader(std::vector<Word> words) : words_(std::move(words)) {}

  std::optional<Command> read() {
    if (words_.empty() || words_.front().pieces.empty()) return std::nullopt;
    std::string_view tool = words_.front().text;
    tool.remove_prefix(tool.find_last_of("/\\") + 1);
    if (tool.ends_with(".exe")) tool.remove_suffix(4);
    if (tool == "curl") {
      options(kCurl, [&](std::string_view name, Word value) { curl(name, std::move(value)); });
    } else if (tool == "wget") {
      options(kWget, [&](std::string_view name, Word value) { wget(name, std::move(value)); });
      command_.follows = true;
    } else {
      scheme_ = tool == "https" || tool == "xhs" ? "https://" : "http://";
      options(kHttpie, [&](std::string_view name, Word value) { httpie(name, std::move(value)); });
      httpie_items();
    }
    return finish();
  }

 private:
  /// Calls `use(name, value)` for each option; other words are URLs.
  template <typename Use>
  void options(const Options& known, Use use) {
    for (std::size_t i = 1; i < words_.size(); ++i) {
      const Word& word = words_[i];
      const std::string_view text = word.text;
      const auto next = [&] { return i + 1 < words_.size() ? words_[++i] : Word{}; };
      if (text.starts_with("--") && text.size() > 2) {
        const std::size_t equals = std::min(text.find('='), text.size());
        const std::string_view name = text.substr(2, equals - 2);
        const bool takes = has(known.names, name);
        if (takes && equals < text.size()) {
          use(name, tail(word, equals + 1));
        } else {
          use(name, takes ? next() : Word{});
        }
      } else if (text.starts_with('-') && text.size() > 1) {
        for (std::size_t at = 1; at < text.size(); ++at) {
          const std::string_view letter = text.substr(at, 1);
          if (known.letters.find(letter) == std::string_view::npos) {
            use(letter, Word{});
            continue;
          }
          use(letter, at + 1 < text.size() ? tail(word, at + 1) : next());
          break;
        }
      } else if (!text.empty()) {
        urls_.push_back(word);
      }
    }
  }

  void curl(std::string_view name, Word value) {
    if (name == "H" || name == "header") return header(value);
    if (name == "I" || name == "head") return static_cast<void>(command_.head = true);
    if (name == "L" || name == "location") return static_cast<void>(command_.follows = true);
    if (name == "G" || name == "get") return static_cast<void>(get_ = true);
    if (name == "compressed") return static_cast<void>(command_.shown_decoded = true);
    if (name == "url") return urls_.push_back(std::move(value));
    if (name == "X" || name == "request") {
      method_ = std::move(value);
    } else if (name == "T" || name == "upload-file") {
      implied_ = "PUT";
    } else if (name == "d" || name.starts_with("data") || name == "json" || name == "F" ||
               name.starts_with("form")) {
      implied_ = "POST";
      if (!value.text.starts_with('@')) data_.push_back(std::move(value));
    } else if (name == "r" || name == "range") {
      field("Range: bytes=", value);
    } else if (name == "C" || name == "continue-at") {
      if (http::all_digits(value.text)) {
        value.pieces.stand_in("-", front(value));
        field("Range: bytes=", value);
      } else {
        unknown_fields(value);
      }
    } else if (name == "z" || name == "time-cond" || name == "etag-compare" || name == "K" ||
               name == "config") {
      unknown_fields(value);
    } else if (name == "u" || name == "user" || name == "oauth2-bearer") {
      stated("Authorization: {{credentials}}", value);
    } else if (name == "b" || name == "cookie") {
      stated("Cookie: {{cookies}}", value);
    } else if (name == "A" || name == "user-agent") {
      field("User-Agent: ", value);
    } else if (name == "resolve") {
      peer(value, 2);
    } else if (name == "connect-to") {
      peer(value, 2);
    }
  }

  void wget(std::string_view name, Word value) {
    if (name == "header") return header(value);
    if (name == "spider") command_.head = true;
    if (name == "method") method_ = std::move(value);
    if (name == "post-data") implied_ = "POST";
    if (name == "c" || name == "continue" || name == "N" || name == "timestamping") {
      unknown_fields(words_.front());
    }
  }

  void httpie(std::string_view name, const Word& value) {
    if (name == "a" || name == "auth" || name == "A")
      stated("Authorization: {{credentials}}", value);
    if (name == "F" || name == "follow") command_.follows = true;
  }

  /// `[METHOD] URL [Name:value …]`.
  void httpie_items() {
    std::vector<Word> words = std::move(urls_);
    urls_.clear();
    for (Word& word : words) {
      if (urls_.empty()) {
        if (method_.text.empty() && known_method(word.text)) {
          method_ = std::move(word);
        } else {
          if (word.text.starts_with(':')) local_ = true;
          urls_.push_back(std::move(word));
        }
        continue;
      }
      const std::string_view name = field_name_of(word.text);
      if (!name.empty() && !word.text.substr(name.size()).starts_with(":=")) {
        header(word);
      } else if (word.text.find('=') != std::string::npos &&
                 word.text.find("==") == std::string::npos) {
        implied_ = "POST";
      }
    }
  }

  /// `Name: value`; `Name;` sends it empty, `Name:` takes out one of curl's own.
  void header(const Word& word) {
    const std::string_view text = word.text;
    if (text.starts_with('@') || text.starts_with("{{")) return unknown_fields(word);
    const std::size_t colon = text.find(':');
    if (colon == std::string_view::npos) {
      if (!text.ends_with(';')) return;
      fields_.append(word.pieces.part(0, text.size() - 1));
      fields_.stand_in(":\n", front(word));
      return;
    }
    const std::string value(http::trim_blanks(text.substr(colon + 1)));
    if (value.empty() || text.find('\n') != std::string_view::npos) return;
    const std::string name(text.substr(0, colon));
    if (http::equal_ignoring_case(name, "Host")) {
      const Word host = tail(word, text.find(value, colon + 1));
      host_ = written(host);
    }
    fields_.append(word.pieces);
    fields_.stand_in("\n", front(word));
    note_.note_field(name, {});
  }

  void field(std::string_view start, const Word& value) {
    if (value.text.empty()) return;
    fields_.stand_in(std::string(start), front(value));
    fields_.append(value.pieces);
    fields_.stand_in("\n", front(value));
    note_.note_field(start.substr(0, start.find(':')), {});
  }

  /// The value is secret or in a file.
  void stated(std::string_view line, const Word& value) {
    fields_.stand_in(std::string(line) + "\n", front(value));
  }

  void unknown_fields(const Word& value) { fields_.stand_in("...\n", front(value)); }

  /// The address in the part of `host:port:address` behind so many colons.
  void peer(const Word& word, int colons) {
    std::string_view text = written(word);
    for (; colons > 0; --colons) {
      const std::size_t colon = text.find(':');
      if (colon == std::string_view::npos) return;
      text.remove_prefix(colon + 1);
    }
    if (!text.starts_with('[')) text = text.substr(0, text.find_first_of(",:"));
    if (address(text)) command_.peer = text;
  }

  std::optional<Command> finish() {
    for (const Word& url : urls_) request(url);
    if (command_.requests.empty()) return std::nullopt;
    command_.fields = std::move(fields_);
    return std::move(command_);
  }

  void request(const Word& url) {
    const std::string_view text = url.text;
    if (text.empty() || text.find_first_of(" \t\"'<>") != std::string_view::npos) return;
    const std::size_t scheme = text.find("://");
    if (scheme != std::string_view::npos && !text.starts_with("http")) return;
    Message message;
    const std::string_view place = front(url);
    if (!method_.text.empty()) {
      message.head.append(method_.pieces);
      message.method = method_.text;
    } else {
      message.method = command_.head ? "HEAD" : implied_.empty() || get_ ? "GET" : implied_;
      message.head.stand_in(message.method, place);
    }
    message.head.stand_in(" ", place);
    target(url, scheme, message);
    message.head.stand_in("\n", place);
    message.head.append(fields_);
    if (command_.shown_decoded)
      message.head.stand_in("Accept-Encoding: gzip, deflate, br\n", place);
    message.conditional = note_.conditional;
    command_.requests.push_back(std::move(message));
  }

  void target(const Word& url, std::size_t scheme, Message& message) {
    const std::string_view text = url.text;
    const std::size_t host = scheme == std::string_view::npos ? 0 : scheme + 3;
    const std::size_t path = std::min(text.find_first_of("/?", host), text.size());
    if (!host_.empty()) {
      // The Host field names the resource; the URL, where the request went.
      const std::string_view whole = written(url);
      std::string_view name = whole.empty() ? whole : whole.substr(host, path - host);
      if (!name.starts_with('[')) name = name.substr(0, name.find(':'));
      if (address(name) && command_.peer.empty()) command_.peer = name;
      if (path == text.size() || text[path] == '?') message.head.stand_in("/", front(url));
      message.head.append(url.pieces.part(path, text.size()));
      message.host = host_;
    } else {
      if (scheme == std::string_view::npos && !text.starts_with("{{")) {
        message.head.stand_in(scheme_ + (local_ ? "localhost" : ""), front(url));
      }
      message.head.append(url.pieces);
      message.target = written(url).substr(0, path);
    }
    if (!get_) return;
    char joint = text.find('?') == std::string_view::npos ? '?' : '&';
    for (const Word& data : data_) {
      if (data.text.find_first_of(" \t\n") != std::string::npos) continue;
      message.head.stand_in(std::string(1, joint), front(data));
      message.head.append(data.pieces);
      joint = '&';
    }
  }

  /// Where something stands that the word does not spell out.
  [[nodiscard]] std::string_view front(const Word& word) const {
    const Pieces& pieces = word.pieces.empty() ? words_.front().pieces : word.pieces;
    return pieces.all().front().source.substr(0, 0);
  }

  std::vector<Word> words_;
  Command command_;
  std::vector<Word> urls_;
  std::vector<Word> data_;
  Word method_;
  std::string implied_;
  std::string scheme_ = "http://";
  std::string_view host_;
  Pieces fields_;
  Message note_;
  bool get_ = false;
  bool local_ = false;  ///< `:8080/x` is on this machine
};

bool word_character(char c) {
  return http::is_letter(c) || http::is_digit(c) || c == '_' || c == '-' || c == '.';
}

/// May touch the name of a program.
bool goes_before(char c) {
  return http::is_blank(c) || std::string_view("(`{|;&!$%>#").find(c) != std::string_view::npos;
}

constexpr std::array<std::string_view, 14> kLeaders = {"time", "sudo", "do",  "then", "exec",
                                                       "else", "run:", "RUN", "!",    "watch",
                                                       "&&",   "||",   "env", "+"};

bool names_url(std::string_view word) {
  return word.find("://") != std::string_view::npos ||
         word.find("localhost") != std::string_view::npos ||
         word.find('$') != std::string_view::npos ||
         (word.find('.') != std::string_view::npos && word.find('/') != std::string_view::npos);
}

std::string_view first_word(std::string_view s) {
  s = http::trim_blanks(s);
  return s.substr(0, s.find_first_of(" \t"));
}

/// Where the word starts that names a program at `at`, with the path in front of it; nullopt inside
/// another word.
std::optional<std::size_t> program_at(std::string_view line, std::size_t at) {
  std::size_t name = at;
  if (at > 0 && line[at - 1] == '/') {
    name = line.substr(0, at).find_last_of(" \t") + 1;
  } else if (at > 0 && word_character(line[at - 1])) {
    return std::nullopt;
  }
  if (name > 0 && !goes_before(line[name - 1])) return std::nullopt;
  return name;
}

bool ends_prompt(std::string_view before) {
  return before.ends_with('$') || before.ends_with('%') || before.ends_with('>') ||
         before.ends_with('#') || before.ends_with("\xE2\x9D\xAF") ||
         before.ends_with("\xE2\x9E\x9C");
}

/// What a command may follow that is no prompt: nothing, a separator of the shell, another command.
bool leads_command(std::string_view before) {
  if (before.empty()) return true;
  if (std::string_view("|;(`{").find(before.back()) != std::string_view::npos) return true;
  const std::string_view last = before.substr(before.find_last_of(" \t") + 1);
  return has(kLeaders, last) || last.find('=') != std::string_view::npos;
}

bool plausible_argument(std::string_view word) {
  return word.starts_with('-') || word.starts_with('\'') || word.starts_with('"') ||
         word.starts_with("^\"") || names_url(word);
}

/// A call of the program whose name ends at `end`; `name` is where its word starts.
std::optional<CommandStart> call_at(std::string_view line, std::size_t name, std::size_t end,
                                    bool needs_prompt) {
  if (line.substr(end).starts_with(".exe")) end += 4;
  if (end >= line.size() || !http::is_blank(line[end])) return std::nullopt;
  const std::string_view front = line.substr(0, name);
  const std::string_view before = http::trim_blanks(front);
  CommandStart found{front, line.substr(name), false, false};
  found.comment = !before.empty() && before.find_first_not_of("#/ ") == std::string_view::npos;
  found.prompted = !found.comment && ends_prompt(before);
  if (found.prompted) return found;
  if (needs_prompt || !(found.comment || leads_command(before))) return std::nullopt;
  if (!plausible_argument(first_word(line.substr(end)))) return std::nullopt;
  found.prompted = before.find("$ ") != std::string_view::npos;
  return found;
}

}  // namespace

std::optional<CommandStart> command_start(std::string_view line) {
  constexpr std::size_t kPromptBytes = 200;
  struct Tool {
    std::string_view name;
    bool needs_prompt;  ///< the name is a word of prose, too
  };
  constexpr std::array<Tool, 6> kTools = {{{"curl", false},
                                           {"wget", false},
                                           {"http", true},
                                           {"https", true},
                                           {"xh", true},
                                           {"xhs", true}}};
  const std::string_view start = line.substr(0, kPromptBytes);
  for (const Tool& tool : kTools) {
    for (std::size_t at = start.find(tool.name); at != std::string_view::npos;
         at = start.find(tool.name, at + 1)) {
      const auto name = program_at(start, at);
      if (!name) continue;
      const auto call = call_at(line, *name, at + tool.name.size(), tool.needs_prompt);
      if (call) return call;
    }
  }
  return std::nullopt;
}

std::optional<Command> read_command(std::vector<Word> words) {
  return Reader(std::move(words)).read();
}

}  // namespace wiretag::readers
