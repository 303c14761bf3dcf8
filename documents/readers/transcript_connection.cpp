#include "documents/readers/transcript_connection.h"

#include "documents/readers/transcript_marks.h"

namespace wiretag::readers {
namespace {

std::string_view word_behind(std::string_view s, std::string_view lead) {
  const std::size_t at = s.find(lead);
  if (at == std::string_view::npos) return {};
  s.remove_prefix(at + lead.size());
  return s.substr(0, s.find(' '));
}

/// `127.0.0.1` in `Connected to h (127.0.0.1) port 443`.
std::string_view address_in(std::string_view s) {
  const std::size_t open = s.find('(');
  if (open == std::string_view::npos) return {};
  s.remove_prefix(open + 1);
  return s.substr(0, s.find_first_of(" )"));
}

}  // namespace

void Connection::read_curl(std::string_view info) {
  if (info.starts_with("Connected to ") || info.starts_with("Established connection to ")) {
    const std::string_view host = word_behind(info, " to ");
    tunnel_ = false;
    peer_ = proxied_ || host == "proxy" ? std::string_view() : address_in(info);
    proxied_ = false;
    if (!host.empty()) peers_[host] = peer_;
  } else if (info.starts_with("Re-using ") || info.starts_with("Reusing ")) {
    tunnel_ = false;
    const std::string_view host = word_behind(info, "with host ");
    const auto known = peers_.find(host);
    if (!host.empty() && known != peers_.end()) peer_ = known->second;
  } else if (info.starts_with("Uses proxy ")) {
    proxied_ = true;
  }
}

bool Connection::read_wget(std::string_view line) {
  constexpr std::string_view kConnecting = "Connecting to ";
  if (!line.starts_with(kConnecting) || !line.ends_with("connected.")) return false;
  const std::size_t bar = line.find('|');
  if (bar != std::string_view::npos) {
    peer_ = line.substr(bar + 1);
    peer_ = peer_.substr(0, peer_.find('|'));
  } else {
    peer_ = line.substr(kConnecting.size());
    peer_ = peer_.substr(0, peer_.find(':'));
    if (peer_.find_first_not_of("0123456789.") != std::string_view::npos) peer_ = {};
  }
  tunnel_ = false;
  return true;
}

bool ends_connection(std::string_view info) {
  return info.starts_with("Connection died") || info.starts_with("Empty reply") ||
         info.starts_with("Closing connection") || info.starts_with("shutting down");
}

}  // namespace wiretag::readers
