#include <filesystem>
#include <system_error>
#include <utility>

#include "cli/age.h"
#include "cli/doctor_checks.h"
#include "cli/key_directory.h"
#include "lib/base/clock.h"
#include "lib/base/file.h"
#include "lib/config/config.h"
#include "lib/jwt/access_token.h"

namespace latchkey {
namespace {

namespace fs = std::filesystem;

constexpr UnixSeconds kOldKey = UnixSeconds{366} * 86'400;
constexpr auto kOthers = fs::perms::group_all | fs::perms::others_all;
constexpr auto kOthersWrite = fs::perms::group_write | fs::perms::others_write;

bool has_any(fs::perms perms, fs::perms of) { return (perms & of) != fs::perms::none; }

// Files of the folder that others may read, and the folder itself where others may write.
Findings exposed_files(const std::string& folder, const std::string& suffix) {
  Findings found;
  std::error_code error;
  const auto perms = fs::status(folder, error).permissions();
  if (error) return found;  // whoever needs it says so
  if (has_any(perms, kOthersWrite)) {
    found.push_back(
        {"permissions", false, folder + " can be written by others; chmod go-w " + folder});
  }
  for (const auto& entry : fs::directory_iterator(folder, error)) {
    const std::string path = entry.path().string();
    if (!path.ends_with(suffix) || !fs::is_regular_file(entry.symlink_status(error))) continue;
    if (has_any(entry.status(error).permissions(), kOthers)) {
      found.push_back({"permissions", false, path + " is open to others; chmod 600 " + path});
    }
  }
  return found;
}

void append(Findings& findings, Findings more) {
  for (Finding& finding : more) findings.push_back(std::move(finding));
}

// A token signed with the active key has to be good by the published ones.
Result<Done> sign_and_verify(const std::string& pem_path, const Config& config) {
  const auto pem = read_file(pem_path);
  if (!pem) return fail(ErrorCode::kInternal, pem_path + ": " + pem.error().detail);
  const std::string& jwks_path = config.text(Key::kJwksFile);
  const auto jwks = read_file(jwks_path);
  if (!jwks) return fail(ErrorCode::kInternal, jwks_path + ": " + jwks.error().detail);
  const AccessTokenSettings settings{"doctor", "doctor"};
  const auto signer = AccessTokenSigner::create(*pem, settings, 60, system_clock);
  if (!signer) return signer.error();
  auto verifier = AccessTokenVerifier::create(*jwks, settings, system_clock);
  if (!verifier) return fail(ErrorCode::kInternal, jwks_path + ": " + verifier.error().detail);
  constexpr const char* kNobody = "00000000-0000-0000-0000-000000000000";
  const auto token = signer->sign({kNobody, kNobody, kNobody, false, 0});
  if (!token) return token.error();
  if (verifier->verify(*token)) return Done{};
  return fail(
      ErrorCode::kInternal,
      jwks_path + " does not have the active key; copy jwks.json of the key directory there");
}

}  // namespace

Findings examine_configuration() {
  Findings findings;
  for (auto& problem : Config::problems()) {
    findings.push_back({"configuration", false, std::move(problem)});
  }
  if (findings.empty()) findings.push_back({"configuration", true, "every key is right"});
  return findings;
}

Findings examine_permissions(const DoctorPaths& paths) {
  Findings findings = exposed_files(paths.keys, ".pem");
  append(findings, exposed_files(paths.secrets, ""));
  std::error_code error;
  const std::string folder = config_folder();
  const auto perms = fs::status(folder, error).permissions();
  if (!folder.empty() && !error && has_any(perms, fs::perms::others_write)) {
    findings.push_back(
        {"permissions", false, folder + " can be written by all; chmod o-w " + folder});
  }
  if (findings.empty())
    findings.push_back({"permissions", true, "keys and secrets are closed to others"});
  return findings;
}

Findings examine_keys(const DoctorPaths& paths) {
  const auto config = Config::load({Key::kJwksFile});
  if (!config) return {{"keys", false, config.error().detail}};
  const auto keys = KeyDirectory::open(paths.keys, KeyDirectory::Access::kLook);
  if (!keys) return {{"keys", false, keys.error().detail + "; is --keys right?"}};
  const SigningKey* const active = keys->active();
  if (!active) return {{"keys", false, "none is active; latchkey keys generate makes one"}};
  if (const auto agree = sign_and_verify(paths.keys + "/active.pem", *config); !agree) {
    return {{"keys", false, agree.error().detail}};
  }
  const UnixSeconds age = system_clock() - active->made_at;
  const std::string text = "the active one is " + age_text(age) + " old";
  if (age > kOldKey) return {{"keys", false, text + "; latchkey keys rotate makes a new one"}};
  return {{"keys", true, text + " and published"}};
}

}  // namespace latchkey
