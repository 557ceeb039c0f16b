// Who is asking, as the audit log and the list of devices keep it.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "lib/http/request.h"

namespace latchkey {

inline constexpr std::size_t kMaxUserAgentBytes = 512;

// The views are good as long as the request's.
struct Client {
  std::optional<std::string_view> ip;  // nothing where the peer has no IP address
  std::string user_agent;              // UTF-8, cut to kMaxUserAgentBytes
  std::string_view request_id;
};

Client client_of(const Request& request);

}  // namespace latchkey
