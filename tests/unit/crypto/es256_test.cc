#include "lib/crypto/es256.h"

#include <string>

#include "lib/crypto/crypto.h"

#include "tests/unit/check.h"

namespace latchkey {
namespace {

// RFC 7515, appendix A.3: the key, the signed text and its signature.
constexpr std::string_view kX = "f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU";
constexpr std::string_view kY = "x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0";
constexpr std::string_view kSignedText =
    "eyJhbGciOiJFUzI1NiJ9."
    "eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVl"
    "fQ";
constexpr std::string_view kSignature =
    "DtEhU3ljbEg8L38VWAfUAqOyKAM6-Xx-F4GawxaepmXFCgfTjDxw5djxLa8ISlSApmWQxfKTUJqPP3-Kg6NU1Q";

// The group's order (SEC 2, section 2.4.2), for signatures out of range.
constexpr std::string_view kOrder =
    "ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551";

// `order` - `s`, 32 bytes big-endian each: the other s that is valid for the same r.
std::string negated(std::string_view s) {
  std::string result = *from_hex(kOrder);
  int borrow = 0;
  for (std::size_t i = 32; i-- > 0;) {
    const int difference =
        static_cast<unsigned char>(result[i]) - static_cast<unsigned char>(s[i]) - borrow;
    borrow = difference < 0 ? 1 : 0;
    result[i] = static_cast<char>(difference & 0xFF);
  }
  return result;
}

}  // namespace

TEST_GROUP(Es256) {
  std::string pem = *es256_generate_pem();
  EvpKey key = std::move(*es256_private_key_from_pem(pem));
  EcPublicJwk jwk = *es256_public_jwk(*key);
};

TEST(Es256, ASignatureIs64BytesAndIsVerifiedByThePublicHalf) {
  const auto public_key = es256_public_key_from_jwk(jwk.x, jwk.y);

  const auto signature = es256_sign(*key, "message");

  LONGS_EQUAL(64, signature->size());
  CHECK_TRUE(es256_verify(**public_key, "message", *signature));
}

TEST(Es256, ShortNumbersAreFilledWithZeroes) {
  for (int i = 0; i < 600; ++i) {  // some of them have an r or s with a zero in front
    const auto signature = es256_sign(*key, std::to_string(i));
    LONGS_EQUAL(64, signature->size());
    if ((*signature)[0] == 0 || (*signature)[32] == 0) {
      CHECK_TRUE(es256_verify(*key, std::to_string(i), *signature));
    }
  }
}

TEST(Es256, AnyOtherMessageKeyOrSignatureFails) {
  const EvpKey other = std::move(*es256_private_key_from_pem(*es256_generate_pem()));
  const std::string signature = *es256_sign(*key, "message");

  CHECK_FALSE(es256_verify(*key, "messagf", signature));
  CHECK_FALSE(es256_verify(*key, "", signature));
  CHECK_FALSE(es256_verify(*other, "message", signature));
  for (std::size_t i = 0; i < signature.size(); ++i) {
    std::string changed = signature;
    changed[i] = static_cast<char>(changed[i] ^ 1);
    CHECK_FALSE(es256_verify(*key, "message", changed));
  }
}

TEST(Es256, ASignatureOfAnotherLengthFails) {
  const std::string signature = *es256_sign(*key, "message");

  CHECK_FALSE(es256_verify(*key, "message", ""));
  CHECK_FALSE(es256_verify(*key, "message", signature.substr(0, 63)));
  CHECK_FALSE(es256_verify(*key, "message", signature + '\0'));
  CHECK_FALSE(es256_verify(*key, "message", '\0' + signature));
}

TEST(Es256, BothValuesOfSAreValid) {
  const std::string signature = *es256_sign(*key, "message");
  const std::string mirrored = signature.substr(0, 32) + negated(signature.substr(32));

  CHECK_NE(mirrored, signature);
  CHECK_TRUE(es256_verify(*key, "message", mirrored));
}

TEST(Es256, NumbersOutOfRangeFail) {
  const std::string signature = *es256_sign(*key, "message");
  const std::string r = signature.substr(0, 32);
  const std::string s = signature.substr(32);
  const std::string zero(32, '\0');
  const std::string order = *from_hex(kOrder);
  const std::string largest(32, '\xFF');

  for (const auto& bad : {zero, order, largest}) {
    CHECK_FALSE(es256_verify(*key, "message", r + bad));
    CHECK_FALSE(es256_verify(*key, "message", bad + s));
  }
  CHECK_FALSE(es256_verify(*key, "message", zero + zero));
}

TEST(Es256, TheExampleOfRfc7515IsVerified) {
  const auto public_key = es256_public_key_from_jwk(kX, kY);

  CHECK_TRUE(es256_verify(**public_key, kSignedText, *from_base64url(kSignature)));
  STRCMP_EQUAL(std::string(kX).c_str(), es256_public_jwk(**public_key)->x.c_str());
  STRCMP_EQUAL(std::string(kY).c_str(), es256_public_jwk(**public_key)->y.c_str());
}

TEST(Es256, TheKidIsTheThumbprint) {
  const std::string members =
      R"({"crv":"P-256","kty":"EC","x":")" + jwk.x + R"(","y":")" + jwk.y + R"("})";

  STRCMP_EQUAL(base64url(sha256(members)).c_str(), jwk.kid.c_str());
  LONGS_EQUAL(43, jwk.x.size());
  LONGS_EQUAL(43, jwk.y.size());
}

TEST(Es256, PublicKeysThatAreNoPointsOfP256AreRefused) {
  const std::string zero = base64url(std::string(32, '\0'));
  CHECK_FALSE(es256_public_key_from_jwk(kX, kX).has_value());
  CHECK_FALSE(es256_public_key_from_jwk(zero, zero).has_value());
  CHECK_FALSE(es256_public_key_from_jwk("", "").has_value());
  CHECK_FALSE(es256_public_key_from_jwk(kX, std::string(kY) + "=").has_value());
  CHECK_FALSE(es256_public_key_from_jwk(base64url(std::string(33, '\0')), kY).has_value());
  CHECK_FALSE(es256_public_key_from_jwk(kX.substr(0, 42), kY).has_value());
}

TEST(Es256, NewKeysDiffer) { CHECK_NE(*es256_generate_pem(), pem); }

}  // namespace latchkey
