#include "cli/config.h"

#include <sysexits.h>

#include <algorithm>
#include <iostream>

#include "cli/table.h"
#include "lib/config/config.h"
#include "lib/postgres/database_options.h"

namespace latchkey {
namespace {

// Why a key's value can't be printed, in CLI11's way: an empty string where it can.
std::string key_fault(const std::string& name) {
  const auto key = key_named(name);
  if (!key) {
    const std::string likely = likely_key(name);
    return name + " is not a key of the configuration" +
           (likely.empty() ? "" : "; did you mean " + likely + "?");
  }
  return is_secret(*key) ? name + " is a secret, which is never printed" : "";
}

// LATCHKEY_DATABASE_URL is not a secret and may have one in it; one that libpq can't read may too.
bool has_password(const Setting& setting) {
  if (setting.key != Key::kDatabaseUrl) return false;
  const auto options = connection_options(setting.value, "latchkey", "");
  return !options || std::any_of(options->begin(), options->end(), [](const auto& option) {
    return option.first.find("password") != std::string::npos;
  });
}

// Ends the command where what it has read has problems.
void require(const ConfigReader& config) {
  for (const auto& problem : config.problems()) std::cerr << problem << '\n';
  if (!config.problems().empty()) throw CLI::RuntimeError(EX_CONFIG);
}

}  // namespace

ConfigCommand::ConfigCommand(CLI::App& app) {
  auto* const config = app.add_subcommand("config", "Check and show the configuration.");
  config->require_subcommand(1);

  auto* const check_command = config->add_subcommand(
      "check", "Check the whole configuration, environment included; a line for each problem.");
  check_command->add_option("FILE", file_,
                            "The file to check instead of $LATCHKEY_CONFIG or "
                            "/etc/latchkey/latchkey.conf");
  check_command->callback([this] { check(); });

  auto* const get_command =
      config->add_subcommand("get", "Print the value of a key as programs use it, or its default.");
  get_command->add_option("KEY", key_, "A key that is not a secret, e.g. LATCHKEY_PUBLIC_URL")
      ->required()
      ->check(key_fault);
  get_command->callback([this] { get(); });

  config
      ->add_subcommand("list",
                       "Show every key with its value and its source; of a secret only the source.")
      ->callback(list);

  auto* const conninfo_command = config->add_subcommand(
      "conninfo", "Print one part of LATCHKEY_DATABASE_URL; an empty line where it has none.");
  conninfo_command
      ->add_option("PART", part_,
                   "As libpq calls it; way: whether it goes by a socket or over the network")
      ->required()
      ->check(CLI::IsMember({"host", "hostaddr", "port", "dbname", "way"}));
  conninfo_command->callback([this] { conninfo(); });
}

void ConfigCommand::check() const {
  const auto problems = configuration_problems(file_);
  for (const auto& problem : problems) std::cerr << problem << '\n';
  if (!problems.empty()) throw CLI::RuntimeError(EX_CONFIG);
  std::cout << "The configuration is valid.\n";
}

void ConfigCommand::get() const {
  ConfigReader config;
  const std::string value = config.text(*key_named(key_));
  require(config);
  std::cout << value << '\n';
}

void ConfigCommand::list() {
  Table table({"KEY", "VALUE", "FROM"});
  for (const Setting& setting : configuration_settings()) {
    constexpr std::size_t kMostCharacters = 60;
    const bool is_hidden = is_secret(setting.key) || has_password(setting);
    const bool is_set = setting.source != "not set";
    table.add({std::string(key_name(setting.key)),
               is_hidden && is_set ? "(not shown)" : for_terminal(setting.value, kMostCharacters),
               for_terminal(setting.source, kMostCharacters)});
  }
  table.print(std::cout);
}

void ConfigCommand::conninfo() const {
  ConfigReader config;
  const ConnectionOptions options = database_options(config, "latchkey");
  require(config);
  if (part_ == "way") {
    std::cout << (by_unix_socket(options) ? "socket" : "network") << '\n';
    return;
  }
  const auto found = std::find_if(options.begin(), options.end(),
                                  [&](const auto& option) { return option.first == part_; });
  std::cout << (found == options.end() ? "" : found->second) << '\n';
}

}  // namespace latchkey
