#include "tests/differential/subject.h"

#include <charconv>
#include <ctime>
#include <fstream>
#include <utility>

#include <fcntl.h>
#include <sys/stat.h>

namespace wiretag::differential {
namespace {

namespace fs = std::filesystem;

constexpr std::int64_t kOld = 1704164645;  // Tue, 02 Jan 2024 03:04:05 GMT

bool is_write(const std::string& method) { return method == "PUT" || method == "DELETE"; }

std::string cache_path(Resource resource) {
  switch (resource) {
    case Resource::Thousand:
    case Resource::Stored: return "/thousand";
    case Resource::One: return "/one";
    case Resource::Empty: return "/empty";
    case Resource::Fresh: return "/fresh";
    case Resource::Untagged: return "/untagged";
    case Resource::Undated: return "/undated";
    case Resource::WeakTag: return "/weak";
    case Resource::Absent: return "/absent";
  }
  return "/";
}

std::string file_path(Resource resource) {
  switch (resource) {
    case Resource::One: return "/one.bin";
    case Resource::Empty: return "/empty.bin";
    case Resource::Fresh: return "/fresh.bin";
    case Resource::Untagged: return "/untagged/thousand.bin";
    case Resource::Absent: return "/absent.bin";
    default: return "/thousand.bin";
  }
}

std::optional<http::HttpDate> date_field(const Reply& reply, std::string_view name) {
  const auto text = reply.field(name);
  const auto parsed = text ? http::parse_http_date(*text) : std::nullopt;
  return parsed ? std::optional(parsed->date) : std::nullopt;
}

Observed observe(const Reply& reply) {
  const auto type = reply.field("Content-Type").value_or("");
  return {reply.status, reply.field("Content-Range").value_or(""),
          type.starts_with("multipart/byteranges")};
}

std::string text_of(const std::optional<http::ContentRange>& range) {
  return range ? http::to_string(*range) : "";
}

bool well_formed(const http::ConditionalRequest& request) {
  return (!request.if_none_match || request.if_none_match->valid()) &&
         (!request.if_modified_since || request.if_modified_since->date);
}

bool same(const Observed& seen, const http::ProductAnswer& told) {
  if (!told.acceptable.contains(seen.status)) return false;
  return seen.status != told.status ||
         (seen.content_range == text_of(told.content_range) && seen.multipart == told.multipart);
}

}  // namespace

bool Subject::applies(const Case& c) const {
  using http::Product;
  const bool writes = c.section == "Writes" || c.section == "Other methods";
  if (server_.is_cache()) return !writes;
  if (c.resource == Resource::Undated || c.resource == Resource::WeakTag) return false;
  return c.resource != Resource::Untagged || server_.product != Product::Caddy;
}

void Subject::write_file(const fs::path& path, std::size_t length, std::int64_t mtime) const {
  fs::create_directories(path.parent_path());
  std::ofstream(path, std::ios::binary | std::ios::trunc) << std::string(length, 'x');
  const timespec times[2] = {{mtime, 0}, {mtime, 0}};
  utimensat(AT_FDCWD, path.c_str(), times, 0);
}

void Subject::prepare(Resource resource) {
  const fs::path target = server_.root / "dav/target.bin";
  switch (resource) {
    case Resource::Fresh:
      return write_file(server_.root / "fresh.bin", 1000, std::time(nullptr) - 5);
    case Resource::Stored: return write_file(target, 1000, kOld);
    case Resource::Absent: fs::remove(target); return;
    default:
      const std::size_t length = resource == Resource::One     ? 1
                                 : resource == Resource::Empty ? 0
                                                               : 1000;
      const fs::path path = server_.root / file_path(resource).substr(1);
      if (!fs::exists(path)) write_file(path, length, kOld);
  }
}

std::string Subject::path_of(const Case& c) const {
  if (server_.is_cache()) return cache_path(c.resource);
  return is_write(c.method) ? "/dav/target.bin" : file_path(c.resource);
}

int Subject::unconditional_status(const Case& c) {
  const auto key = std::pair(c.method, c.resource);
  const auto found = unconditional_.find(key);
  if (found != unconditional_.end()) return found->second;
  const Reply reply = client_.send({c.method, path_of(c), {}, c.method == "PUT" ? "new" : ""});
  unconditional_[key] = reply.status;
  if (!server_.is_cache()) prepare(c.resource);
  return reply.status;
}

void Subject::learn(const Case& c, Learned& learned) {
  http::ServerState& state = learned.state;
  state.unconditional_status = http::Fact<int>::certain(unconditional_status(c));
  const Reply reply = client_.send({"GET", path_of(c), {}, ""});
  state.exists = http::Fact<bool>::certain(reply.status == 200);
  learned.date = {kOld};
  if (reply.status != 200) return;
  learned.etag = reply.field("ETag").value_or("");
  const auto tag = http::parse_entity_tag(learned.etag);
  state.etag =
      tag ? http::Fact<http::EntityTag>::certain(*tag) : http::Fact<http::EntityTag>::none();
  const auto modified = date_field(reply, "Last-Modified");
  const auto now = date_field(reply, "Date");
  state.last_modified = modified ? http::Fact<http::HttpDate>::certain(*modified)
                                 : http::Fact<http::HttpDate>::none();
  if (modified) learned.date = *modified;
  if (modified && now) {
    const auto distance = now->seconds - modified->seconds;
    state.last_modified_strong =
        distance >= 60 ? http::Fact<bool>::certain(true) : http::Fact<bool>::likely(distance >= 1);
  }
  const std::string length = reply.field("Content-Length").value_or("");
  std::uint64_t bytes = 0;
  const auto read = std::from_chars(length.data(), length.data() + length.size(), bytes);
  if (read.ec == std::errc{}) state.length = http::Fact<std::uint64_t>::certain(bytes);
  if (const auto units = reply.field("Accept-Ranges")) {
    state.accepts_ranges = http::Fact<bool>::certain(*units == "bytes");
  }
}

Result Subject::run(const Case& c) {
  if (!server_.is_cache()) prepare(c.resource);
  Learned learned;
  learn(c, learned);
  const auto& tag = learned.state.etag.value;
  const Validators validators{tag ? std::string(tag->opaque) : "none", learned.date};
  Message message{c.method, path_of(c), {}, c.method == "PUT" ? "new" : ""};
  for (const Value& v : c.values) {
    for (const std::string& line : v.lines) {
      message.fields.emplace_back(v.field, expand(line, validators));
    }
  }
  http::ConditionReader reader(http::method(c.method));
  for (const auto& [name, text] : message.fields) reader.add(http::field_name(name), text);
  const http::ConditionalRequest request = std::move(reader).finish();
  Result result;
  result.standard = http::predict(request, learned.state);
  result.profile = http::answer(server_.product, request, learned.state, result.standard,
                                http::HttpDate{std::time(nullptr)});
  result.well_formed = well_formed(request);
  result.observed = observe(client_.send(message));
  result.agrees_with_standard = result.standard.allowed.contains(result.observed.status);
  result.agrees_with_profile = same(result.observed, result.profile);
  return result;
}

}  // namespace wiretag::differential
