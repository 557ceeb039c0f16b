#include "cli/keys.h"

#include <iomanip>
#include <iostream>
#include <utility>

#include "cli/age.h"
#include "db/calls/admin_audit_keys.h"
#include "lib/base/clock.h"

namespace latchkey {
KeysCommand::KeysCommand(CLI::App& app, Connect connect) : connect_(std::move(connect)) {
  auto* const keys = app.add_subcommand("keys", "Look after the keys that sign access tokens.");
  keys->require_subcommand(1);
  keys->add_option("--dir", directory_, "The key directory")->capture_default_str();
  constexpr auto kMake = KeyDirectory::IfMissing::kMake;
  constexpr auto kFail = KeyDirectory::IfMissing::kFail;
  add(*keys,
      {"generate", "Make the first key, where there is none yet.", kMake, &KeysCommand::generate});
  add(*keys, {"list", "Show the published keys, newest first.", kFail, &KeysCommand::list});
  add(*keys, {"rotate", "Make a new key and sign with it; the others stay published.", kMake,
              &KeysCommand::rotate});
  add(*keys, {"retire", "Remove a key for good: tokens signed with it are refused.", kFail,
              &KeysCommand::retire});
  keys->get_subcommand("retire")->add_option("KID", kid_, "The key, as list shows it")->required();
}

void KeysCommand::add(CLI::App& parent, const Verb& verb) {
  auto* const command = parent.add_subcommand(verb.name, verb.help);
  command->fallthrough();  // so that --dir may stand behind the name too
  command->callback([this, verb] { run(verb); });
}

void KeysCommand::run(const Verb& verb) const {
  auto keys = KeyDirectory::open(directory_, verb.if_missing);
  const auto done = keys ? (this->*verb.action)(*keys) : Result<Done>(keys.error());
  if (done) return;
  std::cerr << "latchkey keys: " << done.error().detail << '\n';
  throw CLI::RuntimeError(1);
}

Result<Done> KeysCommand::generate(KeyDirectory& keys) const {
  if (keys.keys().empty()) return make_active(keys, "generated");
  // An earlier run that was cut short may have left the key without the rest.
  if (const auto done = keys.repair(); !done) return done;
  std::cout << "There is a key already; the active one is " << keys.active()->jwk.kid << '\n';
  return Done{};
}

Result<Done> KeysCommand::rotate(KeyDirectory& keys) const { return make_active(keys, "rotated"); }

Result<Done> KeysCommand::make_active(KeyDirectory& keys, std::string_view action) const {
  const auto kid = keys.rotate();
  if (!kid) return kid.error();
  std::cout << "The active key is now " << *kid << '\n';
  record(action, *kid);
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
  return Done{};
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
