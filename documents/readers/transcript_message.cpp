#include "documents/readers/transcript_message.h"

#include <algorithm>
#include <charconv>

#include "documents/readers/http_reader.h"
#include "http/fields/field_name.h"
#include "http/fields/text.h"

namespace wiretag::readers {
namespace {

/// A body as it goes into the text of a part.
struct Content {
  Pieces pieces;
  bool complete = false;
};

/// Without line ends and blanks at its end.
std::uint64_t trimmed_size(const Pieces& pieces) {
  std::uint64_t size = pieces.size();
  for (auto it = pieces.all().rbegin(); it != pieces.all().rend(); ++it) {
    const std::string_view text = it->copied ? it->source : std::string_view(it->decoded);
    const std::size_t last = text.find_last_not_of(" \t\r\n");
    if (last != std::string_view::npos) return size - (text.size() - last - 1);
    size -= text.size();
  }
  return size;
}

/// Behind `size` bytes comes nothing, a line end, or the other output that the body is glued to.
bool ends_at(const Message& message, std::uint64_t size) {
  const std::string rest = message.body.part(size, message.body.size()).text();
  if (rest.empty() || rest.front() == '\n' || rest.front() == '\r') return true;
  return message.body_glued && rest.find('\n') == std::string::npos;
}

Content content_of(const Message& message) {
  const std::optional<std::uint64_t> length = message.chunked ? std::nullopt : message.length;
  if (length && *length > 0 && message.body.size() >= *length && ends_at(message, *length)) {
    return {message.body.part(0, *length), !message.body_altered};
  }
  if (message.body_late) return {};
  return {message.body.part(0, trimmed_size(message.body)), false};
}

struct Range {
  std::size_t begin = 0;
  std::size_t size = 0;
};

Range write(const Pieces& pieces, Decoding& decoding) {
  const std::size_t begin = decoding.size();
  pieces.write(decoding);
  return {begin, decoding.size() - begin};
}

Text at(const Part& part, Range range) {
  return {std::string_view(part.text).substr(range.begin, range.size), &part.origin};
}

void set_body(Body& body, const Text& text, const Content& content, const Message& message,
              bool shown_decoded) {
  if (text.empty()) return;
  body.text = text;
  body.decoded = shown_decoded || (message.coded && !content.complete);
  body.elided = !content.complete;
}

}  // namespace

void Pieces::copy(std::string_view source) {
  if (source.empty()) return;
  size_ += source.size();
  if (!pieces_.empty() && pieces_.back().copied) {
    std::string_view& last = pieces_.back().source;
    if (last.data() + last.size() == source.data()) {
      last = {last.data(), last.size() + source.size()};
      return;
    }
  }
  pieces_.push_back({source, {}, true});
}

void Pieces::stand_in(std::string decoded, std::string_view source) {
  if (decoded.empty()) return;
  size_ += decoded.size();
  pieces_.push_back({source, std::move(decoded), false});
}

void Pieces::append(const Pieces& other) {
  pieces_.insert(pieces_.end(), other.pieces_.begin(), other.pieces_.end());
  size_ += other.size_;
}

void Pieces::write(Decoding& decoding) const {
  for (const Piece& piece : pieces_) {
    if (piece.copied) {
      decoding.copy(piece.source);
    } else {
      decoding.stand_in(piece.decoded, piece.source);
    }
  }
}

std::string Pieces::text() const {
  std::string out;
  for (const Piece& piece : pieces_) out += piece.copied ? piece.source : piece.decoded;
  return out;
}

Pieces Pieces::part(std::uint64_t begin, std::uint64_t size) const {
  Pieces out;
  for (const Piece& piece : pieces_) {
    const std::string_view text = piece.copied ? piece.source : std::string_view(piece.decoded);
    if (begin >= text.size()) {
      begin -= text.size();
      continue;
    }
    const std::string_view taken = text.substr(begin, std::min<std::uint64_t>(size, text.size()));
    begin = 0;
    size -= taken.size();
    if (piece.copied) {
      out.copy(taken);
    } else {
      out.stand_in(std::string(taken), piece.source);
    }
    if (size == 0) break;
  }
  return out;
}

void Message::add_start_line(const Line& line) {
  head.copy(line.text);
  head.stand_in("\n", line.end);
  status = status_of(line.text);
  if (const auto request = request_line_of(line.text)) {
    method = request->method;
    target = request->target;
  }
}

void Message::add_field(std::string_view text, std::string_view end) {
  const std::string_view name = field_name_of(text);
  if (name == ":authority") {
    head.stand_in("Host", name);
    head.copy(text.substr(name.size()));
  } else if (name.starts_with(':')) {
    return;
  } else {
    head.copy(text);
  }
  head.stand_in("\n", end);
  if (!name.empty()) note_field(name, field_value_of(text));
}

void Message::note_field(std::string_view name, std::string_view value) {
  if (name == ":authority") {
    host = value;
    return;
  }
  using http::FieldName;
  switch (http::field_name(name)) {
    case FieldName::Host: host = value; break;
    case FieldName::ContentLength: {
      std::uint64_t bytes = 0;
      const auto [end, error] = std::from_chars(value.data(), value.data() + value.size(), bytes);
      if (error == std::errc() && end == value.data() + value.size()) length = bytes;
      break;
    }
    case FieldName::ContentEncoding: coded = !http::equal_ignoring_case(value, "identity"); break;
    case FieldName::IfMatch:
    case FieldName::IfNoneMatch:
    case FieldName::IfModifiedSince:
    case FieldName::IfUnmodifiedSince:
    case FieldName::IfRange:
    case FieldName::Range: conditional = true; break;
    case FieldName::Location: location = value; break;
    case FieldName::TransferEncoding: chunked = true; break;
    default: break;
  }
}

std::unique_ptr<Part> make_part(const Origin& source, const Draft& draft) {
  Decoding decoding(source);
  if (draft.request) {
    draft.notes.write(decoding);
    draft.request->head.write(decoding);
    for (const Pieces& interim : draft.interim) interim.write(decoding);
  }
  if (draft.response) draft.response->head.write(decoding);
  const std::size_t heads = decoding.size();
  if (heads == 0) return nullptr;

  const Content asked = draft.request ? content_of(*draft.request) : Content{};
  const Content answered = draft.response ? content_of(*draft.response) : Content{};
  const Range asked_range = write(asked.pieces, decoding);
  const Range answered_range = write(answered.pieces, decoding);
  Pieces address;
  address.copy(draft.peer);
  const Range peer = write(address, decoding);

  auto part = std::make_unique<Part>(std::move(decoding), true);
  read_http(*part, heads);
  std::vector<Exchange>& exchanges = part->content.exchanges;
  if (exchanges.empty()) return nullptr;
  for (Exchange& exchange : exchanges) {
    exchange.medium = Medium::Transcript;
    if (peer.size > 0) exchange.peer = at(*part, peer);
  }
  if (exchanges.size() > 1) return part;
  Exchange& exchange = exchanges.front();
  if (draft.request) {
    set_body(exchange.request.body, at(*part, asked_range), asked, *draft.request, false);
  }
  if (draft.response && exchange.response) {
    set_body(exchange.response->body, at(*part, answered_range), answered, *draft.response,
             draft.shown_decoded && draft.response->coded);
  }
  return part;
}

}  // namespace wiretag::readers
