#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <utility>

#include "http/predict.h"
#include "http/profiles/profile.h"
#include "tests/differential/client.h"
#include "tests/differential/matrix.h"

namespace wiretag::differential {

/// What an answer is compared by.
struct Observed {
  int status = 0;
  std::string content_range;  ///< "" without one
  bool multipart = false;
};

struct Result {
  Observed observed;
  http::Prediction standard;
  http::ProductAnswer profile;
  bool agrees_with_standard = false;  ///< the status is one that the standard allows
  bool agrees_with_profile = false;   ///< status, Content-Range and multipart
  bool well_formed = false;           ///< If-None-Match and If-Modified-Since are, where present
};

/// A running server: its product, its port and the folder of the files that it serves, empty for a
/// cache.
struct Server {
  http::Product product{};
  std::string version;
  int port = 0;
  std::filesystem::path root;

  [[nodiscard]] bool is_cache() const { return root.empty(); }
};

/// Asks one server about one case after the other and compares.
class Subject {
 public:
  explicit Subject(const Server& server) : server_(server), client_(server.port) {}

  /// Whether the server has such a resource and the case says something about it.
  [[nodiscard]] bool applies(const Case& c) const;
  [[nodiscard]] Result run(const Case& c);

 private:
  /// What an unconditional GET showed; owns the text that the state points into.
  struct Learned {
    std::string etag;
    http::ServerState state;
    http::HttpDate date{};
  };

  void prepare(Resource resource);
  void write_file(const std::filesystem::path& path, std::size_t length, std::int64_t mtime) const;
  [[nodiscard]] std::string path_of(const Case& c) const;
  void learn(const Case& c, Learned& learned);
  [[nodiscard]] int unconditional_status(const Case& c);

  const Server& server_;
  Client client_;
  std::map<std::pair<std::string, Resource>, int> unconditional_;
};

}  // namespace wiretag::differential
