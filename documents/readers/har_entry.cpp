#include "documents/readers/har_entry.h"

#include <algorithm>
#include <charconv>
#include <string>
#include <utility>

#include "documents/readers/har_body.h"
#include "documents/readers/har_time.h"
#include "documents/readers/json_string.h"
#include "http/fields/text.h"

namespace wiretag::readers {
namespace {

using http::equal_ignoring_case;
using http::FieldName;

constexpr std::string_view kAuthority = ":authority";

const HarField* find(const HarMessage& message, std::string_view name) {
  const auto it =
      std::find_if(message.fields.begin(), message.fields.end(),
                   [&](const auto& field) { return equal_ignoring_case(field.name, name); });
  return it == message.fields.end() ? nullptr : &*it;
}

/// The scheme of a URL as it is written; empty where a host or a path stands at its start.
std::string_view scheme_of(std::string_view url) {
  const std::size_t end = url.find_first_of(":/?#\\");
  if (end == std::string_view::npos || url[end] != ':') return {};
  const bool port = end + 1 < url.size() && http::is_digit(url[end + 1]);
  return port ? std::string_view() : url.substr(0, end);
}

bool of_http(std::string_view url) {
  const std::string scheme = http::lowered(scheme_of(url));
  return scheme.empty() || scheme == "http" || scheme == "https" || scheme == "ws" ||
         scheme == "wss";
}

/// As HTTP/1.1 writes it; empty for what is no version of HTTP.
std::string_view version_of(std::string_view text) {
  const std::string version = http::lowered(text);
  std::string_view number = version;
  if (number.starts_with("http/") || number.starts_with("http\\/")) {
    number.remove_prefix(number.find('/') + 1);
  } else if (number.starts_with('h')) {
    number.remove_prefix(1);
  }
  if (number.starts_with("1.0")) return "HTTP/1.0";
  if (number.starts_with("1.1")) return "HTTP/1.1";
  if (number.starts_with('2')) return "HTTP/2";
  if (number.starts_with('3')) return "HTTP/3";
  return {};
}

/// The final status; 0 where none was recorded.
int status_of(std::string_view text) {
  int status = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), status);
  if (error != std::errc() || status > 999) return 0;
  return status >= 200 || status == 101 ? status : 0;
}

bool has_no_content(http::Method method, int status) {
  return method == http::Method::Head || status == 204 || status == 304 || status < 200;
}

std::string_view front_of(std::string_view text) { return text.substr(0, 0); }
std::string_view back_of(std::string_view text) { return text.substr(text.size()); }

struct LineSpans {
  text::Span line;
  text::Span name;
  text::Span value;
};

/// Where the decoded text of one message has what.
struct MessageSpans {
  text::Span line;
  text::Span main;  ///< the target, or the status
  text::Span version;
  text::Span reason;
  std::vector<LineSpans> fields;
  bool elided = false;
  text::Span body;
  KeptBody kept;
};

/// Decodes an entry to the text that it has as a `.http` file.
class EntryDecoder {
 public:
  EntryDecoder(const Origin& file, std::string_view& bad_escape)
      : out_(file), bad_escape_(bad_escape) {}

  MessageSpans request(const HarEntry& entry) {
    MessageSpans spans;
    const std::uint32_t begin = out_.size();
    stand_in(entry.method.empty() ? "GET" : entry.method, entry.url);
    stand_in(" ", entry.url);
    spans.main = target(entry.url);
    const std::string_view version = version_of(entry.request.version);
    if (!version.empty()) {
      stand_in(" ", entry.url);
      spans.version = stand_in(version, entry.url);
    }
    spans.line = {begin, out_.size()};
    stand_in("\n", back_of(entry.url));
    fields(entry.request, spans);
    host(entry.request, spans);
    body(entry.request, spans);
    return spans;
  }

  MessageSpans response(const HarEntry& entry, bool has_content) {
    MessageSpans spans;
    const std::uint32_t begin = out_.size();
    const std::string_view version = version_of(entry.response.version);
    const text::Span written = stand_in(version.empty() ? "HTTP/1.1" : version, entry.status);
    if (!version.empty()) spans.version = written;
    stand_in(" ", entry.status);
    spans.main = copy(entry.status);
    const std::string reason = decode_json(entry.reason, kLongestValueBytes);
    if (!reason.empty()) {
      stand_in(" ", entry.status);
      spans.reason = stand_in(reason, entry.status);
    }
    spans.line = {begin, out_.size()};
    stand_in("\n", back_of(entry.status));
    fields(entry.response, spans);
    spans.elided |= spans.fields.empty();
    if (has_content) body(entry.response, spans);
    return spans;
  }

  Decoding take() && { return std::move(out_); }

 private:
  text::Span stand_in(std::string_view decoded, std::string_view source) {
    const std::uint32_t begin = out_.size();
    out_.stand_in(decoded, source);
    return {begin, out_.size()};
  }
  text::Span copy(std::string_view source) {
    const std::uint32_t begin = out_.size();
    out_.copy(source);
    return {begin, out_.size()};
  }

  void piece(const JsonString& string) {
    if (string.bad() && bad_escape_.empty()) bad_escape_ = string.source();
    if (string.copied()) {
      out_.copy(string.source());
    } else {
      out_.stand_in(string.decoded(), string.source());
    }
  }

  text::Span decoded(std::string_view source) {
    const std::uint32_t begin = out_.size();
    for (JsonString string(source); string.next();) piece(string);
    return {begin, out_.size()};
  }

  /// Without its fragment, which is never sent.
  text::Span target(std::string_view url) {
    const std::uint32_t begin = out_.size();
    for (JsonString string(url); string.next();) {
      const std::size_t fragment = string.decoded().find('#');
      if (fragment == std::string_view::npos) {
        piece(string);
        continue;
      }
      if (string.copied()) out_.copy(string.source().substr(0, fragment));
      break;
    }
    return {begin, out_.size()};
  }

  void fields(const HarMessage& message, MessageSpans& spans) {
    spans.elided = !message.has_fields;
    spans.fields.reserve(message.fields.size() + 1);
    for (const HarField& field : message.fields) {
      if (!field.name.empty() && field.name.front() != ':') add(field, field.name, spans);
    }
  }

  /// HTTP/2 and later have the host as a pseudo-header. Without either this is not the head that
  /// was sent: a browser shows what it has so far, or the tool selects.
  void host(const HarMessage& request, MessageSpans& spans) {
    if (find(request, "Host")) return;
    if (const HarField* authority = find(request, kAuthority)) {
      add(*authority, "Host", spans);
    } else {
      spans.elided = true;
    }
  }

  /// A value of several lines is as many field lines.
  void add(const HarField& field, std::string_view name, MessageSpans& spans) {
    const bool known = http::field_name(name) != FieldName::Unknown;
    if (field.value.size() > kLongestValueBytes || (known && field.value.empty())) {
      spans.elided = true;  // a tool took the value out
      return;
    }
    LineSpans line = begin_line(field, name);
    for (JsonString string(field.value); string.next();) {
      if (!string.copied() && string.decoded() == "\n") {
        end_line(field, line, known, spans);
        line = begin_line(field, name);
      } else {
        piece(string);
      }
    }
    end_line(field, line, known, spans);
  }

  LineSpans begin_line(const HarField& field, std::string_view name) {
    LineSpans line;
    line.line.begin = out_.size();
    line.name = name.data() == field.name.data() ? decoded(name) : stand_in(name, field.name);
    stand_in(": ", back_of(field.name));
    line.value.begin = out_.size();
    return line;
  }

  void end_line(const HarField& field, LineSpans line, bool known, MessageSpans& spans) {
    line.value.end = out_.size();
    const auto blank = [&](std::uint32_t at) {
      return http::is_blank(out_.text()[at]) || out_.text()[at] == '\r';
    };
    while (line.value.begin < line.value.end && blank(line.value.end - 1)) --line.value.end;
    while (line.value.begin < line.value.end && blank(line.value.begin)) ++line.value.begin;
    const bool value_last = field.value.data() > field.name.data();
    stand_in("\n", back_of(value_last ? field.value : field.name));
    line.line.end = out_.size();
    if (known && line.value.empty()) {
      spans.elided = true;
    } else {
      spans.fields.push_back(line);
    }
  }

  void body(const HarMessage& message, MessageSpans& spans) {
    if (message.body.text.empty()) return;
    const bool coded = find(message, "Content-Encoding") != nullptr;
    spans.kept = read_body(message.body, coded);
    stand_in("\n", front_of(message.body.text));
    spans.body = stand_in(spans.kept.text, message.body.text);
    spans.kept.text = {};
    stand_in("\n", back_of(message.body.text));
  }

  Decoding out_;
  std::string_view& bad_escape_;
};

/// Makes the model of a decoded entry.
class EntryModel {
 public:
  explicit EntryModel(const Part& part) : part_(part) {}

  void fill(const MessageSpans& spans, const HarEntry& entry, Request& request) const {
    request.line = at(spans.line);
    request.target_text = at(spans.main);
    request.target = request.target_text.view;
    request.version = at(spans.version);
    const auto method = static_cast<std::uint32_t>(entry.method.size());
    request.method_text = at({spans.line.begin, spans.line.begin + method});
    request.method = http::method(request.method_name());
    common(spans, request);
  }

  void fill(const MessageSpans& spans, Response& response) const {
    response.line = at(spans.line);
    response.version = at(spans.version);
    response.status_text = at(spans.main);
    response.reason = at(spans.reason);
    common(spans, response);
    response.etag = read_etag(response.fields);
  }

 private:
  [[nodiscard]] std::string_view view(text::Span span) const {
    return std::string_view(part_.text).substr(span.begin, span.size());
  }
  [[nodiscard]] Text at(text::Span span) const {
    return span.empty() ? Text() : Text{view(span), &part_.origin};
  }

  template <typename Message>
  void common(const MessageSpans& spans, Message& message) const {
    for (const LineSpans& line : spans.fields) {
      message.fields.add(Field(&part_.origin, view(line.line), view(line.name), view(line.value)));
    }
    if (spans.elided) message.fields.mark_elided();
    message.body = {at(spans.body), spans.kept.elided, spans.kept.decoded};
  }

  const Part& part_;
};

/// Addresses are written as they are; those of IPv6 may stand in brackets.
Text peer_of(const Origin& file, std::string_view peer) {
  if (peer.starts_with('[') && peer.ends_with(']')) peer = peer.substr(1, peer.size() - 2);
  if (peer.empty() || peer.find('\\') != std::string_view::npos) return {};
  return {peer, &file};
}

}  // namespace

void HarEntry::clear() {
  std::vector<HarField> sent = std::move(request.fields);
  std::vector<HarField> received = std::move(response.fields);
  sent.clear();
  received.clear();
  *this = {};
  request.fields = std::move(sent);
  response.fields = std::move(received);
}

HarWitness witness_of(const HarEntry& entry) {
  if (entry.from_cache || !of_http(entry.url) || entry.url.size() > kLongestValueBytes) {
    return HarWitness::None;
  }
  // Chrome's own answer where HSTS or an extension turns a request to another URL.
  if (find(entry.response, "Non-Authoritative-Reason")) return HarWitness::None;
  if (entry.transfer_bytes == 0 && status_of(entry.status) != 0) return HarWitness::Doubtful;
  return HarWitness::Server;
}

std::unique_ptr<Part> read_entry(const Origin& file, const HarEntry& entry,
                                 std::string_view& bad_escape) {
  const int status = status_of(entry.status);
  const http::Method method = http::method(entry.method.empty() ? "GET" : entry.method);
  EntryDecoder decoder(file, bad_escape);
  const MessageSpans sent = decoder.request(entry);
  MessageSpans received;
  if (status != 0) received = decoder.response(entry, !has_no_content(method, status));

  auto part = std::make_unique<Part>(std::move(decoder).take(), true);
  const EntryModel model(*part);
  Exchange& exchange = part->content.exchanges.emplace_back();
  exchange.medium = Medium::Har;
  exchange.peer = peer_of(file, entry.peer);
  exchange.at_ms = parse_iso_time(entry.started);
  model.fill(sent, entry, exchange.request);
  if (status != 0) {
    exchange.response.emplace().status = status;
    model.fill(received, *exchange.response);
  }
  return part;
}

}  // namespace wiretag::readers
