#include "http/secrets.h"

#include <algorithm>
#include <array>
#include <cstring>

#include "http/fields/text.h"

namespace wiretag::http {
namespace {

constexpr std::array<std::string_view, 10> kKeyFields = {"x-api-key",      "api-key",
                                                         "x-auth-token",   "x-csrf-token",
                                                         "x-xsrf-token",   "x-amz-security-token",
                                                         "x-goog-api-key", "x-access-token",
                                                         "x-vault-token",  "private-token"};

constexpr std::array<std::string_view, 30> kKeyParameters = {"sig",
                                                             "signature",
                                                             "token",
                                                             "access_token",
                                                             "accesstoken",
                                                             "auth_token",
                                                             "id_token",
                                                             "refresh_token",
                                                             "api_key",
                                                             "apikey",
                                                             "api-key",
                                                             "key",
                                                             "x-amz-signature",
                                                             "x-amz-credential",
                                                             "x-amz-security-token",
                                                             "x-goog-signature",
                                                             "x-goog-credential",
                                                             "policy",
                                                             "password",
                                                             "passwd",
                                                             "pwd",
                                                             "secret",
                                                             "client_secret",
                                                             "auth",
                                                             "jwt",
                                                             "hmac",
                                                             "hdnts",
                                                             "hdnea",
                                                             "session",
                                                             "sessionid"};

template <std::size_t Size>
bool among(const std::array<std::string_view, Size>& names, std::string_view name) {
  return std::any_of(names.begin(), names.end(),
                     [&](std::string_view one) { return equal_ignoring_case(one, name); });
}

/// The value of one `name=value` pair, without quotes around it.
std::string_view pair_value(std::string_view pair) {
  const std::size_t equals = pair.find('=');
  return equals == std::string_view::npos ? std::string_view()
                                          : trim_blanks(pair.substr(equals + 1));
}

void add(std::vector<std::string_view>& parts, std::string_view part) {
  if (!part.empty()) parts.push_back(part);
}

/// Values that many cookies share.
bool is_common(std::string_view value) {
  constexpr std::array<std::string_view, 5> kCommon = {"true", "false", "none", "null", "deleted"};
  return value.size() < 4 || among(kCommon, value);
}

void add_cookie(std::vector<std::string_view>& parts, std::string_view pair) {
  const std::string_view value = pair_value(pair);
  if (!is_common(value)) parts.push_back(value);
}

void add_cookies(std::string_view value, std::vector<std::string_view>& parts) {
  while (!value.empty()) {
    const std::size_t end = std::min(value.find(';'), value.size());
    add_cookie(parts, value.substr(0, end));
    value.remove_prefix(std::min(end + 1, value.size()));
  }
}

bool ends_value(char c) {
  return c == '&' || c == '#' || c == ';' || c == '"' || c == '\'' || c == '<' || c == '>' ||
         c == '\\' || c == ')' || is_blank(c) || static_cast<unsigned char>(c) < 0x20;
}

bool ends_url(char c) {
  return c == '"' || c == '\'' || c == '<' || c == '>' || is_blank(c) ||
         static_cast<unsigned char>(c) < 0x20;
}

/// Where the path of a URL begins, or its query where it has none, from `at` on.
std::size_t next_path(std::string_view text, std::size_t at) {
  at = std::min(text.find_first_of("/?", at), text.size());
  if (text.substr(at, 2) != "//") return at;
  for (at += 2; at < text.size() && text[at] != '/' && text[at] != '?'; ++at) {
    if (ends_url(text[at])) return next_path(text, at);
  }
  return at;
}

/// A known value is looked for by as many bytes.
constexpr std::size_t kTelling = 8;

std::uint64_t start_of(std::string_view value) {
  std::uint64_t start = 0;
  std::memcpy(&start, value.data(), kTelling);
  return start;
}

bool name_character(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
         c == '_' || c == '.';
}

/// The password in the user information in front of the `@` of the authority that starts `rest`.
std::string_view password(std::string_view rest) {
  const std::size_t end = std::min(rest.find_first_of("/?# \t\"'<>\r\n"), rest.size());
  const std::string_view authority = rest.substr(0, end);
  const std::size_t at = authority.rfind('@');
  const std::size_t colon = authority.find(':');
  if (at == std::string_view::npos || colon == std::string_view::npos || colon > at) return {};
  return authority.substr(colon + 1, at - colon - 1);
}

}  // namespace

std::vector<std::string_view> secret_parts(std::string_view field_name, std::string_view value) {
  std::vector<std::string_view> parts;
  if (equal_ignoring_case(field_name, "authorization") ||
      equal_ignoring_case(field_name, "proxy-authorization")) {
    const std::size_t blank = value.find(' ');
    add(parts, blank == std::string_view::npos ? value : trim_blanks(value.substr(blank)));
  } else if (equal_ignoring_case(field_name, "cookie")) {
    add_cookies(value, parts);
  } else if (equal_ignoring_case(field_name, "set-cookie")) {
    add_cookie(parts, value.substr(0, value.find(';')));
  } else if (among(kKeyFields, field_name)) {
    add(parts, value);
  }
  return parts;
}

std::vector<std::string_view> secrets_in_urls(std::string_view text) {
  std::vector<std::string_view> parts;
  for (std::size_t at = text.find_first_of("?&:"); at != std::string_view::npos;
       at = text.find_first_of("?&:", at + 1)) {
    if (text[at] == ':') {
      if (text.substr(at, 3) == "://") add(parts, password(text.substr(at + 3)));
      continue;
    }
    std::size_t end = at + 1;
    while (end < text.size() && name_character(text[end])) ++end;
    if (end == text.size() || text[end] != '=') continue;
    if (!among(kKeyParameters, text.substr(at + 1, end - at - 1))) continue;
    const auto* stop =
        std::find_if(text.begin() + static_cast<std::ptrdiff_t>(end) + 1, text.end(), &ends_value);
    add(parts, text.substr(end + 1, static_cast<std::size_t>(stop - text.begin()) - end - 1));
  }
  return parts;
}

std::string without_url_secrets(std::string_view text) {
  return without(text, secrets_in_urls(text));
}

std::string without(std::string_view text, const std::vector<std::string_view>& parts) {
  std::string out;
  const char* at = text.data();
  for (const std::string_view part : parts) {
    if (part.data() < at) continue;
    out.append(at, part.data());
    out += "…";
    at = part.data() + part.size();
  }
  out.append(at, text.data() + text.size());
  return out;
}

void KnownSecrets::add_field(std::string_view name, std::string_view value) {
  for (const std::string_view part : secret_parts(name, value)) add(part);
}

void KnownSecrets::add_url(std::string_view url) {
  for (const std::string_view part : secrets_in_urls(url)) add(part);
}

void KnownSecrets::add(std::string_view value) {
  if (value.size() < kTelling || std::none_of(value.begin(), value.end(), is_digit)) return;
  std::vector<std::string>& all = by_start_[start_of(value)];
  if (std::find(all.begin(), all.end(), value) == all.end()) all.emplace_back(value);
}

std::string_view KnownSecrets::at_start(std::string_view text) const {
  const auto it = by_start_.find(start_of(text));
  if (it == by_start_.end()) return {};
  std::size_t longest = 0;
  for (const std::string& value : it->second) {
    if (text.starts_with(value)) longest = std::max(longest, value.size());
  }
  return text.substr(0, longest);
}

std::vector<std::string_view> KnownSecrets::in(std::string_view text) const {
  std::vector<std::string_view> parts = secrets_in_urls(text);
  if (empty()) return parts;
  for (std::size_t at = next_path(text, 0); at + kTelling <= text.size();) {
    if (ends_url(text[at])) {
      at = next_path(text, at);
      continue;
    }
    const std::string_view known = at_start(text.substr(at));
    if (!known.empty()) parts.push_back(known);
    at += std::max<std::size_t>(known.size(), 1);
  }
  std::sort(parts.begin(), parts.end(), [](std::string_view a, std::string_view b) {
    return a.data() != b.data() ? a.data() < b.data() : a.size() > b.size();
  });
  const char* end = nullptr;
  std::erase_if(parts, [&](std::string_view part) {
    if (part.data() < end) return true;
    end = part.data() + part.size();
    return false;
  });
  return parts;
}

}  // namespace wiretag::http
