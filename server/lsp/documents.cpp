#include "server/lsp/documents.h"

#include <utility>

namespace wiretag::lsp {

readers::Document read_once(std::string path, std::string text, readers::Format format) {
  return {std::move(path), std::move(text), readers::Lifetime::Once, format};
}

OpenDocument::OpenDocument(std::string uri, readers::Format format,
                           std::optional<std::int64_t> version, std::string text,
                           std::uint64_t revision)
    : document_(std::move(uri), std::move(text), readers::Lifetime::Edited, format),
      version_(version),
      revision_(revision) {}

void OpenDocument::edit(text::Span span, std::string_view inserted) {
  document_.edit(span, inserted);
  edited_ = true;
}

void OpenDocument::replace(std::string text) {
  analysis_.reset();
  document_ = readers::Document(document_.path(), std::move(text), readers::Lifetime::Edited,
                                document_.format());
}

void OpenDocument::set_version(std::optional<std::int64_t> version, std::uint64_t revision) {
  version_ = version;
  revision_ = revision;
}

bool OpenDocument::choose(Choice choice) {
  if (choice == choice_) return false;
  choice_ = std::move(choice);
  analysis_.reset();
  return true;
}

const lint::Analysis& OpenDocument::analysis() {
  if (!analysis_) {
    analysis_ = std::make_unique<lint::Analysis>(document_, choice_.selection);
  } else if (edited_) {
    analysis_->update();
  }
  edited_ = false;
  return *analysis_;
}

OpenDocument& Documents::open(const std::string& uri, readers::Format format,
                              std::optional<std::int64_t> version, std::string text) {
  auto& document = open_[uri];
  document = std::make_unique<OpenDocument>(uri, format, version, std::move(text), next_revision());
  return *document;
}

OpenDocument* Documents::find(const std::string& uri) {
  const auto found = open_.find(uri);
  return found == open_.end() ? nullptr : found->second.get();
}

bool Documents::close(const std::string& uri) { return open_.erase(uri) > 0; }

}  // namespace wiretag::lsp
