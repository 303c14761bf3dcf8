#include "server/lsp/sync.h"

#include <utility>

#include <fmt/format.h>

#include "server/lsp/diagnostics.h"
#include "server/lsp/places.h"

namespace wiretag::lsp {
namespace {

void apply(OpenDocument& document, ContentChange& change, text::Units units) {
  if (change.range) {
    document.edit(Places(document.read(), units).span(*change.range), change.text);
  } else {
    document.replace(std::move(change.text));
  }
}

}  // namespace

void did_open(Session& session, DidOpenParams& params) {
  OpenDocument& document =
      session.documents.open(params.uri, params.version, std::move(params.text));
  publish(session, document);
}

void did_change(Session& session, DidChangeParams& params) {
  OpenDocument* document = session.documents.find(params.uri);
  if (!document) {
    session.client.warn(fmt::format("change ignored: {} is not open", params.uri));
    return;
  }
  for (ContentChange& change : params.changes) apply(*document, change, session.capabilities.units);
  document->set_version(params.version, session.documents.next_revision());
  publish(session, *document);
}

void did_close(Session& session, const DocumentParams& params) {
  if (session.documents.close(params.uri)) publish_none(session, params.uri);
}

}  // namespace wiretag::lsp
