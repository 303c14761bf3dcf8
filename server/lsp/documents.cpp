#include "server/lsp/documents.h"

#include <utility>

namespace wiretag::lsp {
namespace {

lint::Selection editor_selection() {
  lint::Selection selection;
  selection.severity = rules::Severity::Hint;
  return selection;
}

}  // namespace

OpenDocument::OpenDocument(std::string uri, std::optional<std::int64_t> version, std::string text,
                           std::uint64_t revision)
    : document_(std::move(uri), std::move(text), readers::Lifetime::Edited),
      version_(version),
      revision_(revision) {}

void OpenDocument::edit(text::Span span, std::string_view inserted) {
  analysis_.reset();
  document_.edit(span, inserted);
}

void OpenDocument::replace(std::string text) {
  analysis_.reset();
  document_ = readers::Document(document_.path(), std::move(text), readers::Lifetime::Edited);
}

void OpenDocument::set_version(std::optional<std::int64_t> version, std::uint64_t revision) {
  version_ = version;
  revision_ = revision;
}

const lint::Analysis& OpenDocument::analysis() {
  if (!analysis_) analysis_ = std::make_unique<lint::Analysis>(document_, editor_selection());
  return *analysis_;
}

OpenDocument& Documents::open(const std::string& uri, std::optional<std::int64_t> version,
                              std::string text) {
  auto& document = open_[uri];
  document = std::make_unique<OpenDocument>(uri, version, std::move(text), next_revision());
  return *document;
}

OpenDocument* Documents::find(const std::string& uri) {
  const auto found = open_.find(uri);
  return found == open_.end() ? nullptr : found->second.get();
}

bool Documents::close(const std::string& uri) { return open_.erase(uri) > 0; }

}  // namespace wiretag::lsp
