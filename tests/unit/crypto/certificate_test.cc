#include "lib/crypto/certificate.h"

#include <openssl/pem.h>
#include <openssl/x509v3.h>

#include <cstddef>
#include <memory>
#include <string>
#include <utility>

#include "lib/crypto/es256.h"

#include <CppUTest/TestHarness.h>

namespace latchkey {
namespace {

using Bio = std::unique_ptr<BIO, FreeWith<BIO_free_all>>;

std::string text_of(BIO* bio) {
  char* text = nullptr;
  const long size = BIO_get_mem_data(bio, &text);
  return {text, static_cast<std::size_t>(size)};
}

}  // namespace

TEST_GROUP(Certificate) {
  const UnixSeconds not_before = 1'700'000'000;
  const UnixSeconds not_after = 4'000'000'000;  // past 2050, so in the other of the two forms
  std::string key = *es256_generate_pem();

  // For the names, in OpenSSL's words.
  std::string pem(const char* names) {
    const auto own = es256_private_key_from_pem(key);
    const std::unique_ptr<X509, FreeWith<X509_free>> x509(X509_new());
    X509_set_version(x509.get(), X509_VERSION_3);
    ASN1_TIME_set(X509_getm_notBefore(x509.get()), not_before);
    ASN1_TIME_set(X509_getm_notAfter(x509.get()), not_after);
    X509_set_pubkey(x509.get(), own->get());
    const std::unique_ptr<X509_EXTENSION, FreeWith<X509_EXTENSION_free>> alternatives(
        X509V3_EXT_conf_nid(nullptr, nullptr, NID_subject_alt_name, names));
    X509_add_ext(x509.get(), alternatives.get(), -1);
    X509_sign(x509.get(), own->get(), EVP_sha256());
    const Bio out(BIO_new(BIO_s_mem()));
    PEM_write_bio_X509(out.get(), x509.get());
    return text_of(out.get());
  }
  Certificate certificate(const char* names) {
    return std::move(*Certificate::from_pem(pem(names)));
  }
};

TEST(Certificate, TimesAreSecondsSinceTheEpoch) {
  const auto made = certificate("DNS:a.example");

  LONGLONGS_EQUAL(not_before, made.not_before());
  LONGLONGS_EQUAL(not_after, made.not_after());
}

TEST(Certificate, NamesAndAddressesAreThoseOfTheExtension) {
  const auto made = certificate("DNS:a.example,DNS:*.b.example,IP:192.0.2.1,IP:::1");

  for (const char* const host : {"a.example", "A.Example", "x.b.example", "192.0.2.1", "::1"}) {
    CHECK_TRUE_TEXT(made.is_for(host), host);
  }
  for (const char* const host : {"www.a.example", "b.example", "x.y.b.example", "192.0.2.2", ""}) {
    CHECK_FALSE_TEXT(made.is_for(host), host);
  }
}

TEST(Certificate, ItsKeyIsToldFromOthers) {
  const auto made = certificate("DNS:a.example");

  CHECK_TRUE(made.has_key(key));
  CHECK_FALSE(made.has_key(*es256_generate_pem()));
  CHECK_FALSE(made.has_key("not a key"));
}

TEST(Certificate, OfAChainItIsTheFirst) {
  const std::string first = pem("DNS:a.example");
  const auto chain = Certificate::from_pem(first + pem("DNS:authority.example"));

  CHECK_TRUE(chain->is(*Certificate::from_pem(first)));
  CHECK_FALSE(chain->is(certificate("DNS:other.example")));
}

TEST(Certificate, OtherTextIsNone) {
  for (const char* const text : {"", "x", "-----BEGIN CERTIFICATE-----\nAAAA\n"}) {
    CHECK_FALSE(Certificate::from_pem(text).has_value());
  }
}

}  // namespace latchkey
