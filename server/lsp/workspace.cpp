#include "server/lsp/workspace.h"

#include <algorithm>
#include <chrono>
#include <unordered_map>
#include <unordered_set>
#include <utility>

#include <fmt/format.h>

#include "server/lsp/configure.h"
#include "server/lsp/diagnostics.h"
#include "server/lsp/session.h"
#include "server/lsp/symbols.h"
#include "server/lsp/uri.h"

namespace wiretag::lsp {
namespace {

using Clock = std::chrono::steady_clock;
using nlohmann::json;

/// How long a message may have to wait for a slice, beside the one file that is at work.
constexpr auto kSlice = std::chrono::milliseconds(4);
/// Reading more files than this is worth a progress of the server's own.
constexpr std::size_t kManyFiles = 100;
/// Reports are sent in pieces of this many files.
constexpr std::size_t kPiece = 100;
constexpr std::size_t kMostSymbols = 2000;

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

/// The letters of the query stand in the name, in their order.
bool answers(std::string_view name, std::string_view query) {
  for (const char c : name) {
    if (query.empty()) return true;
    if (lower(c) == lower(query.front())) query.remove_prefix(1);
  }
  return query.empty();
}

void progress(const Session& session, const json& token, json value) {
  session.client.notify("$/progress", {{"token", token}, {"value", std::move(value)}});
}

/// A report that the client has.
struct Previous {
  std::string uri;  ///< as the client writes it
  std::string result_id;
};

/// The same for all spellings of one file's URI.
std::string key_of(const std::string& uri) {
  std::string path = path_of(uri);
  return path.empty() ? uri : path;
}

}  // namespace

struct Workspace::Job {
  enum class Kind : std::uint8_t { Diagnostics, Symbols };
  Kind kind;
  Answer answer;
  LongParams tokens;
  std::unordered_map<std::string, Previous> previous = {};  ///< by `key_of` their URIs
  std::string query = {};

  json items = json::array();
  std::unordered_set<std::string> open = {};  ///< paths of open documents
  bool visited_open = false;
  bool stopped = false;    ///< by the user: what was found so far is the answer
  bool announced = false;  ///< the client was asked to show a progress, or has asked for one
  bool shown = false;      ///< it shows one
  bool started = false;
  std::shared_ptr<const std::vector<std::string>> files = {};  ///< once they are listed
  int percentage = 0;
  std::size_t next = 0;  ///< file
  std::size_t read = 0;  ///< files that were read, not known
};

Workspace::Workspace() = default;
Workspace::~Workspace() = default;

void Workspace::diagnose(Session& session, const WorkspaceDiagnosticParams& params, Answer answer) {
  auto job = std::make_unique<Job>(Job{Job::Kind::Diagnostics, std::move(answer), params});
  for (const auto& [uri, id] : params.previous) job->previous[key_of(uri)] = {uri, id};
  jobs_.push_back(std::move(job));
  start_progress(session, *jobs_.back());
}

void Workspace::find_symbols(Session& session, const WorkspaceSymbolParams& params, Answer answer) {
  jobs_.push_back(
      std::make_unique<Job>(Job{Job::Kind::Symbols, std::move(answer), params, {}, params.query}));
  start_progress(session, *jobs_.back());
}

Workspace::State Workspace::step(Session& session) {
  if (jobs_.empty()) return State::Idle;
  Job& job = *jobs_.front();
  // Without a watch nobody tells of new files.
  if (!std::exchange(job.started, true) && !session.capabilities.watches_files) files_changed();
  if (!job.files && !job.stopped) {
    const State state = list(session);
    if (state == State::Idle) job.files = listed_;
    return state == State::Idle ? State::Working : state;
  }
  if (!job.visited_open) visit_open(session, job);
  if (!job.stopped) visit_files(session, job);
  if (job.stopped || job.next >= job.files->size()) {
    finish(session);
  } else {
    show_progress(session, job);
    if (job.items.size() >= kPiece) flush(session, job);
  }
  return State::Working;
}

void Workspace::files_changed() {
  settled_ = false;
  listed_.reset();
  listing_.reset();
  found_.clear();
  folder_ = 0;
}

/// Idle once the list is complete.
Workspace::State Workspace::list(Session& session) {
  if (listed_) return State::Idle;
  const std::vector<std::string>& folders = session.configuration.folders();
  const Clock::time_point end = Clock::now() + kSlice;
  while (Clock::now() < end) {
    if (!listing_) {
      if (folder_ >= folders.size()) break;
      listing_ = std::make_unique<FileList>(folders[folder_++]);
    }
    const FileList::State state = listing_->step();
    if (state == FileList::State::Waiting) return State::Waiting;
    if (state == FileList::State::Working) continue;
    found_.insert(found_.end(), listing_->files().begin(), listing_->files().end());
    listing_.reset();
  }
  if (listing_ || folder_ < folders.size()) return State::Working;
  std::sort(found_.begin(), found_.end());
  found_.erase(std::unique(found_.begin(), found_.end()), found_.end());
  index_.keep(found_);
  listed_ = std::make_shared<const std::vector<std::string>>(std::exchange(found_, {}));
  folder_ = 0;
  return State::Idle;
}

void Workspace::visit_open(Session& session, Job& job) {
  job.visited_open = true;
  session.documents.each([&](OpenDocument& document) {
    if (std::string path = path_of(document.uri()); !path.empty()) {
      job.open.insert(std::move(path));
    }
    const text::Units units = session.capabilities.units;
    if (job.kind == Job::Kind::Symbols) {
      const json symbols =
          symbols_of(document.read(), document.analysis().traffic(), document.uri(), units);
      for (const json& one : symbols) {
        if (answers(one["name"].get_ref<const std::string&>(), job.query)) {
          job.items.push_back(one);
        }
      }
      return;
    }
    const auto previous = job.previous.find(key_of(document.uri()));
    json report = diagnostic_report(
        session,
        {document.uri(), previous == job.previous.end() ? "" : previous->second.result_id});
    report["uri"] = document.uri();
    report["version"] = nullptr;
    if (document.version()) report["version"] = *document.version();
    job.items.push_back(std::move(report));
    if (previous != job.previous.end()) job.previous.erase(previous);
  });
}

void Workspace::visit_files(Session& session, Job& job) {
  const Clock::time_point end = Clock::now() + kSlice;
  while (job.next < job.files->size() && Clock::now() < end) {
    const std::string& path = (*job.files)[job.next++];
    if (job.open.count(path) == 0) visit(session, job, path);
  }
}

const FileFacts* Workspace::facts(Session& session, Job& job, const std::string& path) {
  if (settled_) {
    if (const FileFacts* known = index_.known(path)) return known;
  }
  if (session.configuration.excluded(path)) {
    index_.forget(path);
    return nullptr;
  }
  bool fresh = false;
  const FileFacts* found =
      index_.facts(path, session.configuration, session.capabilities.units, fresh);
  if (fresh) ++job.read;
  return found;
}

void Workspace::visit(Session& session, Job& job, const std::string& path) {
  const FileFacts* facts = this->facts(session, job, path);
  if (!facts) return;
  if (job.kind == Job::Kind::Symbols) {
    for (const json& one : facts->symbols) {
      if (job.items.size() >= kMostSymbols) break;
      if (answers(one["name"].get_ref<const std::string&>(), job.query)) job.items.push_back(one);
    }
    return;
  }
  const auto previous = job.previous.find(path);
  json report{{"uri", uri_of(path)}, {"version", nullptr}, {"resultId", facts->result_id}};
  if (previous != job.previous.end()) report["uri"] = previous->second.uri;
  if (previous != job.previous.end() && previous->second.result_id == facts->result_id) {
    report["kind"] = "unchanged";
  } else {
    report["kind"] = "full";
    report["items"] = facts->diagnostics;
  }
  if (previous != job.previous.end()) job.previous.erase(previous);
  job.items.push_back(std::move(report));
}

/// Files that the client has diagnostics of, and that are not there any more.
void Workspace::report_gone(Job& job) {
  for (const auto& [key, previous] : job.previous) {
    job.items.push_back(
        {{"uri", previous.uri}, {"version", nullptr}, {"kind", "full"}, {"items", json::array()}});
  }
}

void Workspace::start_progress(Session& session, Job& job) {
  if (job.tokens.work_token.is_null()) return;
  job.announced = job.shown = true;
  progress(session, job.tokens.work_token,
           {{"kind", "begin"},
            {"title", "wiretag: checking the workspace"},
            {"cancellable", true},
            {"percentage", 0}});
}

void Workspace::show_progress(Session& session, Job& job) {
  if (!job.announced && session.capabilities.shows_progress && job.read > kManyFiles) {
    job.announced = true;
    job.tokens.work_token = fmt::format("wiretag-{}", next_token_++);
    session.calls.request("window/workDoneProgress/create", {{"token", job.tokens.work_token}},
                          [this, &session, token = job.tokens.work_token](const json* result) {
                            for (const auto& one : jobs_) {
                              if (result && one->tokens.work_token == token) {
                                start_progress(session, *one);
                              }
                            }
                          });
  }
  const int percentage =
      static_cast<int>(job.next * 100 / std::max<std::size_t>(job.files->size(), 1));
  if (!job.shown || percentage == job.percentage) return;
  job.percentage = percentage;
  progress(session, job.tokens.work_token,
           {{"kind", "report"},
            {"percentage", percentage},
            {"message", fmt::format("{} of {} files", job.next, job.files->size())}});
}

void Workspace::flush(const Session& session, Job& job) {
  if (job.tokens.partial_token.is_null() || job.items.empty()) return;
  json piece = std::exchange(job.items, json::array());
  progress(
      session, job.tokens.partial_token,
      job.kind == Job::Kind::Diagnostics ? json{{"items", std::move(piece)}} : std::move(piece));
}

void Workspace::finish(Session& session) {
  const std::unique_ptr<Job> job = std::move(jobs_.front());
  jobs_.pop_front();
  if (!job->stopped && job->files == listed_) settled_ = true;
  tell_too_large(session);
  if (job->kind == Job::Kind::Diagnostics && !job->stopped) report_gone(*job);
  flush(session, *job);
  end_progress(session, *job);
  job->answer.result(job->kind == Job::Kind::Diagnostics ? json{{"items", std::move(job->items)}}
                                                         : std::move(job->items));
  publish_config_problems(session);
}

void Workspace::tell_too_large(const Session& session) {
  const std::vector<std::string> paths = index_.take_too_large();
  if (paths.empty()) return;
  std::string list;
  for (const std::string& path : paths) list += fmt::format("\n  {}", path);
  session.client.inform(fmt::format(
      "left out of the findings of the workspace, which reads files up to {} MiB; `wiretag check` "
      "reads them, and so does the editor that opens them:{}",
      FileIndex::kLargest >> 20U, list));
}

void Workspace::end_progress(const Session& session, const Job& job) {
  if (job.shown) progress(session, job.tokens.work_token, {{"kind", "end"}});
}

void Workspace::cancel(const Session& session, const std::string& id) {
  const auto found = std::find_if(jobs_.begin(), jobs_.end(),
                                  [&](const auto& job) { return job->answer.id() == id; });
  if (found == jobs_.end()) return;
  end_progress(session, **found);
  (*found)->answer.error(ErrorCode::RequestCancelled, "cancelled");
  jobs_.erase(found);
  if (jobs_.empty() && listing_) files_changed();
}

void Workspace::stop(const json& token) {
  for (const auto& job : jobs_) {
    if (!token.is_null() && job->tokens.work_token == token) job->stopped = true;
  }
}

void Workspace::cancel_all(const Session& session) {
  while (!jobs_.empty()) cancel(session, jobs_.front()->answer.id());
}

}  // namespace wiretag::lsp
