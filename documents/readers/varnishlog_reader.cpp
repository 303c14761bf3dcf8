#include "documents/readers/varnishlog_reader.h"

#include <algorithm>
#include <cstddef>
#include <optional>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

#include "documents/readers/transcript_message.h"
#include "documents/readers/transcript_text.h"
#include "documents/readers/varnishlog_line.h"
#include "http/fields/text.h"

namespace wiretag::readers {
namespace {

/// Varnish cuts records at `vsl_reclen`, 255 bytes unless it is told otherwise.
constexpr std::size_t kWholeRecordBytes = 254;

/// What Varnish itself writes into a request before VCL sees it.
bool normalised_field(std::string_view text) {
  const std::string_view name = field_name_of(text);
  return http::equal_ignoring_case(name, "X-Forwarded-For") ||
         http::equal_ignoring_case(name, "Host");
}

/// Field lines while records edit them.
class FieldLines {
 public:
  void set(std::string_view text, std::string_view end) {
    if (text.empty() || field_name_of(text).empty()) return;
    lines_.push_back({text, end});
  }
  /// `text` is the whole line that goes.
  void unset(std::string_view text) {
    auto gone = std::find_if(lines_.begin(), lines_.end(),
                             [&](const Line& line) { return line.text == text; });
    if (gone == lines_.end()) {
      const std::string_view name = field_name_of(text);
      gone = std::find_if(lines_.begin(), lines_.end(), [&](const Line& line) {
        return http::equal_ignoring_case(field_name_of(line.text), name);
      });
    }
    if (gone != lines_.end()) lines_.erase(gone);
  }
  void clear() { lines_.clear(); }

  void write(Message& message) const {
    for (const Line& line : lines_) {
      if (line.text.size() < kWholeRecordBytes) {
        message.add_field(line.text, line.end);
      } else {
        message.head.stand_in("...\n", line.text);
      }
    }
  }

 private:
  std::vector<Line> lines_;
};

/// The request and the response of one transaction.
struct Transaction {
  std::string_view place;  ///< where it opens
  std::string_view vxid;
  VarnishSide side = VarnishSide::None;
  std::string_view parent;
  std::string_view cause;  ///< "rxreq", "restart", "esi", "fetch", "pass", "bgfetch"
  bool begun = false;
  bool ended = false;
  bool failed = false;        ///< no backend has answered
  std::string_view handling;  ///< "HIT", "MISS", "PASS"
  std::string_view backend;
  std::optional<std::int64_t> at_ms;

  std::string_view method;
  std::string_view url;
  std::string_view protocol;
  std::string_view request_end;
  FieldLines request;
  bool request_sent = false;  ///< what follows does not change what was sent

  std::string_view response_protocol;
  std::string_view status;
  std::string_view reason;
  std::string_view response_end;
  FieldLines response;
  bool response_read = false;  ///< what follows is not what was received
  bool response_anew = false;  ///< the next response is another one

  [[nodiscard]] bool backend_side() const { return side == VarnishSide::Backend; }
  [[nodiscard]] bool restarted() const { return cause == "restart"; }
  /// Nothing that comes later changes it.
  [[nodiscard]] bool response_final() const {
    return !status.empty() && !failed && (ended || !begun || (backend_side() && response_read));
  }

  void add(const VarnishRecord& record, std::string_view end);

 private:
  void begin(std::string_view value);
  void called(std::string_view routine);
  void returned(std::string_view action);
  void stamp(std::string_view value);
  void set_request(std::string_view tag, std::string_view value, std::string_view end);
  void set_response(std::string_view tag, std::string_view value, std::string_view end);
};

void Transaction::begin(std::string_view value) {
  take_word(value);
  parent = take_word(value);
  cause = take_word(value);
  begun = true;
}

void Transaction::called(std::string_view routine) {
  if (routine == "HIT" || routine == "MISS" || routine == "PASS") handling = routine;
  if (!backend_side()) {
    request_sent = true;
  } else if (routine == "BACKEND_ERROR") {
    failed |= !response_read;
  } else if (!status.empty()) {
    response_read = true;
  }
}

void Transaction::returned(std::string_view action) {
  if (backend_side()) return;
  if (action == "restart") status = {};
  if (action == "synth" || action == "fail" || action == "restart") response_anew = true;
}

void Transaction::stamp(std::string_view value) {
  const std::string_view event = take_word(value);
  if (event == "Start:" && !at_ms) at_ms = epoch_ms(take_word(value));
  if (event == "Resp:" || event == "BerespBody:") ended = true;
  if (event == "Error:") failed |= !response_read;
}

void Transaction::set_request(std::string_view tag, std::string_view value, std::string_view end) {
  if (tag == "ReqUnset") {
    // A filtered log does not show where VCL starts, but that it edits.
    if (!backend_side() && !normalised_field(value)) request_sent = true;
    if (!request_sent) request.unset(value);
    return;
  }
  if (request_sent) return;
  if (tag == "ReqMethod") method = value;
  if (tag == "ReqURL") url = value;
  if (tag == "ReqProtocol") protocol = value;
  if (tag == "ReqHeader") return request.set(value, end);
  request_end = end;
}

void Transaction::set_response(std::string_view tag, std::string_view value, std::string_view end) {
  request_sent = true;
  if (tag == "RespProtocol" || (tag == "RespStatus" && response_protocol.empty())) {
    // A 304 or 206 is made of the 200 in front of it; what VCL makes up starts from nothing.
    if (backend_side() && !status.empty()) response_read = true;
    if (response_anew) {
      response.clear();
      reason = {};
    }
    response_anew = false;
  }
  if (backend_side() && tag == "RespUnset") response_read = true;
  if (response_read) return;
  if (tag == "RespProtocol") response_protocol = value;
  if (tag == "RespStatus") status = value;
  if (tag == "RespReason") reason = value;
  if (tag == "RespHeader") return response.set(value, end);
  if (tag == "RespUnset") return response.unset(value);
  response_end = end;
}

void Transaction::add(const VarnishRecord& record, std::string_view end) {
  if (const VarnishSide told = side_of(record.tag); told != VarnishSide::None) side = told;
  const std::string_view tag = common_tag(record.tag);
  if (tag == "Begin") return begin(record.value);
  if (tag == "VCL_call") return called(record.value);
  if (tag == "VCL_return") return returned(record.value);
  if (tag == "Timestamp") return stamp(record.value);
  if (tag == "FetchError") failed |= status.empty();
  if (tag == "End" || tag == "ReqAcct") ended = true;
  if (tag == "BackendOpen") {
    std::string_view value = record.value;
    take_word(value);
    backend = take_word(value);
  }
  if (tag == "ReqMethod" || tag == "ReqURL" || tag == "ReqProtocol" || tag == "ReqHeader" ||
      tag == "ReqUnset") {
    set_request(tag, record.value, end);
  }
  if (tag.starts_with("Resp")) set_response(tag, record.value, end);
}

class VarnishlogReader {
 public:
  VarnishlogReader(const Origin& source, Parts& parts) : source_(source), parts_(parts) {}

  void read() {
    Lines lines(source_.text());
    while (!lines.done()) line(lines.next());
    join_restarts();
    std::vector<const Transaction*> order;
    for (const Transaction& one : all_) order.push_back(&one);
    std::stable_sort(order.begin(), order.end(), [](const Transaction* a, const Transaction* b) {
      return a->at_ms.value_or(0) < b->at_ms.value_or(0);
    });
    for (const Transaction* one : order) emit(*one);
  }

 private:
  void line(const Line& line) {
    if (const auto opening = varnish_opening(line.text)) {
      open(http::trim_blanks(line.text), opening->vxid);
      current_ = all_.size() - 1;
      return;
    }
    const auto record = varnish_record(line.text);
    if (!record) return;
    if (record->vxid.empty()) {
      grouped(*record, line.end);
    } else {
      of_vxid(*record).add(*record, line.end);
    }
  }

  Transaction& open(std::string_view place, std::string_view vxid) {
    Transaction& made = all_.emplace_back();
    made.place = place;
    made.vxid = vxid;
    if (!vxid.empty()) by_vxid_[vxid] = all_.size() - 1;
    return made;
  }

  /// A line without an id is of the group that it stands in; excerpts may start inside one.
  void grouped(const VarnishRecord& record, std::string_view end) {
    const VarnishSide side = side_of(record.tag);
    const bool named = current_ < all_.size() && !all_[current_].vxid.empty();
    if (current_ == all_.size() || (!named && starts_anew(all_[current_], record, side))) {
      open(record.tag, {});
      current_ = all_.size() - 1;
    }
    all_[current_].add(record, end);
  }

  static bool starts_anew(const Transaction& open, const VarnishRecord& record, VarnishSide side) {
    if (record.tag == "Begin") return true;
    if (side == VarnishSide::None || open.side == VarnishSide::None) return false;
    return side != open.side || (common_tag(record.tag) == "ReqMethod" && !open.status.empty());
  }

  Transaction& of_vxid(const VarnishRecord& record) {
    const auto known = by_vxid_.find(record.vxid);
    if (known == by_vxid_.end()) return open(record.vxid, record.vxid);
    Transaction& found = all_[known->second];
    // Ids are used again.
    return record.tag == "Begin" && found.begun ? open(record.vxid, record.vxid) : found;
  }

  /// The first request of a chain of restarts gets the answer of the last.
  void join_restarts() {
    for (Transaction& one : all_) {
      if (!one.restarted()) continue;
      const auto before = by_vxid_.find(one.parent);
      if (before == by_vxid_.end()) continue;
      std::size_t first = before->second;
      if (const auto joined = joined_.find(first); joined != joined_.end()) first = joined->second;
      Transaction& asked = all_[first];
      if (&asked == &one) continue;
      joined_[static_cast<std::size_t>(&one - all_.data())] = first;
      asked.response_protocol = one.response_protocol;
      asked.status = one.status;
      asked.reason = one.reason;
      asked.response_end = one.response_end;
      asked.response = one.response;
      asked.handling = one.handling;
      asked.ended = one.ended;
      asked.failed = one.failed;
    }
  }

  static std::string heading_of(const Transaction& one) {
    std::string out = "### ";
    out += one.backend_side() ? "backend request" : "client request";
    if (!one.vxid.empty()) out += " " + std::string(one.vxid);
    if (one.backend_side()) {
      if (!one.cause.empty()) out += ": " + std::string(one.cause);
      if (!one.parent.empty()) out += " for " + std::string(one.parent);
    } else if (!one.handling.empty()) {
      out += ": " + http::lowered(one.handling);
    }
    return out + "\n";
  }

  static std::optional<Message> request_of(const Transaction& one) {
    const bool cut = one.url.empty() || one.url.size() >= kWholeRecordBytes ||
                     one.url.find_first_of(" \t") != std::string_view::npos ||
                     (one.method.empty() && one.begun);
    if (cut) return std::nullopt;
    Message message;
    if (one.method.empty()) {
      message.head.stand_in("GET", one.url.substr(0, 0));
    } else {
      message.head.copy(one.method);
    }
    message.head.stand_in(" ", one.url.substr(0, 0));
    message.head.copy(one.url);
    if (!one.protocol.empty()) {
      message.head.stand_in(" ", one.protocol.substr(0, 0));
      message.head.copy(one.protocol);
    }
    message.head.stand_in("\n", one.request_end);
    message.method = one.method;
    one.request.write(message);
    return message;
  }

  static std::optional<Message> response_of(const Transaction& one) {
    if (!one.response_final() || status_of("HTTP/1.1 " + std::string(one.status)) == 0) {
      return std::nullopt;
    }
    Message message;
    if (one.response_protocol.empty()) {
      message.head.stand_in("HTTP/1.1", one.status.substr(0, 0));
    } else {
      message.head.copy(one.response_protocol);
    }
    message.head.stand_in(" ", one.status.substr(0, 0));
    message.head.copy(one.status);
    if (!one.reason.empty()) {
      message.head.stand_in(" ", one.reason.substr(0, 0));
      message.head.copy(one.reason);
    }
    message.head.stand_in("\n", one.response_end);
    one.response.write(message);
    return message;
  }

  void emit(const Transaction& one) {
    if (one.side == VarnishSide::None || one.cause == "esi") return;
    if (joined_.contains(static_cast<std::size_t>(&one - all_.data()))) return;
    Draft draft;
    draft.request = request_of(one);
    if (!draft.request || (one.backend_side() && one.failed)) return;
    draft.response = response_of(one);
    draft.notes.stand_in(heading_of(one), one.place);
    draft.peer = one.backend;
    auto part = make_part(source_, draft);
    if (!part) return;
    for (Exchange& exchange : part->content.exchanges) {
      exchange.at_ms = one.at_ms;
      exchange.world = one.backend_side() ? 1 : 0;
      // The requests of clients are theirs: Varnish records them like a proxy.
      if (!one.backend_side()) exchange.medium = Medium::Har;
    }
    parts_.http.push_back(std::move(part));
  }

  const Origin& source_;
  Parts& parts_;
  std::vector<Transaction> all_;
  std::unordered_map<std::string_view, std::size_t> by_vxid_;
  std::unordered_map<std::size_t, std::size_t> joined_;  ///< restarts, to what they belong to
  std::size_t current_ = 0;
};

}  // namespace

void read_varnishlog(const Origin& source, Parts& parts) { VarnishlogReader(source, parts).read(); }

bool looks_like_varnishlog(std::string_view text) {
  Lines lines(text);
  while (!lines.done()) {
    const std::string_view line = lines.next().text;
    if (varnish_opening(line)) return true;
    const auto record = varnish_record(line);
    if (record && side_of(record->tag) != VarnishSide::None) return true;
  }
  return false;
}

}  // namespace wiretag::readers
