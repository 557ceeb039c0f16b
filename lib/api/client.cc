#include "lib/api/client.h"

#include <arpa/inet.h>
#include <netinet/in.h>

#include <algorithm>

#include "lib/base/text.h"

namespace latchkey {
namespace {

bool is_ip_address(std::string_view text) {
  const std::string address(text);  // inet_pton needs a NUL at the end
  in6_addr parsed;
  return inet_pton(AF_INET, address.c_str(), &parsed) == 1 ||
         inet_pton(AF_INET6, address.c_str(), &parsed) == 1;
}

// A header may hold any byte; PostgreSQL takes UTF-8 only.
std::string as_utf8(std::string_view text, std::size_t max_bytes) {
  std::string out;
  out.reserve(std::min(text.size(), max_bytes));
  while (!text.empty()) {
    const std::size_t length = utf8_character(text);
    const std::string_view next = length > 0 ? text.substr(0, length) : "?";
    if (out.size() + next.size() > max_bytes) break;
    out += next;
    text.remove_prefix(std::max<std::size_t>(length, 1));
  }
  return out;
}

}  // namespace

Client client_of(const Request& request) {
  Client client;
  if (is_ip_address(request.remote_addr)) client.ip = request.remote_addr;
  client.user_agent = as_utf8(request.user_agent, kMaxUserAgentBytes);
  client.request_id = request.request_id;
  return client;
}

}  // namespace latchkey
