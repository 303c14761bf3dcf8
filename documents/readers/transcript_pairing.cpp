#include "documents/readers/transcript_pairing.h"

#include <algorithm>
#include <utility>

namespace wiretag::readers {
namespace {

constexpr std::size_t kMostPending = 256;

}  // namespace

void Pairing::wait(Draft asked) {
  if (pending_.size() == kMostPending) {
    emit(pending_.front());
    pending_.erase(pending_.begin());
  }
  pending_.push_back(std::move(asked));
}

Message* Pairing::last_request() { return pending_.empty() ? nullptr : &*pending_.back().request; }

std::optional<Draft> Pairing::take_answered(std::string_view version, const Flow& flow) {
  auto found = pending_.end();
  if (!flow.sent.empty()) {
    found = std::find_if(pending_.begin(), pending_.end(),
                         [&](const Draft& one) { return one.flow == flow.answered; });
  } else if (pending_.size() == 1) {
    found = pending_.begin();
  } else if (pending_.size() > 1) {
    found = answered_of_several(version);
  }
  if (found == pending_.end()) return std::nullopt;
  Draft draft = std::move(*found);
  pending_.erase(found);
  return draft;
}

/// Requests of one URL are retries. Else answers come in order, but not those of HTTP/2 and 3.
std::vector<Draft>::iterator Pairing::answered_of_several(std::string_view version) {
  if (!all_ask_the_same()) {
    return version.starts_with("HTTP/1") ? pending_.begin() : pending_.end();
  }
  Draft last = std::move(pending_.back());
  pending_.pop_back();
  emit_waiting();
  pending_.push_back(std::move(last));
  return pending_.begin();
}

bool Pairing::all_ask_the_same() const {
  const Message& last = *pending_.back().request;
  return std::all_of(pending_.begin(), pending_.end(), [&](const Draft& one) {
    return one.request->target == last.target && one.request->host == last.host &&
           one.request->method == last.method;
  });
}

void Pairing::answer(Draft draft) {
  answered_ = std::move(draft);
  answered_->response.emplace();
}

void Pairing::keep_interim() {
  answered_->interim.push_back(std::move(answered_->response->head));
  answered_->response.reset();
  if (answered_->request) pending_.insert(pending_.begin(), *std::move(answered_));
  answered_.reset();
}

void Pairing::emit(const Draft& draft) {
  if (!draft.request && !draft.response) return;
  if (draft.request && draft.request->method == "CONNECT") return;
  if (auto part = make_part(source_, draft)) parts_.http.push_back(std::move(part));
}

void Pairing::emit_answered() {
  if (answered_) emit(*answered_);
  answered_.reset();
}

void Pairing::emit_waiting() {
  for (const Draft& draft : pending_) emit(draft);
  pending_.clear();
}

}  // namespace wiretag::readers
