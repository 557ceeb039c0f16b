// An X.509 certificate (RFC 5280), as far as an operator is told what is wrong with it. Whether a
// client trusts it is not decided here.
#pragma once

#include <openssl/x509.h>

#include <memory>
#include <string>
#include <string_view>

#include "lib/base/clock.h"
#include "lib/base/handle.h"
#include "lib/base/result.h"

namespace latchkey {

class Certificate {
 public:
  // The first certificate in `pem`. kInternal where there is none.
  static Result<Certificate> from_pem(std::string_view pem);

  [[nodiscard]] UnixSeconds not_before() const { return not_before_; }
  [[nodiscard]] UnixSeconds not_after() const { return not_after_; }
  // Whether both are the same certificate, byte for byte.
  [[nodiscard]] bool is(const Certificate& other) const;
  // Whether it is one for `host`: a DNS name, or an IP address without brackets.
  [[nodiscard]] bool is_for(const std::string& host) const;
  // Whether the private key in `pem` is its own; false too where that is not a key.
  [[nodiscard]] bool has_key(std::string_view pem) const;

 private:
  using Handle = std::unique_ptr<X509, FreeWith<X509_free>>;

  Certificate(Handle x509, UnixSeconds not_before, UnixSeconds not_after)
      : x509_(std::move(x509)), not_before_(not_before), not_after_(not_after) {}

  Handle x509_;
  UnixSeconds not_before_;
  UnixSeconds not_after_;
};

}  // namespace latchkey
