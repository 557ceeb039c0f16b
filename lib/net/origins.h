// Where a client may connect: https origins, and http ones on loopback where that was asked for.
#pragma once

#include <set>
#include <string>
#include <string_view>

#include "lib/base/result.h"

namespace latchkey {

class AllowedOrigins {
 public:
  // `http_on_loopback`: take http origins of loopback hosts too, for a service on the same machine.
  explicit AllowedOrigins(bool http_on_loopback) : http_on_loopback_(http_on_loopback) {}

  // Adds the origin (RFC 6454) of `url`; kInternal where it is not an absolute URL, has userinfo or
  // is http where that is not taken.
  Result<Done> add(std::string_view url);
  [[nodiscard]] bool has(std::string_view url) const;

 private:
  bool http_on_loopback_;
  std::set<std::string, std::less<>> origins_;
};

// scheme://host:port in lower case, the port always written; empty where `url` is not an absolute
// http or https URL or has userinfo. Fit for the log.
std::string origin_of(std::string_view url);

}  // namespace latchkey
