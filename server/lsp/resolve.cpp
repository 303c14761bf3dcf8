#include "server/lsp/resolve.h"

namespace wiretag::lsp {
namespace {

using nlohmann::json;

json restored(const Lazy& lazy, json item) {
  static_cast<void>(lazy.restore(item));
  return item;
}

}  // namespace

bool read(const json& params, ItemParams& out) {
  out.item = params;
  return params.is_object();
}

tl::expected<json, Refusal> resolve_action(Session& session, const ItemParams& params) {
  json item = params.item;
  if (item.contains("edit")) return item;
  const Lazy::Source* source = session.lazy.actions.restore(item);
  const OpenDocument* document = source ? session.documents.find(source->uri) : nullptr;
  if (!document || document->revision() != source->revision) {
    return tl::unexpected<Refusal>(
        {"the document has changed since this action was listed", ErrorCode::ContentModified});
  }
  return item;
}

json resolve_completion(Session& session, const ItemParams& params) {
  return restored(session.lazy.completions, params.item);
}

json resolve_hint(Session& session, const ItemParams& params) {
  return restored(session.lazy.hints, params.item);
}

json resolve_lens(Session& session, const ItemParams& params) {
  return restored(session.lazy.lenses, params.item);
}

}  // namespace wiretag::lsp
