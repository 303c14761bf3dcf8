#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace wiretag::http {

/// The parts of a field's value that are secret: the credentials of Authorization (RFC 9110 11.6.2)
/// and its kin, the values of Cookie and Set-Cookie (RFC 6265 4), keys in fields of services. Views
/// into `value`; none for other fields.
[[nodiscard]] std::vector<std::string_view> secret_parts(std::string_view field_name,
                                                         std::string_view value);

/// The secret parts of all URLs in `text`: the values of query parameters that sign or authorise,
/// and the password of the user information. Views into `text`.
[[nodiscard]] std::vector<std::string_view> secrets_in_urls(std::string_view text);

/// `text` with those parts replaced by "…".
[[nodiscard]] std::string without_url_secrets(std::string_view text);

/// Secrets that fields and URLs hold, to be found again where they were copied into the path or the
/// query of some URL.
class KnownSecrets {
 public:
  /// Takes the secret parts of a field line. Values of fewer than 8 bytes or without a
  /// digit are not kept: they would be found in words.
  void add_field(std::string_view name, std::string_view value);
  void add_url(std::string_view url);

  [[nodiscard]] bool empty() const { return by_start_.empty(); }
  /// The secret parts of all URLs in `text`, and what stands in their paths and queries and is
  /// known. Views into `text`, in order and apart.
  [[nodiscard]] std::vector<std::string_view> in(std::string_view text) const;

  bool operator==(const KnownSecrets&) const = default;

 private:
  void add(std::string_view value);
  /// The longest known value at the start of `text`, which has at least 8 bytes.
  [[nodiscard]] std::string_view at_start(std::string_view text) const;

  std::unordered_map<std::uint64_t, std::vector<std::string>> by_start_;  ///< the first 8 bytes
};

/// `text` with `parts`, views into it in order, replaced by "…".
[[nodiscard]] std::string without(std::string_view text,
                                  const std::vector<std::string_view>& parts);

}  // namespace wiretag::http
