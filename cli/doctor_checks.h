// What the doctor examines. No finding holds a secret.
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

struct Finding {
  std::string subject;  // "database"
  bool good = false;
  std::string text;         // how it is, or what is wrong and what to do
  bool is_warning = false;  // good, and something to be done before long
};
using Findings = std::vector<Finding>;

struct DoctorPaths {
  std::string keys = kKeyDirectory;
  std::string secrets = "/etc/latchkey/secrets";
  std::string site = "/etc/nginx/sites-available/latchkey.conf";
  std::string sockets = "/run/latchkey";
};

// What keeps all else from being examined: not root, or not set up yet. Nothing where all is well.
Findings examine_beginning(const DoctorPaths& paths);

// On this machine (doctor_local.cc).
Findings examine_configuration();
Findings examine_permissions(const DoctorPaths& paths);
Findings examine_keys(const DoctorPaths& paths);

// The database and its clock (doctor_database.cc).
Findings examine_database(const Connect& connect);

// Room on the disks of Postgres and of the logs (doctor_disks.cc).
Findings examine_disks();
Finding room_finding(const std::string& folder, std::uint64_t available, std::uint64_t total);

// What a client meets first (doctor_gateway.cc, doctor_certificate.cc): nginx, its way to the
// workers' sockets, and the certificate.
Findings examine_gateway(const DoctorPaths& paths);
struct Process {
  uid_t uid = 0;
  std::vector<gid_t> groups;
};
bool may_connect(const Process& process, uid_t owner, gid_t group, mode_t mode);
// The path that a directive of nginx's site names first; empty where it names none.
std::string path_in_site(const std::string& site, std::string_view directive);
Findings examine_certificate(const DoctorPaths& paths, const std::string& public_url,
                             const ServedCertificate& served);

// Over the network (doctor_services.cc), each within some ten seconds.
// Whether each program's role is let in (doctor_roles.cc).
using ConnectAs = std::function<Result<std::unique_ptr<Caller>>(const std::string& role)>;
Findings examine_roles(const ConnectAs& connect);
Findings examine_issuer();  // and whether it takes the client secret
Findings examine_stripe();
Findings examine_mail();

}  // namespace latchkey
