#include "lib/crypto/certificate.h"

#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>

#include <ctime>
#include <limits>
#include <optional>
#include <utility>

#include "lib/crypto/es256.h"  // EvpKey

namespace latchkey {
namespace {

using Bio = std::unique_ptr<BIO, FreeWith<BIO_free_all>>;

Bio reader_of(std::string_view pem) {
  if (pem.empty() || pem.size() > std::numeric_limits<int>::max()) return nullptr;
  return Bio(BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size())));
}

// In the place of OpenSSL's own, which would ask for the passphrase on the terminal.
int no_passphrase(char* /*out*/, int /*size*/, int /*is_writing*/, void* /*context*/) { return -1; }

std::optional<UnixSeconds> seconds_of(const ASN1_TIME* time) {
  tm utc{};
  if (!time || ASN1_TIME_to_tm(time, &utc) != 1) return std::nullopt;
  return timegm(&utc);
}

}  // namespace

Result<Certificate> Certificate::from_pem(std::string_view pem) {
  const Bio in = reader_of(pem);
  Handle x509(in ? PEM_read_bio_X509(in.get(), nullptr, no_passphrase, nullptr) : nullptr);
  ERR_clear_error();
  if (!x509) return Error::of(ErrorCode::kInternal, "not a PEM certificate");
  const auto not_before = seconds_of(X509_get0_notBefore(x509.get()));
  const auto not_after = seconds_of(X509_get0_notAfter(x509.get()));
  if (!not_before || !not_after)
    return Error::of(ErrorCode::kInternal, "a certificate without dates");
  return Certificate(std::move(x509), *not_before, *not_after);
}

bool Certificate::is(const Certificate& other) const {
  return X509_cmp(x509_.get(), other.x509_.get()) == 0;
}

bool Certificate::is_for(const std::string& host) const {
  // -2: `host` is not an address, so it is a name.
  const int by_address = X509_check_ip_asc(x509_.get(), host.c_str(), 0);
  ERR_clear_error();
  if (by_address != -2) return by_address == 1;
  return X509_check_host(x509_.get(), host.c_str(), host.size(), 0, nullptr) == 1;
}

bool Certificate::has_key(std::string_view pem) const {
  const Bio in = reader_of(pem);
  const EvpKey key(in ? PEM_read_bio_PrivateKey(in.get(), nullptr, no_passphrase, nullptr)
                      : nullptr);
  const bool fits = key && X509_check_private_key(x509_.get(), key.get()) == 1;
  ERR_clear_error();
  return fits;
}

}  // namespace latchkey
