// A Response as the text that a FastCGI responder sends (RFC 3875, section 6): headers, body.
#pragma once

#include <string>

#include "lib/http/response.h"

namespace latchkey {

// Appends Status, the response's own headers, Cache-Control: no-store and, where there is a body
// whose type the response does not name, Content-Type: application/json.
void append_reply(std::string& out, const Response& response);

}  // namespace latchkey
