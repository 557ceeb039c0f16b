// What the doctor examines. No finding holds a secret.
#pragma once

#include <string>
#include <vector>

#include "cli/database.h"
#include "cli/key_directory.h"

namespace latchkey {

struct Finding {
  std::string subject;  // "database"
  bool good = false;
  std::string text;  // how it is, or what is wrong and what to do
};
using Findings = std::vector<Finding>;

struct DoctorPaths {
  std::string keys = kKeyDirectory;
  std::string secrets = "/etc/latchkey/secrets";
};

// On this machine (doctor_local.cc).
Findings examine_configuration();
Findings examine_permissions(const DoctorPaths& paths);
Findings examine_keys(const DoctorPaths& paths);

// The database and its clock (doctor_database.cc).
Findings examine_database(const Connect& connect);

// Over the network (doctor_services.cc), each within some ten seconds.
Findings examine_issuer();
Findings examine_stripe();
Findings examine_mail();

}  // namespace latchkey
