#include "documents/traffic/inference.h"

#include <algorithm>
#include <charconv>

#include "http/conditions.h"
#include "http/fields/date.h"
#include "http/fields/range.h"

namespace wiretag {
namespace {

using http::Confidence;
using http::EntityTag;
using http::Fact;
using http::FieldName;
using http::HttpDate;

std::optional<std::uint64_t> parse_size(std::string_view text) {
  std::uint64_t size = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), size);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return size;
}

/// Neighbours farther away than this many exchanges are not asked, so that a long recording stays
/// linear.
constexpr std::size_t kReach = 64;

bool success(int status) { return status >= 200 && status < 300; }

/// The write may have changed the resource: performed, or nobody recorded what came of it.
bool may_have_written(const Exchange& exchange) {
  if (http::selects(exchange.request.method)) return false;
  switch (exchange.request.method) {
    case http::Method::Options:
    case http::Method::Trace:
    case http::Method::Connect: return false;
    default: break;
  }
  const int status = exchange.response ? exchange.response->status : 0;
  return status == 0 || (status >= 200 && status < 400);
}

bool reads(const Exchange& exchange) { return http::selects(exchange.request.method); }

std::optional<HttpDate> date_field(const Response& response, FieldName name) {
  if (response.fields.count(name) != 1) return std::nullopt;
  const auto parsed = http::parse_http_date(response.fields.value(name));
  if (!parsed) return std::nullopt;
  return parsed->date;
}

Text value_text(const Response& response, FieldName name) {
  const Field* field = response.fields.find(name);
  return field ? field->value() : Text{};
}

template <typename T>
void set(Fact<T>& fact, Provenance& provenance, Fact<T> found, Source source, Text place) {
  fact = found;
  provenance = {source, place};
}

/// A tag that is written but not well-formed, or stands for another one, is not known.
bool readable_tag(const Response& response) {
  const auto values = response.fields.values(FieldName::ETag);
  if (values.empty()) return true;
  return etag_of(response).has_value();
}

/// Strength of a Last-Modified by the Date beside it (RFC 9110 8.8.2.2).
Fact<bool> date_strength(HttpDate last_modified, std::optional<HttpDate> date) {
  if (!date) return {};
  const std::int64_t age = date->seconds - last_modified.seconds;
  if (age >= 60) return Fact<bool>::certain(true);
  if (age >= 1) return Fact<bool>::likely(true);
  return Fact<bool>::certain(false);
}

// ---- A: notes
// -------------------------------------------------------------------------------------------------

void apply_date_note(const std::vector<OriginNote>& notes, Inference& out) {
  if (!out.state.last_modified.value || out.last_modified.source != Source::Note) return;
  std::optional<HttpDate> now;
  for (const OriginNote& note : notes) {
    if (note.kind != OriginNote::Kind::Field || note.field != FieldName::Date) continue;
    if (const auto parsed = http::parse_http_date(note.value.view)) now = parsed->date;
  }
  out.state.last_modified_strong =
      now ? date_strength(*out.state.last_modified.value, now) : Fact<bool>::likely(true);
}

void apply_field_note(const OriginNote& note, Inference& out) {
  http::ServerState& state = out.state;
  const Confidence confidence = note.hedged ? Confidence::Likely : Confidence::Certain;
  const std::string_view value = note.value.view;
  if (http::is_placeholder(value)) return;
  switch (note.field) {
    case FieldName::ETag:
      if (value.empty()) {
        set(state.etag, out.etag, Fact<EntityTag>::none(confidence), Source::Note, note.comment);
      } else if (const auto tag = http::parse_entity_tag(value)) {
        set(state.etag, out.etag, {tag, confidence}, Source::Note, note.value);
      }
      break;
    case FieldName::LastModified:
      if (value.empty()) {
        set(state.last_modified, out.last_modified, Fact<HttpDate>::none(), Source::Note,
            note.comment);
      } else if (const auto parsed = http::parse_http_date(value)) {
        set(state.last_modified, out.last_modified, Fact<HttpDate>::certain(parsed->date),
            Source::Note, note.value);
      }
      break;
    case FieldName::ContentLength:
      if (const auto size = parse_size(value)) {
        set(state.length, out.length, Fact<std::uint64_t>::certain(*size), Source::Note,
            note.value);
      }
      break;
    case FieldName::AcceptRanges:
      set(state.accepts_ranges, out.accepts_ranges, Fact<bool>::certain(value != "none"),
          Source::Note, note.value);
      break;
    default: break;
  }
}

void apply_notes(const Exchange& exchange, Inference& out) {
  bool validator = false;
  for (const OriginNote& note : exchange.notes.origin) {
    switch (note.kind) {
      case OriginNote::Kind::Field:
        apply_field_note(note, out);
        validator |= note.field != FieldName::Date && note.field != FieldName::AcceptRanges &&
                     !note.value.empty();
        if (validator && out.exists.source == Source::Unknown) {
          set(out.state.exists, out.exists, Fact<bool>::certain(true), Source::Note, note.value);
        }
        break;
      case OriginNote::Kind::Absent:
        set(out.state.exists, out.exists, Fact<bool>::certain(false), Source::Note, note.value);
        break;
      case OriginNote::Kind::Status:
        set(out.state.unconditional_status, out.unconditional_status,
            Fact<int>::certain(note.status), Source::Note, note.value);
        break;
    }
  }
  apply_date_note(exchange.notes.origin, out);
}

// ---- B: the exchange's own recording
// --------------------------------------------------------------------------

void own_etag(const Response& response, Confidence if_absent, Inference& out) {
  if (!readable_tag(response)) {
    out.state.etag = {};
    out.etag = {};
    return;
  }
  if (const auto tag = etag_of(response)) {
    set(out.state.etag, out.etag, Fact<EntityTag>::certain(*tag), Source::Recording,
        value_text(response, FieldName::ETag));
  } else if (if_absent != Confidence::Unknown) {
    set(out.state.etag, out.etag, Fact<EntityTag>::none(if_absent), Source::Recording,
        response.line);
  }
}

void own_last_modified(const Response& response, Confidence if_absent, Inference& out) {
  if (const auto date = date_field(response, FieldName::LastModified)) {
    set(out.state.last_modified, out.last_modified, Fact<HttpDate>::certain(*date),
        Source::Recording, value_text(response, FieldName::LastModified));
    out.state.last_modified_strong = date_strength(*date, date_field(response, FieldName::Date));
  } else if (response.fields.has(FieldName::LastModified)) {
    out.state.last_modified = {};
    out.last_modified = {};
  } else if (if_absent != Confidence::Unknown) {
    set(out.state.last_modified, out.last_modified, Fact<HttpDate>::none(if_absent),
        Source::Recording, response.line);
  }
}

void own_ranges(const Response& response, Inference& out) {
  const Text accepts = value_text(response, FieldName::AcceptRanges);
  if (response.status == 206) {
    set(out.state.accepts_ranges, out.accepts_ranges, Fact<bool>::certain(true), Source::Recording,
        response.status_text);
  } else if (accepts.placed()) {
    set(out.state.accepts_ranges, out.accepts_ranges, Fact<bool>::certain(accepts.view != "none"),
        Source::Recording, accepts);
  }
}

void own_length(const Exchange& exchange, Inference& out) {
  if (const auto length = representation_length(exchange)) {
    set(out.state.length, out.length, Fact<std::uint64_t>::certain(*length), Source::Recording,
        value_text(*exchange.response, exchange.response->status == 200 ? FieldName::ContentLength
                                                                        : FieldName::ContentRange));
  }
}

void served(const Response& response, int unconditional, Confidence confidence, Inference& out) {
  set(out.state.exists, out.exists, Fact<bool>::certain(true), Source::Recording,
      response.status_text);
  set(out.state.unconditional_status, out.unconditional_status, {unconditional, confidence},
      Source::Recording, response.status_text);
}

/// A 304 without ETag to a list of one tag says that the server held that tag. A note or a
/// neighbour that says the same is the better witness; a neighbour that says otherwise is not, for
/// the resource may have changed in between.
void imply_tag_of_304(const Exchange& exchange, Inference& out) {
  if (!exchange.response || exchange.response->status != 304 || !reads(exchange)) return;
  if (exchange.response->fields.has(FieldName::ETag)) return;
  const auto tag = single_tag(exchange.request, FieldName::IfNoneMatch);
  if (!tag || out.etag.source == Source::Note) return;
  if (out.state.etag.value && http::weak_match(*out.state.etag.value, *tag)) return;
  set(out.state.etag, out.etag, Fact<EntityTag>::likely(*tag), Source::Recording,
      exchange.response->status_text);
}

void apply_read(const Exchange& exchange, Inference& out) {
  const Response& response = *exchange.response;
  switch (response.status) {
    case 200:
      served(response, 200, Confidence::Certain, out);
      own_etag(response, Confidence::Certain, out);
      own_last_modified(response, Confidence::Certain, out);
      own_length(exchange, out);
      own_ranges(response, out);
      break;
    case 206:
      served(response, 200, Confidence::Certain, out);
      own_etag(response, Confidence::Likely, out);
      own_last_modified(response, Confidence::Unknown, out);
      own_length(exchange, out);
      own_ranges(response, out);
      break;
    case 304:
      served(response, 200, Confidence::Certain, out);
      own_etag(response, Confidence::Unknown, out);
      own_last_modified(response, Confidence::Unknown, out);
      break;
    case 204:
      if (response.fields.has(FieldName::ETag)) {
        served(response, 200, Confidence::Likely, out);
        own_etag(response, Confidence::Unknown, out);
        if (out.state.etag.known()) out.state.etag.confidence = Confidence::Likely;
      } else {
        served(response, 204, Confidence::Certain, out);
      }
      break;
    case 412:
      served(response, 200, Confidence::Certain, out);
      if (response.fields.has(FieldName::ETag)) {
        own_etag(response, Confidence::Unknown, out);
        if (out.state.etag.known()) out.state.etag.confidence = Confidence::Likely;
      }
      break;
    case 416:
      served(response, 200, Confidence::Certain, out);
      own_length(exchange, out);
      own_ranges(response, out);
      break;
    default:
      set(out.state.unconditional_status, out.unconditional_status,
          Fact<int>::certain(response.status), Source::Recording, response.status_text);
      break;
  }
}

void apply_write(const Exchange& exchange, Inference& out) {
  const Response& response = *exchange.response;
  if (response.status == 412 || response.status == 409) {
    // The current tag is customary in both; the state before the write is the state after it.
    if (const auto tag = etag_of(response)) {
      set(out.state.etag, out.etag, Fact<EntityTag>::likely(*tag), Source::Recording,
          value_text(response, FieldName::ETag));
    }
    if (response.status == 412) return;
  }
  if (response.status == 304) return;
  // Stores that answer every PUT with 200 are common, so a 200 does not say that the resource was
  // there before.
  const bool creates = exchange.request.method == http::Method::Put && success(response.status) &&
                       response.status != 201 &&
                       exchange.request.fields.has(FieldName::IfNoneMatch);
  if (creates) return;
  set(out.state.unconditional_status, out.unconditional_status, Fact<int>::certain(response.status),
      Source::Recording, response.status_text);
}

void apply_recording(const Exchange& exchange, Inference& out) {
  if (!exchange.response || exchange.response->status < 200) return;
  if (reads(exchange)) {
    apply_read(exchange, out);
  } else {
    apply_write(exchange, out);
  }
}

// ---- C: neighbours
// --------------------------------------------------------------------------------------------

/// What one neighbour says of the state beside it.
struct Testimony {
  Inference seen;
  Source source = Source::Unknown;

  [[nodiscard]] bool empty() const {
    return !seen.state.exists.known() && !seen.state.etag.known() &&
           !seen.state.unconditional_status.known();
  }
};

/// What a read of the resource shows of the state at its own time, from its recording or else its
/// notes.
Testimony read_testimony(const Exchange& exchange) {
  Inference seen;
  apply_notes(exchange, seen);
  apply_recording(exchange, seen);
  imply_tag_of_304(exchange, seen);
  const int status = exchange.response ? exchange.response->status : 0;
  if (status == 404 || status == 410) {
    seen.state.exists = Fact<bool>::likely(false);
    seen.exists.place = exchange.response->status_text;
  } else if (status != 0 && !success(status) && status != 304 && status != 412 && status != 416) {
    return {};  // an error or a redirect says nothing about the representation
  }
  return {seen, Source::Unknown};
}

/// What a write that went through shows of the state after it.
Testimony write_testimony(const Exchange& exchange) {
  Testimony t;
  if (!exchange.response || !success(exchange.response->status)) return t;
  if (exchange.request.method == http::Method::Delete) {
    set(t.seen.state.exists, t.seen.exists, Fact<bool>::likely(false), Source::EarlierWrite,
        exchange.response->status_text);
    return t;
  }
  if (exchange.request.method == http::Method::Post) return t;
  if (const auto tag = etag_of(*exchange.response)) {
    const Text place = value_text(*exchange.response, FieldName::ETag);
    set(t.seen.state.etag, t.seen.etag, Fact<EntityTag>::likely(*tag), Source::EarlierWrite, place);
    set(t.seen.state.exists, t.seen.exists, Fact<bool>::likely(true), Source::EarlierWrite, place);
  }
  return t;
}

std::size_t first_in_reach(std::size_t index) { return index > kReach ? index - kReach : 0; }

std::size_t end_of_reach(const std::vector<Observed>& all, std::size_t index) {
  return std::min(all.size(), index + kReach + 1);
}

bool comparable(const Observed& a, const Observed& b) {
  return !different_nodes(a.node, b.node) && a.variant == b.variant;
}

/// The nearest earlier exchange that speaks of the state; nothing where a write without testimony
/// stands between.
Testimony look_back(const std::vector<Observed>& all, std::size_t index) {
  for (std::size_t i = index, last = first_in_reach(index); i-- > last;) {
    const Observed& other = all[i];
    if (may_have_written(*other.exchange)) {
      Testimony t = write_testimony(*other.exchange);
      if (different_nodes(other.node, all[index].node)) return {};
      t.source = Source::EarlierWrite;
      return t;
    }
    if (!reads(*other.exchange) || !comparable(other, all[index])) continue;
    Testimony t = read_testimony(*other.exchange);
    if (t.empty()) continue;
    t.source = Source::Earlier;
    return t;
  }
  return {};
}

/// The nearest later read that speaks of the state, with no write between (the exchange itself
/// counts as one).
Testimony look_ahead(const std::vector<Observed>& all, std::size_t index) {
  if (may_have_written(*all[index].exchange)) return {};
  for (std::size_t i = index + 1; i < end_of_reach(all, index); ++i) {
    const Observed& other = all[i];
    if (may_have_written(*other.exchange)) return {};
    if (!reads(*other.exchange) || !comparable(other, all[index])) continue;
    Testimony t = read_testimony(*other.exchange);
    if (t.empty()) continue;
    t.source = Source::Later;
    return t;
  }
  return {};
}

template <typename T>
void adopt(Fact<T>& fact, Provenance& provenance, const Fact<T>& found, const Provenance& from,
           Source source) {
  if (fact.known() || !found.known()) return;
  fact = {found.value, Confidence::Likely};
  provenance = {source, from.place};
}

void adopt_all(const Testimony& t, Inference& out) {
  http::ServerState& state = out.state;
  const http::ServerState& seen = t.seen.state;
  if (!state.last_modified.known() && seen.last_modified.value &&
      !state.last_modified_strong.known() && seen.last_modified_strong.known()) {
    state.last_modified_strong = {seen.last_modified_strong.value, Confidence::Likely};
  }
  adopt(state.exists, out.exists, seen.exists, t.seen.exists, t.source);
  adopt(state.etag, out.etag, seen.etag, t.seen.etag, t.source);
  adopt(state.last_modified, out.last_modified, seen.last_modified, t.seen.last_modified, t.source);
  adopt(state.length, out.length, seen.length, t.seen.length, t.source);
  adopt(state.accepts_ranges, out.accepts_ranges, seen.accepts_ranges, t.seen.accepts_ranges,
        t.source);
}

/// A read gets without conditions what its neighbours got.
void adopt_status(const Exchange& exchange, const Testimony& t, Inference& out) {
  const Fact<int>& status = t.seen.state.unconditional_status;
  if (!reads(exchange) || !status.value || !success(*status.value)) return;
  adopt(out.state.unconditional_status, out.unconditional_status, status,
        t.seen.unconditional_status, t.source);
}

void apply_neighbours(const std::vector<Observed>& all, std::size_t index, Inference& out) {
  const Testimony before = look_back(all, index);
  const Testimony after = look_ahead(all, index);
  const bool etag_open = !out.state.etag.known();
  adopt_all(before, out);
  adopt_status(*all[index].exchange, before, out);
  adopt_all(after, out);
  adopt_status(*all[index].exchange, after, out);
  const bool agree = before.source == Source::Earlier && before.seen.state.etag.value &&
                     after.seen.state.etag.value &&
                     *before.seen.state.etag.value == *after.seen.state.etag.value &&
                     before.seen.state.etag.confidence == Confidence::Certain &&
                     after.seen.state.etag.confidence == Confidence::Certain;
  if (etag_open && agree) {
    out.state.etag.confidence = Confidence::Certain;
    out.etag.source = Source::BothSides;
    if (!out.exists.place.placed() || out.state.exists.value.value_or(false)) {
      out.state.exists = Fact<bool>::certain(true);
    }
  }
}

/// A GET that was answered 204 although the resource has content elsewhere is not proof that 204 is
/// its plain answer.
void doubt_204(const std::vector<Observed>& all, std::size_t index, Inference& out) {
  const Exchange& exchange = *all[index].exchange;
  if (!reads(exchange) || !exchange.response || exchange.response->status != 204) return;
  for (std::size_t i = first_in_reach(index); i < end_of_reach(all, index); ++i) {
    const Observed& other = all[i];
    if (!reads(*other.exchange) || !other.exchange->response) continue;
    const Response& response = *other.exchange->response;
    const bool content =
        response.status == 200 &&
        (response.body.recorded() || representation_length(*other.exchange).value_or(0) > 0);
    if (!content || !comparable(other, all[index])) continue;
    set(out.state.unconditional_status, out.unconditional_status, Fact<int>::likely(200),
        Source::Earlier, response.status_text);
    return;
  }
}

}  // namespace

std::optional<EntityTag> etag_of(const Response& response) { return response.etag; }

std::optional<EntityTag> single_tag(const Request& request, FieldName id) {
  const auto values = request.fields.values(id);
  if (values.empty()) return std::nullopt;
  const http::TagList list = http::parse_tag_list(values);
  if (list.star || list.members.size() != 1 || http::is_placeholder(list.members[0].text)) {
    return std::nullopt;
  }
  return list.members[0].tag;
}

std::optional<std::uint64_t> representation_length(const Exchange& exchange) {
  if (!exchange.response) return std::nullopt;
  const Response& response = *exchange.response;
  if (response.status == 206 || response.status == 416) {
    const auto range = http::parse_content_range(response.fields.value(FieldName::ContentRange));
    return range ? range->length : std::nullopt;
  }
  if (response.status != 200) return std::nullopt;
  const auto values = response.fields.values(FieldName::ContentLength);
  if (values.size() != 1) return std::nullopt;
  return parse_size(values[0]);
}

Inference infer(const std::vector<Observed>& all, std::size_t index) {
  Inference out;
  const Exchange& exchange = *all[index].exchange;
  apply_notes(exchange, out);
  apply_recording(exchange, out);
  apply_neighbours(all, index, out);
  imply_tag_of_304(exchange, out);
  doubt_204(all, index, out);
  if (reads(exchange) && out.exists.source == Source::Note &&
      out.state.exists.value.value_or(false) && !out.state.unconditional_status.known()) {
    // Who states the validators of a representation states that it is served.
    set(out.state.unconditional_status, out.unconditional_status, Fact<int>::certain(200),
        Source::Note, out.exists.place);
  }
  return out;
}

}  // namespace wiretag
