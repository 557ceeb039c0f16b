// The compact form of a JWS (RFC 7515, section 3.1), read strictly: canonical base64url, JSON
// without duplicate names, nothing before or after. Nothing here is proved; that is the caller's to
// do.
#pragma once

#include <optional>
#include <string_view>

#include "lib/json/json.h"

namespace latchkey {

// Three parts, still encoded, as views into the token.
struct CompactJws {
  std::string_view header;
  std::string_view payload;
  std::string_view signature;
  std::string_view signed_text;  // header '.' payload
};

// Nothing where there are fewer than three parts. More are left in the signature, which is then no
// base64url.
std::optional<CompactJws> split_jws(std::string_view token);

// The JSON object that a header or payload holds, or nullptr.
JsonPtr decode_jws_object(std::string_view part);

}  // namespace latchkey
