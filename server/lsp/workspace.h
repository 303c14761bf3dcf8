#pragma once

#include <cstdint>
#include <deque>
#include <memory>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include "server/lsp/dispatcher.h"
#include "server/lsp/file_facts.h"
#include "server/lsp/file_list.h"
#include "server/lsp/protocol.h"

namespace wiretag::lsp {

struct Session;

/// The requests about all files of the workspace: `workspace/diagnostic` and `workspace/symbol`.
/// They are worked on in slices of a few milliseconds whenever no message waits, on the one thread
/// that everything runs on: a message waits for the rest of one slice at most, and no state is
/// shared. Only git, which lists the files, runs beside. Requests are answered in their order.
class Workspace {
 public:
  Workspace();
  ~Workspace();
  Workspace(const Workspace&) = delete;
  Workspace& operator=(const Workspace&) = delete;

  void diagnose(Session& session, const WorkspaceDiagnosticParams& params, Answer answer);
  void find_symbols(Session& session, const WorkspaceSymbolParams& params, Answer answer);

  enum class State { Idle, Working, Waiting };

  /// Works for one slice. Waiting: there is work, but nothing to do right now.
  State step(Session& session);

  /// Answers a request, named by its id as JSON text, with RequestCancelled.
  void cancel(const Session& session, const std::string& id);
  /// Ends the request that shows this progress with what it has found so far.
  void stop(const nlohmann::json& token);
  /// Cancels all requests.
  void cancel_all(const Session& session);

  /// Files, folders or their configuration may be others than at the last look.
  void files_changed();

 private:
  struct Job;

  State list(Session& session);
  void visit_open(Session& session, Job& job);
  void visit_files(Session& session, Job& job);
  const FileFacts* facts(Session& session, Job& job, const std::string& path);
  void visit(Session& session, Job& job, const std::string& path);
  void report_gone(Job& job);
  void start_progress(Session& session, Job& job);
  void show_progress(Session& session, Job& job);
  void flush(const Session& session, Job& job);
  void finish(Session& session);
  void tell_too_large(const Session& session);
  void end_progress(const Session& session, const Job& job);

  std::deque<std::unique_ptr<Job>> jobs_;
  FileIndex index_;
  std::shared_ptr<const std::vector<std::string>> listed_;  ///< sorted; null where not known
  std::vector<std::string> found_;                          ///< by the listing that runs
  std::size_t folder_ = 0;                                  ///< that is listed
  std::unique_ptr<FileList> listing_;
  bool settled_ = false;  ///< all files were looked at since anything has changed
  std::int64_t next_token_ = 1;
};

}  // namespace wiretag::lsp
