// The key directory: <kid>.pem (mode 0600) for each published key, active.pem, a link to the one
// that signs, and jwks.json, the public halves, made again from the PEM files at each change.
// Every change is one rename, so a reader sees the old state or the new one. The order of changes
// keeps this true: whatever active.pem has been, jwks.json has its public half.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "lib/base/clock.h"
#include "lib/base/file.h"
#include "lib/base/result.h"
#include "lib/crypto/es256.h"

namespace latchkey {

inline constexpr const char* kKeyDirectory = "/etc/latchkey/keys";  // of an installed Latchkey

struct SigningKey {
  EcPublicJwk jwk;
  UnixSeconds made_at = 0;
  bool is_active = false;
};

class KeyDirectory {
 public:
  enum class Access {
    kMake,    // to change it; made where it is missing
    kChange,  // to change what is there
    kLook,    // without the lock: a rotation holds that while all workers restart
  };

  // Reads the directory and, where it is to be changed, holds its lock until destroyed, so that two
  // runs come one after the other. An error where it holds a PEM file that is not a key of ours.
  static Result<KeyDirectory> open(std::string path, Access access);

  [[nodiscard]] const std::vector<SigningKey>& keys() const { return keys_; }  // newest first
  [[nodiscard]] const SigningKey* active() const;                              // or nullptr

  // A new key, which is published and does not sign yet; its kid.
  Result<std::string> publish();
  // Makes a published key the one that signs. An error where it is unknown.
  Result<Done> activate(std::string_view kid);
  // Writes jwks.json again and makes the newest key active where none is. Precondition: there is a
  // key.
  Result<Done> repair();
  // Unpublishes and deletes a key. An error where it is the active one or unknown.
  Result<Done> retire(std::string_view kid);

 private:
  KeyDirectory(std::string path, Descriptor lock);

  Result<Done> read();
  Result<SigningKey> read_key(const std::string& kid) const;
  Result<Done> write(const std::string& name, std::string_view content, unsigned mode);
  Result<Done> write_jwks(std::string_view without_kid = {});
  [[nodiscard]] std::vector<SigningKey>::iterator find(std::string_view kid);
  [[nodiscard]] std::string path_of(const std::string& name) const { return path_ + "/" + name; }

  std::string path_;
  Descriptor lock_;
  std::vector<SigningKey> keys_;
};

}  // namespace latchkey
