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

}  // namespace

DoctorCommand::DoctorCommand(CLI::App& app, Connect connect) : connect_(std::move(connect)) {
  auto* const doctor = app.add_subcommand(
      "doctor",
      "Examine configuration, permissions, keys, database, clock, identity provider, Stripe and "
      "mail; a line each, \"ok\" or what to do. Exit code 1 where something is to be done.");
  doctor->add_option("--keys", paths_.keys, "The key directory")->capture_default_str();
  doctor
      ->add_option("--secrets", paths_.secrets,
                   "The folder of secrets, files named after their keys, for those that neither "
                   "environment nor configuration name")
      ->capture_default_str();
  doctor->add_option("SUBJECT", subject_, "Examine this alone")
      ->check(CLI::IsMember(
          {"configuration", "permissions", "keys", "database", "issuer", "stripe", "mail"}));
  doctor->callback([this] { examine(); });
}

void DoctorCommand::examine() const {
  std::signal(SIGPIPE, SIG_IGN);  // NOLINT(cert-err33-c): it can't fail
  setenv(kCredentials, paths_.secrets.c_str(), 0);
  bool good = true;
  const auto examine = [&](const char* subject, const auto& look) {
    if (!subject_.empty() && subject_ != subject) return;
    for (const Finding& finding : look()) {
      good = good && finding.good;
      std::cout << (finding.good ? "ok    " : "FAIL  ") << finding.subject << ": "
                << without_controls(finding.text) << std::endl;  // as they come
    }
  };
  examine("configuration", examine_configuration);
  examine("permissions", [this] { return examine_permissions(paths_); });
  examine("keys", [this] { return examine_keys(paths_); });
  examine("database", [this] { return examine_database(connect_); });
  examine("issuer", examine_issuer);
  examine("stripe", examine_stripe);
  examine("mail", examine_mail);
  if (!good) throw CLI::RuntimeError(1);
}

}  // namespace latchkey
