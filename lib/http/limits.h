// How much a request may hold. docs/openapi.yaml tells clients the same, and the CHECKs in
// migrations/ hold the database to it; tests/e2e/limits.test.mjs holds all three to each other.
#pragma once

#include <cstddef>
#include <cstdint>

namespace latchkey {

// In characters (code points).
inline constexpr std::size_t kMaxName = 200;  // of a person, a business or a lead
inline constexpr std::size_t kMaxTitle = 200;
inline constexpr std::size_t kMaxEmail = 320;
inline constexpr std::size_t kMaxUrl = 2048;
inline constexpr std::size_t kMaxText = 4000;
inline constexpr std::size_t kMaxOneLiner = 300;
inline constexpr std::size_t kMaxSearch = 200;

// Of services.
inline constexpr std::size_t kMaxReference = 200;
inline constexpr std::int64_t kMaxCredits = 1'000'000'000;  // of one request
inline constexpr std::int64_t kDefaultHold = 600;           // seconds
inline constexpr std::int64_t kMaxHold = 86'400;
inline constexpr std::int64_t kMinLease = 5;
inline constexpr std::int64_t kDefaultLease = 300;
inline constexpr std::int64_t kMaxLease = 3'600;
inline constexpr std::size_t kMaxResultBytes = 60 * 1024;  // as compact text

// A JSON object as compact text.
inline constexpr std::size_t kMaxObjectBytes = 16 * 1024;

inline constexpr std::size_t kMinIdempotencyKey = 16;
inline constexpr std::size_t kMaxIdempotencyKey = 128;

// Rows of a page.
inline constexpr std::int64_t kDefaultPage = 25;
inline constexpr std::int64_t kMaxPage = 100;

// What a client brings back from the identity provider; the verifier by RFC 7636, section 4.1.
inline constexpr std::size_t kMaxCode = 8192;
inline constexpr std::size_t kMinNonce = 8;
inline constexpr std::size_t kMaxNonce = 256;
inline constexpr std::size_t kMinVerifier = 43;
inline constexpr std::size_t kMaxVerifier = 128;

}  // namespace latchkey
