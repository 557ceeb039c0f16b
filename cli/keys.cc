#include "cli/keys.h"

#include <filesystem>
#include <iomanip>
#include <iostream>
#include <system_error>
#include <utility>

#include "cli/age.h"
#include "db/calls/admin_audit_keys.h"
#include "lib/base/clock.h"

namespace latchkey {

KeysCommand::KeysCommand(CLI::App& app, Connect connect, Installation machine)
    : connect_(std::move(connect)), machine_(std::move(machine)) {
  auto* const keys = app.add_subcommand("keys", "Manage the keys that sign access tokens.");
  keys->require_subcommand(1);
  keys->add_option("--dir", directory_, "The key directory")->capture_default_str();
  constexpr auto kMake = KeyDirectory::Access::kMake;
  constexpr auto kChange = KeyDirectory::Access::kChange;
  constexpr auto kLook = KeyDirectory::Access::kLook;
  add(*keys,
      {"generate", "Make the first key, where there is none yet.", kMake, &KeysCommand::generate});
  add(*keys, {"list", "Show the published keys, newest first.", kLook, &KeysCommand::list});
  add(*keys, {"rotate",
              "Make a new key, let all workers know it, then sign with it; the others stay "
              "published.",
              kMake, &KeysCommand::rotate});
  add(*keys, {"publish", "Make a new key that does not sign yet, and print its KID.", kMake,
              &KeysCommand::publish});
  add(*keys, {"activate", "Sign with a published key, which every worker has to know by now.",
              kChange, &KeysCommand::activate});
  add(*keys, {"retire", "Remove a key permanently: tokens signed with it are refused.", kChange,
              &KeysCommand::retire});
  for (const char* const verb : {"activate", "retire"}) {
    keys->get_subcommand(verb)->add_option("KID", kid_, "The key, as list shows it")->required();
  }
}

void KeysCommand::add(CLI::App& parent, const Verb& verb) {
  auto* const command = parent.add_subcommand(verb.name, verb.help);
  command->fallthrough();  // so that --dir may stand behind the name too
  command->callback([this, verb] { run(verb); });
}

void KeysCommand::run(const Verb& verb) const {
  auto keys = KeyDirectory::open(directory_, verb.access);
  const auto done = keys ? (this->*verb.action)(*keys) : Result<Done>(keys.error());
  if (done) return;
  std::cerr << "latchkey keys: " << done.error().detail << '\n';
  throw CLI::RuntimeError(1);
}

Result<Done> KeysCommand::generate(KeyDirectory& keys) const {
  if (keys.keys().empty()) {
    const auto kid = keys.publish();
    return kid ? make_active(keys, *kid, "generated") : Result<Done>(kid.error());
  }
  // An earlier run that was cut short may have left the key without the rest.
  if (const auto done = keys.repair(); !done) return done;
  std::cout << "There is a key already; the active one is " << keys.active()->jwk.kid << '\n';
  return Done{};
}

// A worker that signs may come back first, and the others have to know the key by then.
Result<Done> KeysCommand::rotate(KeyDirectory& keys) const {
  const auto kid = keys.publish();
  if (!kid) return kid.error();
  const auto known =
      restart("all know the new key " + *kid,
              *kid + " is published but does not sign. When that is fixed: " + kRestartWorkers +
                  " && latchkey keys activate " + *kid + " && " + kRestartWorkers);
  if (!known) {
    record("published", *kid);
    return known;
  }
  if (const auto done = make_active(keys, *kid, "rotated"); !done) return done;
  return restart("they sign with it", "until they are restarted they may sign with the former key");
}

Result<Done> KeysCommand::publish(KeyDirectory& keys) const {
  const auto kid = keys.publish();
  if (!kid) return kid.error();
  std::cout << *kid << '\n';  // alone, for scripts
  record("published", *kid);
  if (serves_workers()) {
    std::cerr << "It does not sign yet. When the workers of every host know it (" << kRestartWorkers
              << "): latchkey keys activate " << *kid << '\n';
  }
  return Done{};
}

Result<Done> KeysCommand::activate(KeyDirectory& keys) const {
  if (const auto done = make_active(keys, kid_, "activated"); !done) return done;
  if (serves_workers()) {
    std::cout << "The workers sign with it once they are restarted: " << kRestartWorkers << '\n';
  }
  return Done{};
}

Result<Done> KeysCommand::make_active(KeyDirectory& keys, const std::string& kid,
                                      std::string_view action) const {
  if (const auto done = keys.activate(kid); !done) return done;
  std::cout << "The active key is now " << kid << '\n';
  record(action, kid);
  return Done{};
}

Result<Done> KeysCommand::list(KeyDirectory& keys) const {
  const int kid_width = 45;
  const int state_width = 11;
  std::cout << std::left << std::setw(kid_width) << "KID" << std::setw(state_width) << "STATE"
            << "AGE\n";
  for (const auto& key : keys.keys()) {
    std::cout << std::setw(kid_width) << key.jwk.kid << std::setw(state_width)
              << (key.is_active ? "active" : "published") << age_text(system_clock() - key.made_at)
              << '\n';
  }
  return Done{};
}

Result<Done> KeysCommand::retire(KeyDirectory& keys) const {
  if (const auto done = keys.retire(kid_); !done) return done;
  std::cout << "Retired " << kid_ << '\n';
  record("retired", kid_);
  return restart("they refuse its tokens", "until they are restarted they take its tokens");
}

bool KeysCommand::serves_workers() const {
  std::error_code error;  // where one of them is missing they are not the same
  return machine_.restart_workers && std::filesystem::equivalent(directory_, machine_.keys, error);
}

Result<Done> KeysCommand::restart(const std::string& so_that, const std::string& until_then) const {
  if (!serves_workers()) return Done{};
  std::cout << "Restarting the workers, so that " << so_that << " ..." << std::endl;
  const auto restarted = machine_.restart_workers();
  if (restarted) return restarted;
  return Error::of(ErrorCode::kInternal, restarted.error().detail + "; " + until_then);
}

void KeysCommand::record(std::string_view action, std::string_view kid) const {
  const auto db = connect_();
  const auto recorded =
      db ? admin_audit_keys(**db, action, kid, actor_name()) : Result<Done>(db.error());
  if (recorded) return;
  std::cerr << "latchkey keys: this was done, but it is not in the audit log: "
            << recorded.error().detail << '\n';
}

}  // namespace latchkey
