// latchkey doctor: is everything in place that Latchkey needs, and what to do where it is not.
// Changes nothing and sends nothing but questions. Runs as root: only root reads the secrets, which
// it uses to ask Stripe and the mail server, and never prints.
#pragma once

#include <CLI/CLI.hpp>
#include <string>

#include "cli/database.h"
#include "cli/doctor_checks.h"

namespace latchkey {

class DoctorCommand {
 public:
  // Adds itself to `app`, which calls it while parsing; must outlive that.
  explicit DoctorCommand(CLI::App& app, Connect connect = connect_as_admin);
  DoctorCommand(const DoctorCommand&) = delete;
  DoctorCommand& operator=(const DoctorCommand&) = delete;

 private:
  // A line a result; exit code 1 where one of them is bad.
  void examine() const;
  [[nodiscard]] CheckResults database_results() const;

  Connect connect_;
  DoctorPaths paths_;
  std::string subject_;  // empty: all
};

}  // namespace latchkey
