#include "cli/doctor.h"

#include <csignal>
#include <cstdlib>
#include <iostream>
#include <string>
#include <utility>

namespace latchkey {
namespace {

constexpr const char* kCredentials = "CREDENTIALS_DIRECTORY";

// What others have said may be part of it.
std::string without_controls(std::string text) {
  for (char& c : text) {
    if (static_cast<unsigned char>(c) < 0x20 || c == 0x7F) c = ' ';
  }
  return text;
}

const char* mark_of(const CheckResult& result) {
  if (!result.good) return "FAIL  ";
  return result.is_warning ? "warn  " : "ok    ";
}

}  // namespace

DoctorCommand::DoctorCommand(CLI::App& app, Connect connect) : connect_(std::move(connect)) {
  auto* const doctor = app.add_subcommand(
      "doctor",
      "Examine configuration, permissions, keys, disks, nginx and its certificate, database, "
      "clock, "
      "identity provider, Stripe and mail; a line each, \"ok\" or what to do. Exit code 1 where "
      "something is wrong; a warning is not.");
  doctor->add_option("--keys", paths_.keys, "The key directory")->capture_default_str();
  doctor
      ->add_option("--secrets", paths_.secrets,
                   "The folder of secrets, files named after their keys, for those that neither "
                   "environment nor configuration name")
      ->capture_default_str();
  doctor->add_option("--site", paths_.site, "nginx's site of Latchkey")->capture_default_str();
  doctor->add_option("SUBJECT", subject_, "Examine this alone")
      ->check(CLI::IsMember({"configuration", "permissions", "keys", "disk", "nginx", "database",
                             "issuer", "stripe", "mail"}));
  doctor->callback([this] { examine(); });
}

void DoctorCommand::examine() const {
  std::signal(SIGPIPE, SIG_IGN);  // NOLINT(cert-err33-c): it can't fail
  setenv(kCredentials, paths_.secrets.c_str(), 0);
  bool good = true;
  const auto say = [&](const CheckResults& results) {
    for (const CheckResult& result : results) {
      good = good && result.good;
      std::cout << mark_of(result) << result.subject << ": " << without_controls(result.text)
                << std::endl;  // as they come
    }
  };
  const auto examine = [&](const char* subject, const auto& look) {
    if (subject_.empty() || subject_ == subject) say(look());
  };
  if (subject_.empty()) say(examine_beginning(paths_));
  if (!good) throw CLI::RuntimeError(1);  // all else would follow from that
  examine("configuration", examine_configuration);
  examine("permissions", [this] { return examine_permissions(paths_); });
  examine("keys", [this] { return examine_keys(paths_); });
  examine("disk", examine_disks);
  examine("nginx", [this] { return examine_gateway(paths_); });
  examine("database", [this] { return database_results(); });
  examine("issuer", examine_issuer);
  examine("stripe", examine_stripe);
  examine("mail", examine_mail);
  if (!good) throw CLI::RuntimeError(1);
}

// If the database is down, each role would only say so again.
CheckResults DoctorCommand::database_results() const {
  CheckResults results = examine_database(connect_);
  if (!results.front().good) return results;
  for (CheckResult& result : examine_roles(connect_as)) results.push_back(std::move(result));
  return results;
}

}  // namespace latchkey
