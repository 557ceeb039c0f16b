// latchkey: the admin command. One class a subcommand.
#include <sysexits.h>

#include <CLI/CLI.hpp>

#include "cli/config.h"
#include "cli/credits.h"
#include "cli/doctor.h"
#include "cli/keys.h"
#include "cli/metrics.h"
#include "cli/outbox.h"
#include "cli/script.h"
#include "cli/services.h"
#include "cli/sessions.h"
#include "cli/status.h"

int main(int argc, char** argv) {
  CLI::App app("Administers Latchkey.", "latchkey");
  app.require_subcommand(1);
  app.set_version_flag("--version", "latchkey " LATCHKEY_VERSION, "Print the version");
  const latchkey::KeysCommand keys(app);
  const latchkey::ConfigCommand config(app);
  const latchkey::SessionsCommand sessions(app);
  const latchkey::CreditsCommand credits(app);
  const latchkey::ServicesCommand services(app);
  const latchkey::StatusCommand status(app);
  const latchkey::MetricsCommand metrics(app);
  const latchkey::OutboxCommand outbox(app);
  const latchkey::DoctorCommand doctor(app);
  const latchkey::ScriptCommand setup(
      app, "setup",
      "Bring an installed Latchkey to a running service: checks, database, keys, nginx, units.");
  const latchkey::ScriptCommand scale(app, "scale", "Show or set how many workers a handler has.");
  try {
    app.parse(argc, argv);
  } catch (const CLI::RuntimeError& error) {  // a subcommand has said what failed
    return error.get_exit_code();
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? 0 : EX_USAGE;  // 0: --help, --version
  }
  return 0;
}
