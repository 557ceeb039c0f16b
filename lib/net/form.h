// application/x-www-form-urlencoded (WHATWG URL, section 5.2), with %20 for a space, which every
// reader takes.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "lib/net/http_client.h"

namespace latchkey {

// Everything but RFC 3986's unreserved characters as %XX.
std::string percent_encode(std::string_view text);

std::string form_encode(std::span<const FormField> form);

}  // namespace latchkey
