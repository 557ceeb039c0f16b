#include "cli/installation.h"

#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <filesystem>
#include <system_error>

namespace latchkey {
namespace {

// Runs a program, found in PATH, with its words.
bool succeeds(const char* const* words) {
  pid_t child = 0;
  auto* const* const arguments = const_cast<char* const*>(words);  // posix_spawn(3) keeps them
  if (posix_spawnp(&child, words[0], nullptr, nullptr, arguments, environ) != 0) return false;
  int status = 0;
  while (waitpid(child, &status, 0) < 0) {
    if (errno != EINTR) return false;
  }
  return WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

// Workers say that they are ready (Type=notify), and systemctl waits for it.
Result<Done> restart_workers() {
  const char* const words[] = {"systemctl", "try-restart", "latchkey-*@*.service", nullptr};
  if (succeeds(words)) return Done{};
  return Error::of(ErrorCode::kInternal, std::string(kRestartWorkers) +
                                             " failed (journalctl -u 'latchkey-*' may tell why)");
}

}  // namespace

Installation this_machine() {
  Installation machine;
  std::error_code error;
  // As sd_booted(3) finds out whether systemd runs here.
  if (std::filesystem::is_directory("/run/systemd/system", error)) {
    machine.restart_workers = restart_workers;
  }
  return machine;
}

}  // namespace latchkey
