#include "documents/readers/har_reader.h"

#include <algorithm>
#include <charconv>
#include <cstdint>
#include <string>
#include <utility>

#include <simdjson.h>

#include "documents/readers/har_entry.h"
#include "documents/readers/json_repair.h"
#include "documents/text/utf8.h"
#include "http/fields/text.h"

namespace wiretag::readers {
namespace {

namespace ondemand = simdjson::ondemand;
using simdjson::error_code;

static_assert(kHarPadding >= simdjson::SIMDJSON_PADDING);

/// `log`, `entries` and the file are open where an entry ends.
constexpr std::size_t kEntryLevels = 3;

enum class Kind : std::uint8_t { Object, Array, String, Number, Boolean, Null, Broken };

Kind kind_of(std::string_view token) {
  switch (token.empty() ? '\0' : token.front()) {
    case '{': return Kind::Object;
    case '[': return Kind::Array;
    case '"': return Kind::String;
    case 't':
    case 'f': return Kind::Boolean;
    case 'n': return Kind::Null;
    case '-': return Kind::Number;
    default: return !token.empty() && http::is_digit(token.front()) ? Kind::Number : Kind::Broken;
  }
}

std::string_view with_article(Kind kind) {
  switch (kind) {
    case Kind::Object: return "an object";
    case Kind::Array: return "an array";
    case Kind::String: return "a string";
    case Kind::Number: return "a number";
    case Kind::Boolean: return "a boolean";
    case Kind::Null: return "null";
    case Kind::Broken: break;
  }
  return "no value";
}

std::string_view trimmed(std::string_view token) {
  const std::size_t last = token.find_last_not_of(" \t\r\n");
  return token.substr(0, last + 1);
}

std::string_view trimmed_front(std::string_view text) {
  return text.substr(std::min(text.find_first_not_of(" \t\r\n"), text.size()));
}

/// Names a member in `log.entries[3]`.
struct Member {
  std::string_view object = {};  ///< "request."
  std::string_view name = {};
  std::ptrdiff_t index = -1;  ///< of an array's element
  std::string_view last = {};
};

struct ReadEntry {
  std::unique_ptr<Part> part;
  std::int64_t at_ms = 0;  ///< of an entry without a time, that of the one before
  bool doubtful = false;
};

/// Walks over the JSON of one HAR. Members appear once: of others with the same name the first is
/// read.
class HarWalk {
 public:
  /// `json`: the file's text, or a copy of its start with the same offsets.
  HarWalk(const Origin& file, std::string_view json, Parts& parts)
      : file_(file), json_(json), parts_(parts) {}

  /// An error where `json` is no JSON; what was read before it is kept.
  error_code run() {
    ondemand::parser parser;
    ondemand::document document;
    const simdjson::padded_string_view padded(json_.data(), json_.size(),
                                              json_.size() + kHarPadding);
    if (const error_code error = parser.iterate(padded).get(document)) return error;
    std::string_view token;
    if (const error_code error = document.raw_json_token().get(token)) return error;
    const Kind kind = kind_of(token);
    if (kind != Kind::Object) return other_than_object(token, kind);
    ondemand::object root;
    if (const error_code error = document.get_object().get(root)) return error;
    if (const error_code error = file_object(root)) return error;
    const bool at_end = document.current_location().error() == simdjson::OUT_OF_BOUNDS;
    return at_end ? simdjson::SUCCESS : simdjson::TRAILING_CONTENT;
  }

  /// For a whole text: says so where it has no entries at all.
  void report_missing() {
    if (!has_log_) {
      report(json_.substr(json_.find('{'), 1),
             "this file has no log member, which holds the entries of a HAR");
    } else if (!has_entries_) {
      report(log_, "log.entries is missing");
    }
  }

  std::vector<ReadEntry> take() { return std::move(entries_); }
  /// An entry tells of bytes that came over the network, so that 0 says something, too.
  [[nodiscard]] bool transfers_counted() const { return transfers_counted_; }

 private:
  template <typename Visit>
  static error_code each_member(ondemand::object& object, Visit visit) {
    for (auto next : object) {
      ondemand::field field;
      if (const error_code error = std::move(next).get(field)) return error;
      if (const error_code error = visit(field.key(), field.value())) return error;
    }
    return simdjson::SUCCESS;
  }

  template <typename Visit>
  static error_code each_element(ondemand::array& array, Visit visit) {
    for (auto next : array) {
      ondemand::value value;
      if (const error_code error = std::move(next).get(value)) return error;
      if (const error_code error = visit(value)) return error;
    }
    return simdjson::SUCCESS;
  }

  static bool is(ondemand::raw_json_string key, std::string_view name) {
    return key.unsafe_is_equal(name);
  }

  /// Such a text is not walked, so that it is not known to be whole.
  error_code other_than_object(std::string_view token, Kind kind) {
    has_log_ = has_entries_ = true;
    if (repair_json(json_, 0).broken) return simdjson::TAPE_ERROR;
    report(token.substr(0, 1),
           "this file is " + std::string(with_article(kind)) + ", not an object");
    return simdjson::SUCCESS;
  }

  error_code file_object(ondemand::object& root) {
    return each_member(root, [&](ondemand::raw_json_string key, ondemand::value& value) {
      if (!is(key, "log") || std::exchange(has_log_, true)) return simdjson::SUCCESS;
      log_ = value.raw_json_token().substr(0, 1);
      ondemand::object log;
      bool there = false;
      if (const error_code error = object(value, {}, there, log)) return error;
      if (!there) has_entries_ = true;
      return there ? log_object(log) : simdjson::SUCCESS;
    });
  }

  error_code log_object(ondemand::object& log) {
    return each_member(log, [&](ondemand::raw_json_string key, ondemand::value& value) {
      if (!is(key, "entries") || std::exchange(has_entries_, true)) return simdjson::SUCCESS;
      ondemand::array entries;
      bool there = false;
      index_ = -1;
      if (const error_code error = array(value, {}, there, entries)) return error;
      if (!there) return simdjson::SUCCESS;
      return each_element(entries, [&](ondemand::value& element) { return entry(element); });
    });
  }

  error_code entry(ondemand::value& value) {
    ++index_;
    ondemand::object members;
    bool there = false;
    token_ = value.raw_json_token().substr(0, 1);
    if (const error_code error = object(value, {}, there, members)) return error;
    if (!there) return simdjson::SUCCESS;
    entry_.clear();
    seen_ = {};
    if (const error_code error =
            each_member(members, [&](ondemand::raw_json_string key, ondemand::value& member_value) {
              return entry_member(key, member_value);
            })) {
      return error;
    }
    end_of_entry();
    return simdjson::SUCCESS;
  }

  error_code entry_member(ondemand::raw_json_string key, ondemand::value& value) {
    if (is(key, "request")) {
      return message(value, "request", seen_.request,
                     [&](auto name, auto& member) { return request_member(name, member); });
    }
    if (is(key, "response")) {
      return message(value, "response", seen_.response,
                     [&](auto name, auto& member) { return response_member(name, member); });
    }
    if (is(key, "startedDateTime")) return scalar(value, {"", "startedDateTime"}, entry_.started);
    if (is(key, "serverIPAddress")) return scalar(value, {"", "serverIPAddress"}, entry_.peer);
    if (is(key, "_fetchType")) return fetch_type(value);
    return from_cache(key, value);
  }

  template <typename Visit>
  error_code message(ondemand::value& value, std::string_view name, bool& seen, Visit visit) {
    if (std::exchange(seen, true)) return simdjson::SUCCESS;
    ondemand::object members;
    bool there = false;
    if (const error_code error = object(value, {"", name}, there, members)) return error;
    return there ? each_member(members, visit) : simdjson::SUCCESS;
  }

  error_code request_member(ondemand::raw_json_string key, ondemand::value& value) {
    constexpr std::string_view kIn = "request.";
    HarMessage& request = entry_.request;
    if (is(key, "method")) return scalar(value, {kIn, "method"}, entry_.method);
    if (is(key, "url")) return scalar(value, {kIn, "url"}, entry_.url);
    if (is(key, "httpVersion")) return scalar(value, {kIn, "httpVersion"}, request.version);
    if (is(key, "headers")) return headers(value, kIn, request);
    if (is(key, "postData")) return body(value, {kIn, "postData"}, seen_.post, request.body);
    return simdjson::SUCCESS;
  }

  error_code response_member(ondemand::raw_json_string key, ondemand::value& value) {
    constexpr std::string_view kIn = "response.";
    HarMessage& response = entry_.response;
    if (is(key, "status")) return scalar(value, {kIn, "status"}, entry_.status);
    if (is(key, "statusText")) return scalar(value, {kIn, "statusText"}, entry_.reason);
    if (is(key, "httpVersion")) return scalar(value, {kIn, "httpVersion"}, response.version);
    if (is(key, "headers")) return headers(value, kIn, response);
    if (is(key, "content")) return body(value, {kIn, "content"}, seen_.content, response.body);
    if (is(key, "_transferSize")) {
      return number(value, {kIn, "_transferSize"}, entry_.transfer_bytes);
    }
    return from_cache(key, value);
  }

  error_code headers(ondemand::value& value, std::string_view in, HarMessage& message) {
    if (std::exchange(message.has_fields, true)) return simdjson::SUCCESS;
    ondemand::array elements;
    bool there = false;
    if (const error_code error = array(value, {in, "headers"}, there, elements)) return error;
    message.has_fields = there;
    if (!there) return simdjson::SUCCESS;
    Member place{in, "headers", 0};
    return each_element(elements, [&](ondemand::value& element) {
      ondemand::object members;
      bool is_object = false;
      place.last = {};
      if (const error_code error = object(element, place, is_object, members)) return error;
      if (!is_object) {
        ++place.index;
        return simdjson::SUCCESS;
      }
      HarField field;
      const error_code error =
          each_member(members, [&](ondemand::raw_json_string key, ondemand::value& member) {
            const bool name = is(key, "name");
            if (!name && !is(key, "value")) return simdjson::SUCCESS;
            place.last = name ? "name" : "value";
            return scalar(member, place, name ? field.name : field.value);
          });
      ++place.index;
      message.fields.push_back(field);
      return error;
    });
  }

  error_code body(ondemand::value& value, Member place, bool& seen, HarBody& out) {
    if (std::exchange(seen, true)) return simdjson::SUCCESS;
    ondemand::object members;
    bool there = false;
    if (const error_code error = object(value, place, there, members)) return error;
    if (!there) return simdjson::SUCCESS;
    return each_member(members, [&](ondemand::raw_json_string key, ondemand::value& member) {
      const auto at = [&](std::string_view name) {
        return Member{place.object, place.name, -1, name};
      };
      if (is(key, "text")) return scalar(member, at("text"), out.text);
      if (is(key, "size")) return number(member, at("size"), out.size);
      if (!is(key, "encoding")) return simdjson::SUCCESS;
      std::string_view encoding;
      const error_code error = scalar(member, at("encoding"), encoding);
      out.base64 |= http::equal_ignoring_case(encoding, "base64");
      return error;
    });
  }

  /// Members by which browsers say that the response did not come from the server.
  error_code from_cache(ondemand::raw_json_string key, ondemand::value& value) {
    if (!is(key, "_fromCache") && !is(key, "fromCache") && !is(key, "_servedFromCache") &&
        !is(key, "servedFromCache") && !is(key, "_fetchedViaServiceWorker")) {
      return simdjson::SUCCESS;
    }
    const std::string_view said = trimmed(value.raw_json_token());
    entry_.from_cache |=
        said == "true" || (said.size() > 2 && said != "\"false\"" && said[0] == '"');
    return simdjson::SUCCESS;
  }

  /// Safari: "Network Load", "Memory Cache", "Disk Cache", "Service Worker".
  error_code fetch_type(ondemand::value& value) {
    std::string_view type;
    const error_code error = scalar(value, {"", "_fetchType"}, type);
    entry_.from_cache |= type.ends_with(" Cache") || type == "Service Worker";
    return error;
  }

  // ---- values of a known shape; `there` tells whether it is that shape

  error_code object(ondemand::value& value, Member place, bool& there, ondemand::object& out) {
    if (const error_code error = shaped(value, Kind::Object, place, there)) return error;
    return there ? value.get_object().get(out) : simdjson::SUCCESS;
  }

  error_code array(ondemand::value& value, Member place, bool& there, ondemand::array& out) {
    if (const error_code error = shaped(value, Kind::Array, place, there)) return error;
    return there ? value.get_array().get(out) : simdjson::SUCCESS;
  }

  error_code shaped(ondemand::value& value, Kind wanted, Member place, bool& there) {
    const std::string_view token = value.raw_json_token();
    const Kind kind = kind_of(token);
    there = kind == wanted;
    if (kind == Kind::Broken) return simdjson::TAPE_ERROR;
    if (!there && kind != Kind::Null) wrong(token, kind, wanted, place);
    return simdjson::SUCCESS;
  }

  /// Strings, numbers and booleans. Tools write numbers as strings, and the reverse.
  error_code scalar(ondemand::value& value, Member place, std::string_view& out) {
    if (out.data() != nullptr) return simdjson::SUCCESS;
    const std::string_view token = trimmed(value.raw_json_token());
    switch (const Kind kind = kind_of(token)) {
      case Kind::String: {
        if (token.size() < 2 || token.back() != '"') return simdjson::TAPE_ERROR;
        out = in_file(token.substr(1, token.size() - 2));
        break;
      }
      case Kind::Number:
      case Kind::Boolean: out = in_file(token); break;
      case Kind::Object:
      case Kind::Array: wrong(token, kind, Kind::String, place); break;
      case Kind::Null: break;
      case Kind::Broken: return simdjson::TAPE_ERROR;
    }
    return simdjson::SUCCESS;
  }

  error_code number(ondemand::value& value, Member place, std::optional<std::int64_t>& out) {
    if (out) return simdjson::SUCCESS;
    const std::string_view token = trimmed(value.raw_json_token());
    const Kind kind = kind_of(token);
    if (kind == Kind::Broken) return simdjson::TAPE_ERROR;
    if (kind == Kind::Object || kind == Kind::Array) wrong(token, kind, Kind::Number, place);
    if (kind != Kind::Number) return simdjson::SUCCESS;
    std::int64_t parsed = 0;
    const auto [end, error] = std::from_chars(token.data(), token.data() + token.size(), parsed);
    if (error == std::errc()) out = parsed;
    return simdjson::SUCCESS;
  }

  void wrong(std::string_view token, Kind kind, Kind wanted, Member place) {
    const bool container = kind == Kind::Object || kind == Kind::Array;
    report(container ? token.substr(0, 1) : trimmed(token),
           path(place) + " is " + std::string(with_article(kind)) + ", not " +
               std::string(with_article(wanted)));
  }

  [[nodiscard]] std::string path(Member place) const {
    std::string text = "log";
    if (has_entries_) text += ".entries";
    if (index_ >= 0) text += "[" + std::to_string(index_) + "]";
    if (!place.name.empty()) text.append(".").append(place.object).append(place.name);
    if (place.index >= 0) text += "[" + std::to_string(place.index) + "]";
    if (!place.last.empty()) text.append(".").append(place.last);
    return text;
  }

  void end_of_entry() {
    if (entry_.url.empty()) {
      const Member missing{"", seen_.request ? "request.url" : "request"};
      return report(token_, path(missing) + " is missing");
    }
    const HarWitness witness = witness_of(entry_);
    transfers_counted_ |= entry_.transfer_bytes.value_or(0) > 0;
    if (witness == HarWitness::None) return;
    std::string_view bad_escape;
    ReadEntry read{read_entry(file_, entry_, bad_escape),
                   entries_.empty() ? 0 : entries_.back().at_ms, witness == HarWitness::Doubtful};
    read.at_ms = read.part->content.exchanges.front().at_ms.value_or(read.at_ms);
    entries_.push_back(std::move(read));
    if (!bad_escape.empty()) {
      parts_.problems.push_back({{bad_escape, &file_},
                                 {},
                                 Problem::Kind::NotUnderstood,
                                 std::string(bad_escape) + " is no escape of JSON"});
    }
  }

  /// The bytes of the file that a view of `json_` stands for.
  [[nodiscard]] std::string_view in_file(std::string_view part) const {
    return file_.text().substr(static_cast<std::size_t>(part.data() - json_.data()), part.size());
  }

  void report(std::string_view token, std::string detail) {
    parts_.problems.push_back(
        {{in_file(token), &file_}, {}, Problem::Kind::NotUnderstood, std::move(detail)});
  }

  struct Seen {
    bool request = false;
    bool response = false;
    bool content = false;
    bool post = false;
  };

  const Origin& file_;
  std::string_view json_;
  Parts& parts_;
  std::string_view log_;
  std::string_view token_;  ///< the start of the entry
  HarEntry entry_;
  Seen seen_;
  std::ptrdiff_t index_ = -1;
  bool has_log_ = false;
  bool has_entries_ = false;
  bool transfers_counted_ = false;
  std::vector<ReadEntry> entries_;
};

void keep(HarWalk& walk, Parts& parts) {
  std::vector<ReadEntry> entries = walk.take();
  std::stable_sort(entries.begin(), entries.end(),
                   [](const auto& a, const auto& b) { return a.at_ms < b.at_ms; });
  for (ReadEntry& entry : entries) {
    if (entry.doubtful && walk.transfers_counted()) continue;
    parts.http.push_back(std::move(entry.part));
  }
}

void add_problem(const Origin& file, std::size_t at, Problem::Kind kind, std::string detail,
                 Parts& parts) {
  parts.problems.push_back({{file.text().substr(at, 1), &file}, {}, kind, std::move(detail)});
}

/// Reads what is JSON of a text that is not.
void read_broken(const Origin& file, Parts& parts) {
  const std::string_view text = file.text();
  RepairedJson json = repair_json(text, kEntryLevels);
  json.text.reserve(json.text.size() + kHarPadding);
  HarWalk walk(file, json.text, parts);
  const bool is_object = trimmed_front(json.text).starts_with('{');
  const error_code error = is_object || !json.broken ? walk.run() : simdjson::SUCCESS;
  keep(walk, parts);
  const std::size_t odd = text::first_invalid(text);
  if (odd != std::string_view::npos) add_problem(file, odd, Problem::Kind::NotUtf8, {}, parts);
  if (json.control) {
    add_problem(file, *json.control, Problem::Kind::NotUnderstood,
                "a control character stands in a string, where JSON has \\n or \\u000a", parts);
  }
  if (json.broken) {
    add_problem(file, json.broken->at, Problem::Kind::NotUnderstood,
                std::move(json.broken->expected), parts);
    parts.problems.back().last = true;
  } else if (error) {
    add_problem(file, 0, Problem::Kind::NotUnderstood, simdjson::error_message(error), parts);
  } else {
    walk.report_missing();
  }
}

}  // namespace

void read_har(const Origin& file, Parts& parts) {
  const std::size_t problems = parts.problems.size();
  HarWalk walk(file, file.text(), parts);
  if (walk.run()) {
    parts.problems.resize(problems);
    return read_broken(file, parts);
  }
  keep(walk, parts);
  walk.report_missing();
}

}  // namespace wiretag::readers
