#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
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
CheckResults exposed_files(const std::string& folder, const std::string& suffix) {
  CheckResults found;
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

void append(CheckResults& results, CheckResults more) {
  for (CheckResult& result : more) results.push_back(std::move(result));
}

// Workers read it, each as its own user.
CheckResults closed_configuration() {
  const std::string file = config_file();
  struct stat status {};
  if (file.empty() || stat(file.c_str(), &status) != 0) return {};
  if (status.st_uid != 0 || (status.st_mode & S_IROTH) != 0) return {};
  return {{"permissions", false,
           file + " is closed to the workers, so none of them starts; chmod 644 " + file +
               ", then systemctl start latchkey.target"}};
}

// The key that nginx's site names; nginx reads it as root.
CheckResults exposed_tls_key(const std::string& site) {
  const std::string key = path_in_site(site, "ssl_certificate_key");
  std::error_code error;
  const auto perms = fs::status(key, error).permissions();
  if (key.empty() || error || !has_any(perms, fs::perms::others_all)) return {};
  return {{"permissions", false, key + " is open to others; chmod 600 " + key}};
}

// A token signed with the active key has to be good by the published ones.
Result<Done> sign_and_verify(const std::string& pem_path, const std::string& jwks_path) {
  const auto pem = read_file(pem_path);
  if (!pem) return Error::of(ErrorCode::kInternal, pem_path + ": " + pem.error().detail);
  const auto jwks = read_file(jwks_path);
  if (!jwks) return Error::of(ErrorCode::kInternal, jwks_path + ": " + jwks.error().detail);
  const AccessTokenSettings settings{"doctor", "doctor"};
  const auto signer = AccessTokenSigner::create(*pem, settings, 60, system_clock);
  if (!signer) return signer.error();
  auto verifier = AccessTokenVerifier::create(*jwks, settings, system_clock);
  if (!verifier) return Error::of(ErrorCode::kInternal, jwks_path + ": " + verifier.error().detail);
  constexpr const char* kNobody = "00000000-0000-0000-0000-000000000000";
  const auto token = signer->sign({kNobody, kNobody, kNobody, false, 0});
  if (!token) return token.error();
  if (verifier->verify(*token)) return Done{};
  return Error::of(
      ErrorCode::kInternal,
      jwks_path + " does not have the active key; copy jwks.json of the key directory there");
}

// Secrets that some worker does not start without. The signing key is among the keys.
CheckResults missing_secrets() {
  CheckResults results;
  for (const Key key : {Key::kOidcClientSecret, Key::kRotationKey}) {
    ConfigReader config;
    config.text(key);
    if (config.finish()) continue;
    const std::string name(key_name(key));
    results.push_back({"secrets", false,
                       name +
                           " is missing, and workers do not start without it; put it into "
                           "/etc/latchkey/secrets/" +
                           name + ", then run latchkey setup"});
  }
  return results;
}

// A browser that was sent back to another origin does not have the sign-in that it began.
CheckResults foreign_redirects() {
  ConfigReader config;
  const std::string public_url = config.text(Key::kPublicUrl);
  const auto uris = config.list(Key::kOidcRedirectUris);
  auto origins = config.list(Key::kAllowedOrigins);
  if (!config.finish()) return {};
  origins.push_back(public_url);
  const auto is_ours = [&](const std::string& uri) {
    return std::any_of(origins.begin(), origins.end(),
                       [&](const auto& origin) { return uri.starts_with(origin + "/"); });
  };
  const bool has_ours = std::any_of(uris.begin(), uris.end(), is_ours);
  CheckResults results;
  for (const std::string& uri : uris) {
    if (is_ours(uri)) continue;
    results.push_back({"redirects", has_ours,
                       uri + " of LATCHKEY_OIDC_REDIRECT_URIS is not an address of " + public_url +
                           " (LATCHKEY_PUBLIC_URL); correct the one or the other, then run "
                           "latchkey setup",
                       true});
  }
  return results;
}

}  // namespace

CheckResults examine_beginning(const DoctorPaths& paths) {
  std::error_code error;
  if (fs::exists(paths.secrets, error) && access(paths.secrets.c_str(), R_OK | X_OK) != 0) {
    return {{"doctor", false, paths.secrets + " cannot be read; run it as root"}};
  }
  const bool has_key = fs::exists(paths.keys + "/active.pem", error);
  if (!has_key && !fs::exists(paths.site, error)) {
    return {{"setup", false,
             "Latchkey has not been set up; fill in /etc/latchkey/latchkey.conf, then run latchkey "
             "setup"}};
  }
  return {};
}

CheckResults examine_configuration() {
  CheckResults results;
  for (auto& problem : configuration_problems()) {
    results.push_back({"configuration", false, std::move(problem)});
  }
  if (!results.empty()) return results;  // what follows would say the same again
  results.push_back({"configuration", true, "every key is valid"});
  append(results, missing_secrets());
  append(results, foreign_redirects());
  return results;
}

CheckResults examine_permissions(const DoctorPaths& paths) {
  CheckResults results = exposed_files(paths.keys, ".pem");
  append(results, exposed_files(paths.secrets, ""));
  append(results, exposed_tls_key(paths.site));
  append(results, closed_configuration());
  std::error_code error;
  const std::string folder = config_folder();
  const auto perms = fs::status(folder, error).permissions();
  if (!folder.empty() && !error && has_any(perms, fs::perms::others_write)) {
    results.push_back(
        {"permissions", false, folder + " can be written by all; chmod o-w " + folder});
  }
  if (results.empty())
    results.push_back({"permissions", true, "keys and secrets are closed to others"});
  return results;
}

CheckResults examine_keys(const DoctorPaths& paths) {
  ConfigReader config;
  const std::string jwks = config.text(Key::kJwksFile);
  if (const auto read = config.finish(); !read) return {{"keys", false, read.error().detail}};
  const auto keys = KeyDirectory::open(paths.keys, KeyDirectory::Access::kLook);
  if (!keys) return {{"keys", false, keys.error().detail + "; is --keys correct?"}};
  const SigningKey* const active = keys->active();
  if (!active) return {{"keys", false, "none is active; latchkey keys generate makes one"}};
  if (const auto agree = sign_and_verify(paths.keys + "/active.pem", jwks); !agree) {
    return {{"keys", false, agree.error().detail}};
  }
  const UnixSeconds age = system_clock() - active->made_at;
  const std::string text = "the active one is " + age_text(age) + " old";
  if (age > kOldKey) return {{"keys", false, text + "; latchkey keys rotate makes a new one"}};
  return {{"keys", true, text + " and published"}};
}

}  // namespace latchkey
