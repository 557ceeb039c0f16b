// A certificate of a test's own for 127.0.0.1, in a file as long as it lives.
#pragma once

#include <openssl/bio.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>
#include <unistd.h>

#include <memory>
#include <string>

#include "lib/base/handle.h"

namespace latchkey {

class SelfSigned {
 public:
  SelfSigned() : key_(EVP_EC_gen("P-256")), certificate_(X509_new()) {
    X509* const x509 = certificate_.get();
    X509_set_version(x509, X509_VERSION_3);
    ASN1_INTEGER_set(X509_get_serialNumber(x509), 1);
    X509_gmtime_adj(X509_getm_notBefore(x509), -3600);
    X509_gmtime_adj(X509_getm_notAfter(x509), 3600);
    X509_NAME_add_entry_by_txt(X509_get_subject_name(x509), "CN", MBSTRING_ASC,
                               reinterpret_cast<const unsigned char*>("test"), -1, -1, 0);
    X509_set_issuer_name(x509, X509_get_subject_name(x509));
    X509_set_pubkey(x509, key_.get());
    const std::unique_ptr<X509_EXTENSION, FreeWith<X509_EXTENSION_free>> names(
        X509V3_EXT_conf_nid(nullptr, nullptr, NID_subject_alt_name, "IP:127.0.0.1"));
    X509_add_ext(x509, names.get(), -1);
    X509_sign(x509, key_.get(), EVP_sha256());
    write();
  }
  ~SelfSigned() { unlink(file_.c_str()); }
  SelfSigned(const SelfSigned&) = delete;
  SelfSigned& operator=(const SelfSigned&) = delete;

  [[nodiscard]] const std::string& file() const { return file_; }
  [[nodiscard]] X509* certificate() const { return certificate_.get(); }
  [[nodiscard]] EVP_PKEY* key() const { return key_.get(); }

 private:
  void write() {
    const int fd = mkstemp(file_.data());
    const std::unique_ptr<BIO, FreeWith<BIO_free_all>> out(BIO_new_fd(fd, BIO_CLOSE));
    PEM_write_bio_X509(out.get(), certificate_.get());
  }

  std::unique_ptr<EVP_PKEY, FreeWith<EVP_PKEY_free>> key_;
  std::unique_ptr<X509, FreeWith<X509_free>> certificate_;
  std::string file_ = "/tmp/latchkey-test-XXXXXX";
};

}  // namespace latchkey
