#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string_view>
#include <vector>

#include "documents/readers/part.h"

namespace wiretag::readers {

/// Bytes of a body that are kept; bytes of a field value behind which it is not read.
inline constexpr std::size_t kKeptBodyBytes = 16384;
inline constexpr std::size_t kLongestValueBytes = 65536;

/// A name and a value as they stand in the file.
struct HarField {
  std::string_view name;
  std::string_view value;
};

struct HarBody {
  std::string_view text;
  bool base64 = false;
  std::optional<std::int64_t> size;  ///< bytes after content decoding; below 0 for unknown
};

struct HarMessage {
  std::string_view version;
  std::vector<HarField> fields;
  bool has_fields = false;  ///< there is an array of them
  HarBody body;
};

/// One entry of a HAR, as bytes of the file: of strings what stands between the quotes, of other
/// scalars the token. Empty where it is missing.
struct HarEntry {
  std::string_view method;
  std::string_view url;
  HarMessage request;
  std::string_view status;
  std::string_view reason;
  HarMessage response;
  std::string_view started;
  std::string_view peer;
  bool from_cache = false;                     ///< a member says so
  std::optional<std::int64_t> transfer_bytes;  ///< bytes that came over the network

  /// Makes it empty and keeps the memory of its lists.
  void clear();
};

/// What an entry is evidence of.
enum class HarWitness : std::uint8_t {
  Server,    ///< a request that was sent, with what came back
  Doubtful,  ///< nothing came over the network, if this file counts that
  None,      ///< a cache or the browser itself answered, or it is no HTTP
};

[[nodiscard]] HarWitness witness_of(const HarEntry& entry);

/// The exchange of an entry that has a URL. `file`: the text that the entry's bytes are views of.
/// `bad_escape`, if it is empty, becomes the first escape that JSON does not have.
[[nodiscard]] std::unique_ptr<Part> read_entry(const Origin& file, const HarEntry& entry,
                                               std::string_view& bad_escape);

}  // namespace wiretag::readers
