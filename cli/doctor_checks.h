// What the doctor examines. No result holds a secret.
#pragma once

#include <sys/types.h>

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "cli/database.h"
#include "cli/key_directory.h"
#include "lib/net/served_certificate.h"

namespace latchkey {

struct CheckResult {
  std::string subject;  // "database"
  bool good = false;
  std::string text;         // how it is, or what is wrong and what to do
  bool is_warning = false;  // good, and something to be done before long
};
using CheckResults = std::vector<CheckResult>;

struct DoctorPaths {
  std::string keys = kKeyDirectory;
  std::string secrets = "/etc/latchkey/secrets";
  std::string site = "/etc/nginx/sites-available/latchkey.conf";
  std::string sockets = "/run/latchkey";
};

// What keeps all else from being examined: not root, or not set up yet. Nothing where all is well.
CheckResults examine_beginning(const DoctorPaths& paths);

// On this machine (doctor_local.cc).
CheckResults examine_configuration();
CheckResults examine_permissions(const DoctorPaths& paths);
CheckResults examine_keys(const DoctorPaths& paths);

// The database and its clock (doctor_database.cc).
CheckResults examine_database(const Connect& connect);

// Room on the disks of Postgres and of the logs (doctor_disks.cc).
CheckResults examine_disks();
CheckResult room_result(const std::string& folder, std::uint64_t available, std::uint64_t total);

// What a client meets first (doctor_gateway.cc, doctor_certificate.cc): nginx, its way to the
// workers' sockets, and the certificate.
CheckResults examine_gateway(const DoctorPaths& paths);
struct Process {
  uid_t uid = 0;
  std::vector<gid_t> groups;
};
bool may_connect(const Process& process, uid_t owner, gid_t group, mode_t mode);
// The path that a directive of nginx's site names first; empty where it names none.
std::string path_in_site(const std::string& site, std::string_view directive);
CheckResults examine_certificate(const DoctorPaths& paths, const std::string& public_url,
                                 const ServedCertificate& served);

// Over the network (doctor_services.cc), each within some ten seconds.
// Whether each program's role is let in (doctor_roles.cc).
using ConnectAs = std::function<Result<std::unique_ptr<Caller>>(const std::string& role)>;
CheckResults examine_roles(const ConnectAs& connect);
CheckResults examine_issuer();  // and whether it takes the client secret
CheckResults examine_stripe();
CheckResults examine_mail();

}  // namespace latchkey
