#include "documents/readers/transcript_trace.h"

#include <string>
#include <utility>

#include "http/fields/text.h"

namespace wiretag::readers {
namespace {

struct Row {
  std::uint64_t offset = 0;
  std::string_view text;
};

std::optional<Row> row_of(std::string_view line) {
  constexpr std::size_t kMostDigits = 16;
  constexpr std::size_t kLeastDigits = 4;
  Row row;
  std::size_t at = 0;
  for (; at < line.size() && at < kMostDigits; ++at) {
    const int digit = http::hex_digit(line[at]);
    if (digit < 0) break;
    row.offset = row.offset * 16 + static_cast<std::uint64_t>(digit);
  }
  if (at < kLeastDigits || !line.substr(at).starts_with(": ")) return std::nullopt;
  row.text = line.substr(at + 2);
  return row;
}

}  // namespace

void TraceReader::section(std::string_view text) {
  const bool sent = text.starts_with("=>");
  const std::string_view what = text.substr(std::string_view("=> Send ").size());
  if (what.starts_with("header")) {
    kind_ = sent ? Kind::SentHead : Kind::ReceivedHead;
  } else if (what.starts_with("data") && !sent) {
    kind_ = Kind::ReceivedData;
  } else {
    kind_ = Kind::Other;
  }
  next_ = 0;
}

bool TraceReader::row(const Line& line) {
  if (kind_ == Kind::None) return false;
  const auto row = row_of(line.text.substr(log_prefix(line.text)));
  if (!row) {
    take_line();
    kind_ = Kind::None;
    return false;
  }
  if (kind_ == Kind::Other) return true;
  if (row->offset != next_) take_line();
  if (rows_.empty()) first_ = row->text;
  rows_.copy(row->text);
  next_ = row->offset + row->text.size();
  end_ = line.end;
  blank_ = row->text.empty();
  if (blank_) take_line();
  return true;
}

void TraceReader::take_line() {
  const bool blank = std::exchange(blank_, false);
  const Pieces line = std::exchange(rows_, {});
  if (line.empty() && !blank) return;
  if (kind_ == Kind::ReceivedData) return data_line(line);
  head_line(line, kind_ == Kind::SentHead);
}

void TraceReader::head_line(const Pieces& line, bool sent) {
  if (line.empty()) return conversation_.end_head();
  if (start(line, sent)) return;
  if (conversation_.head().side == (sent ? Side::Request : Side::Response)) add_field(line);
}

bool TraceReader::start(const Pieces& line, bool sent) {
  if (line.all().size() > 1) {
    if (!sent || conversation_.head().side == Side::Request) return false;
    start_long_request(line);
    return true;
  }
  if (sent && request_line_of(first_)) {
    conversation_.start_request({first_, end_}, first_, {}, true);
  } else if (!sent && status_of(first_) > 0) {
    conversation_.start_response({first_, end_}, first_, {}, true);
  } else {
    return false;
  }
  return true;
}

/// A request line that goes over several rows.
void TraceReader::start_long_request(const Pieces& line) {
  const std::string text = line.text();
  const auto request = request_line_of(text);
  if (!request) return;
  Message& message = conversation_.begin_request({}, true);
  message.head.append(line);
  message.head.stand_in("\n", end_);
  message.method = request->method;
  message.target = line.all().front().source;
}

void TraceReader::add_field(const Pieces& line) {
  if (line.all().size() == 1) return conversation_.add_field(first_, end_);
  Message& message = *conversation_.open_message();
  message.head.append(line);
  message.head.stand_in("\n", end_);
  message.note_field(field_name_of(first_), field_value_of(first_));
}

/// Rows show no bytes that are not printable, and no line ends.
void TraceReader::data_line(const Pieces& line) {
  Message* response = conversation_.response_with_content();
  if (!response) return;
  response->body_altered = true;
  if (!response->body.empty()) response->body.stand_in("\n", end_.substr(0, 0));
  response->body.append(line);
}

}  // namespace wiretag::readers
