// What the admin functions say of a word that should mean one account.
#pragma once

#include <optional>
#include <string_view>

#include "lib/base/result.h"

namespace latchkey {

// kNotFound for none, kInvalidRequest for several, nothing for any other outcome.
inline std::optional<Error> account_error(std::string_view outcome) {
  if (outcome == "unknown") return Error::of(ErrorCode::kNotFound, "there is no such account");
  if (outcome == "ambiguous") {
    return Error::of(ErrorCode::kInvalidRequest,
                     "several accounts fit; name one by its id or slug");
  }
  return std::nullopt;
}

}  // namespace latchkey
