// The certificate that a TLS server shows to a client: a connection of its own, nothing sent over
// it.
#pragma once

#include <string>

#include "lib/base/result.h"

namespace latchkey {

struct ServedCertificate {
  std::string pem;       // the server's own, without those that vouch for it
  std::string distrust;  // why a client by the system's authorities refuses it; empty: it does not
};

// Of the server at an https `url`, asked for by that host's name. It need not be trusted, valid or
// for that host. kUnavailable: no connection, within 10 s.
Result<ServedCertificate> served_certificate(const std::string& url);

}  // namespace latchkey
