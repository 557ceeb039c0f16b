// A UUID as its 16 bytes (RFC 9562, section 4), for keys of maps and for compact text.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <optional>
#include <string>
#include <string_view>

namespace latchkey {

using Uuid = std::array<std::uint8_t, 16>;

// Nothing where `text` is not 8-4-4-4-12 hexadecimal digits, in either case.
std::optional<Uuid> parse_uuid(std::string_view text);

std::string uuid_text(const Uuid& id);  // lower case

// For UUIDs that the database made: they are random, so any of their bytes are as good a hash.
struct UuidHash {
  std::size_t operator()(const Uuid& id) const noexcept {
    std::size_t hash;
    std::memcpy(&hash, id.data(), sizeof hash);
    return hash;
  }
};

}  // namespace latchkey
