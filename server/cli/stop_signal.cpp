#include "server/cli/stop_signal.h"

#include <poll.h>

namespace wiretag::cli {
namespace {

volatile std::sig_atomic_t stop = 0;

void note(int /*signal*/) { stop = 1; }

}  // namespace

StopSignal::StopSignal() {
  stop = 0;
  struct sigaction action{};
  action.sa_handler = &note;
  action.sa_flags = static_cast<int>(SA_RESETHAND);
  sigaction(SIGINT, &action, &interrupt_);
  sigaction(SIGTERM, &action, &terminate_);
}

StopSignal::~StopSignal() {
  sigaction(SIGINT, &interrupt_, nullptr);
  sigaction(SIGTERM, &terminate_, nullptr);
}

bool StopSignal::came() { return stop != 0; }

void StopSignal::sleep(std::chrono::milliseconds time) {
  if (!came()) poll(nullptr, 0, static_cast<int>(time.count()));
}

}  // namespace wiretag::cli
