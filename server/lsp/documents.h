#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>

#include "documents/readers/document.h"
#include "server/lint/analysis.h"
#include "server/lsp/configuration.h"

namespace wiretag::lsp {

/// A file that is read once and not edited. `path` is what findings call it.
[[nodiscard]] readers::Document read_once(std::string path, std::string text,
                                          readers::Format format);

/// A document that the client holds open.
class OpenDocument {
 public:
  OpenDocument(std::string uri, readers::Format format, std::optional<std::int64_t> version,
               std::string text, std::uint64_t revision);
  OpenDocument(const OpenDocument&) = delete;
  OpenDocument& operator=(const OpenDocument&) = delete;

  /// The span is clamped to the text.
  void edit(text::Span span, std::string_view inserted);
  void replace(std::string text);
  /// A change of the client is complete.
  void set_version(std::optional<std::int64_t> version, std::uint64_t revision);
  /// What is looked for. False where it is what was looked for before.
  bool choose(Choice choice);

  [[nodiscard]] const std::string& uri() const { return document_.path(); }
  [[nodiscard]] const readers::Document& read() const { return document_; }
  /// As the client counts, where it does.
  [[nodiscard]] std::optional<std::int64_t> version() const { return version_; }
  /// Never the same for two texts of a session.
  [[nodiscard]] std::uint64_t revision() const { return revision_; }
  /// The product that answers where an exchange names none.
  [[nodiscard]] std::optional<http::Product> server() const { return choice_.server; }
  /// Made when it is first asked for after an edit; valid until the next one.
  [[nodiscard]] const lint::Analysis& analysis();

 private:
  readers::Document document_;
  std::optional<std::int64_t> version_;
  std::uint64_t revision_;
  Choice choice_;
  std::unique_ptr<lint::Analysis> analysis_;
  bool edited_ = false;  ///< since `analysis_` was last brought up to date
};

/// The open documents by URI.
class Documents {
 public:
  /// Replaces a document of the same URI.
  OpenDocument& open(const std::string& uri, readers::Format format,
                     std::optional<std::int64_t> version, std::string text);
  /// nullptr where it is not open.
  [[nodiscard]] OpenDocument* find(const std::string& uri);
  /// False where it was not open.
  bool close(const std::string& uri);
  [[nodiscard]] std::uint64_t next_revision() { return ++revision_; }
  /// In no order.
  template <typename Visit>
  void each(Visit visit) {
    for (auto& [uri, document] : open_) visit(*document);
  }

 private:
  std::unordered_map<std::string, std::unique_ptr<OpenDocument>> open_;
  std::uint64_t revision_ = 0;
};

}  // namespace wiretag::lsp
