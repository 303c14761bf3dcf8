#include "documents/readers/transcript_run.h"

#include <algorithm>
#include <utility>

namespace wiretag::readers {
namespace {

/// Adds what stands in front of `location` in the URL that it refers to (RFC 3986 5.2) and notes
/// the authority; false where it is relative to a path or to nothing known.
bool add_base(const Message& last, std::string_view location, Message& next) {
  if (location.starts_with('/') && !location.starts_with("//")) {
    if (last.target.empty()) return false;
    if (last.target.find("://") == std::string_view::npos) {
      next.head.stand_in("http://", last.target.substr(0, 0));
    }
    next.head.copy(last.target);
    next.target = last.target;
    return true;
  }
  const std::size_t scheme = location.find("://");
  if (scheme == std::string_view::npos) return false;
  next.target = location.substr(0, location.find_first_of("/?", scheme + 3));
  return true;
}

bool redirects(int status) { return status >= 300 && status < 400 && status != 304; }

}  // namespace

void CommandRun::begin(std::optional<Command> command, CommandPlace place) {
  command_ = std::move(command);
  place_ = place;
  next_ = 0;
  redirected_.reset();
}

void CommandRun::begin_wget_request(std::string_view url) {
  Command next;
  if (command_ && place_.wget) {
    next.fields = command_->fields;
    next.head = command_->head;
  }
  Message& request = next.requests.emplace_back();
  request.method = next.head ? "HEAD" : "GET";
  request.head.stand_in(request.method + " ", url.substr(0, 0));
  request.head.copy(url);
  request.head.stand_in("\n", url.substr(url.size()));
  request.head.append(next.fields);
  begin(std::move(next), {.wget = true});
}

Draft CommandRun::next(std::string_view peer) {
  Draft draft;
  draft.shown_decoded = command_->shown_decoded;
  draft.peer = command_->peer.empty() ? peer : command_->peer;
  const std::size_t count = command_->requests.size();
  if (redirected_) {
    draft.request = std::exchange(redirected_, std::nullopt);
  } else if (next_ < count || place_.repeats) {
    draft.request = command_->requests[next_++ % count];
  }
  return draft;
}

void CommandRun::follow(const Draft& answered) {
  const Message& response = *answered.response;
  if (!command_->follows || !redirects(response.status)) return;
  if (!answered.request || response.location.empty()) return;
  const Message& last = *answered.request;
  const std::string_view to = response.location;
  Message next;
  next.method = last.method == "HEAD" ? "HEAD" : "GET";
  next.head.stand_in(next.method + " ", to.substr(0, 0));
  if (!add_base(last, to, next)) return;
  next.head.copy(to);
  next.head.stand_in("\n", to.substr(to.size()));
  next.head.append(command_->fields);
  redirected_ = std::move(next);
}

std::vector<Draft> CommandRun::unanswered() {
  std::vector<Draft> drafts;
  if (!command_ || place_.comment || next_ > 0) return drafts;
  for (const Message& request : command_->requests) {
    if (!request.conditional) continue;
    Draft& draft = drafts.emplace_back();
    draft.request = request;
    draft.peer = command_->peer;
  }
  return drafts;
}

}  // namespace wiretag::readers
