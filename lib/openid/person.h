// Who the identity provider says is signing in.
#pragma once

#include <optional>
#include <string>

namespace latchkey {

// A person at the provider. The key is (issuer, subject): an e-mail can change hands.
struct Person {
  std::string issuer;                     // as configured, whichever form the token has
  std::string subject;                    // 1 to 255 bytes
  std::string email;                      // verified, up to 320 characters
  std::optional<std::string> full_name;   // up to 200 characters
  std::optional<std::string> avatar_url;  // http or https, up to 2,048 characters
};

}  // namespace latchkey
