#include "cli/key_directory.h"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <system_error>
#include <utility>

#include "cli/atomic_file.h"
#include "lib/json/json.h"

namespace latchkey {
namespace {

constexpr const char* kActiveLink = "active.pem";
constexpr const char* kJwksName = "jwks.json";
constexpr std::string_view kPemSuffix = ".pem";

Error error_at(const std::string& path, const Error& error) {
  return Error::of(error.code, path + ": " + error.detail);
}

Error no_such_key(std::string_view kid) {
  return Error::of(ErrorCode::kNotFound, "no such key: " + std::string(kid));
}

std::string pem_name(const std::string& kid) { return std::string(kid).append(kPemSuffix); }

struct NewKey {
  std::string pem;
  EcPublicJwk jwk;
};

Result<NewKey> make_key() {
  while (true) {
    auto pem = es256_generate_pem();
    if (!pem) return pem.error();
    const auto key = es256_private_key_from_pem(*pem);
    if (!key) return key.error();
    auto jwk = es256_public_jwk(**key);
    if (!jwk) return jwk.error();
    // One in 64 starts with a dash, and `latchkey keys retire` would take it for an option.
    if (!jwk->kid.starts_with('-')) return NewKey{std::move(*pem), std::move(*jwk)};
  }
}

std::string jwk_text(const EcPublicJwk& jwk) {
  return JsonObject()
      .text("kty", "EC")
      .text("crv", "P-256")
      .text("x", jwk.x)
      .text("y", jwk.y)
      .text("kid", jwk.kid)
      .text("use", "sig")
      .text("alg", "ES256")
      .str();
}

}  // namespace

KeyDirectory::KeyDirectory(std::string path, Descriptor lock)
    : path_(std::move(path)), lock_(std::move(lock)) {}

Result<KeyDirectory> KeyDirectory::open(std::string path, Access access) {
  std::error_code error;
  if (access == Access::kMake) std::filesystem::create_directories(path, error);
  if (error) return Error::of(ErrorCode::kInternal, path + ": " + error.message());
  Descriptor lock(::open(path.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (lock.get() < 0 || (access != Access::kLook && flock(lock.get(), LOCK_EX) != 0)) {
    return error_at(path, last_error());
  }

  KeyDirectory keys(std::move(path), std::move(lock));
  if (const auto done = keys.read(); !done) return done.error();
  return keys;
}

Result<Done> KeyDirectory::read() {
  std::error_code error;
  const auto active = std::filesystem::read_symlink(path_of(kActiveLink), error).filename();
  for (const auto& entry : std::filesystem::directory_iterator(path_)) {
    const std::string name = entry.path().filename().string();
    // Names with a dot in front are what an interrupted run has left.
    if (!name.ends_with(kPemSuffix) || name.starts_with('.') || name == kActiveLink) continue;
    auto key = read_key(entry.path().stem().string());
    // One that was just retired, while somebody only looks.
    if (!key && key.error().code == ErrorCode::kNotFound) continue;
    if (!key) return key.error();
    key->is_active = active == name;
    keys_.push_back(std::move(*key));
  }
  std::sort(keys_.begin(), keys_.end(), [](const auto& a, const auto& b) {
    return std::pair(b.made_at, a.jwk.kid) < std::pair(a.made_at, b.jwk.kid);
  });
  return Done{};
}

Result<SigningKey> KeyDirectory::read_key(const std::string& kid) const {
  const std::string path = path_of(pem_name(kid));
  const auto pem = read_file(path);
  if (!pem) return error_at(path, pem.error());
  const auto key = es256_private_key_from_pem(*pem);
  if (!key) return error_at(path, key.error());
  auto jwk = es256_public_jwk(**key);
  if (!jwk) return error_at(path, jwk.error());
  if (jwk->kid != kid) {
    return Error::of(ErrorCode::kInternal, path + ": must be named " + pem_name(jwk->kid));
  }
  struct stat status {};
  if (stat(path.c_str(), &status) != 0) return error_at(path, last_error());
  return SigningKey{std::move(*jwk), status.st_mtime, false};
}

const SigningKey* KeyDirectory::active() const {
  const auto found =
      std::find_if(keys_.begin(), keys_.end(), [](const auto& key) { return key.is_active; });
  return found == keys_.end() ? nullptr : &*found;
}

Result<std::string> KeyDirectory::publish() {
  const auto made = make_key();
  if (!made) return made.error();
  const std::string& kid = made->jwk.kid;
  if (const auto done = write(pem_name(kid), made->pem, 0600); !done) return done.error();
  keys_.insert(keys_.begin(), {made->jwk, system_clock(), false});
  if (const auto done = write_jwks(); !done) return done.error();
  return kid;
}

Result<Done> KeyDirectory::activate(std::string_view kid) {
  const auto found = find(kid);
  if (found == keys_.end()) return no_such_key(kid);
  // A run that was cut short may have left the key without its public half.
  if (const auto done = write_jwks(); !done) return done;
  const std::string name = pem_name(found->jwk.kid);
  if (const auto done = replace_link(lock_, path_, kActiveLink, name); !done) return done;
  for (auto& key : keys_) key.is_active = key.jwk.kid == kid;
  return Done{};
}

Result<Done> KeyDirectory::repair() {
  if (!active()) return activate(keys_.front().jwk.kid);
  return write_jwks();
}

Result<Done> KeyDirectory::retire(std::string_view kid) {
  const auto found = find(kid);
  if (found == keys_.end()) return no_such_key(kid);
  if (found->is_active) {
    return Error::of(ErrorCode::kInternal,
                     "this is the active key; run latchkey keys rotate first");
  }
  if (const auto done = write_jwks(kid); !done) return done;
  const std::string path = path_of(pem_name(found->jwk.kid));
  if (unlink(path.c_str()) != 0) return error_at(path, last_error());
  keys_.erase(found);
  return sync_directory(lock_, path_);
}

Result<Done> KeyDirectory::write(const std::string& name, std::string_view content, unsigned mode) {
  return replace_file(lock_, path_, name, content, mode);
}

Result<Done> KeyDirectory::write_jwks(std::string_view without_kid) {
  JsonArray list;
  for (const auto& key : keys_) {
    if (key.jwk.kid != without_kid) list.raw(jwk_text(key.jwk));
  }
  const std::string text = JsonObject().array("keys", list).str() + "\n";
  return write(kJwksName, text, 0644);
}

std::vector<SigningKey>::iterator KeyDirectory::find(std::string_view kid) {
  return std::find_if(keys_.begin(), keys_.end(),
                      [&](const auto& key) { return key.jwk.kid == kid; });
}

}  // namespace latchkey
