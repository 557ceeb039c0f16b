// application/x-www-form-urlencoded (WHATWG URL, section 5.2), with %20 for a space, which every
// reader takes.
#pragma once

#include <span>
#include <string>

#include "lib/net/http_fetcher.h"

namespace latchkey {

std::string form_encode(std::span<const FormField> form);

}  // namespace latchkey
