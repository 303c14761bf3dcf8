#include "server/lsp/sync.h"

#include <utility>

#include <fmt/format.h>

#include "server/lsp/configure.h"
#include "server/lsp/diagnostics.h"
#include "server/lsp/formats.h"
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
  const auto format = format_for(params.uri, params.language_id, params.text);
  if (!format) {
    did_close(session, {params.uri});
    session.not_served.insert(params.uri);
    return;
  }
  session.not_served.erase(params.uri);
  // Without a watch nobody tells that a configuration has changed.
  if (!session.capabilities.watches_files) session.configuration.forget_files();
  OpenDocument& document =
      session.documents.open(params.uri, *format, params.version, std::move(params.text));
  choose(session, document);
  publish(session, document);
  publish_config_problems(session);
}

void did_change(Session& session, DidChangeParams& params) {
  OpenDocument* document = session.documents.find(params.uri);
  if (!document) {
    if (session.not_served.count(params.uri) > 0) return;
    session.client.warn(fmt::format("change ignored: {} is not open", params.uri));
    return;
  }
  for (ContentChange& change : params.changes) apply(*document, change, session.capabilities.units);
  document->set_version(params.version, session.documents.next_revision());
  publish(session, *document);
}

void did_close(Session& session, const DocumentParams& params) {
  session.not_served.erase(params.uri);
  if (session.documents.close(params.uri)) publish_none(session, params.uri);
}

}  // namespace wiretag::lsp
