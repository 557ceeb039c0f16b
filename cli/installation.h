// The installed Latchkey of this machine, as far as the admin command changes what runs.
#pragma once

#include <functional>
#include <string>

#include "cli/key_directory.h"
#include "lib/base/result.h"

namespace latchkey {

inline constexpr const char* kRestartWorkers = "systemctl try-restart 'latchkey-*@*.service'";

struct Installation {
  std::string keys = kKeyDirectory;  // whose keys the workers are given when they start
  // Restarts the workers that run; done when all of them are ready again. No request gets lost,
  // since their sockets stay. Empty: systemd runs none here.
  std::function<Result<Done>()> restart_workers;
};

Installation this_machine();

}  // namespace latchkey
