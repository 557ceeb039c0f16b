// Single members of JSON that others made for many readers (tokens, keys, discovery documents),
// where what is not asked for does not matter. Each function gives nothing where `object` is not an
// object, the member is absent or it has another type. Views and pointers are good while the object
// lives.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <utility>
#include <vector>

#include "lib/json/json.h"

namespace latchkey {

bool has_member(const json_t* object, const char* name);
std::optional<std::string_view> text_member(const json_t* object, const char* name);
std::optional<bool> boolean_member(const json_t* object, const char* name);
// A number's whole part, where it is within ±2^53 (RFC 8259, section 6).
std::optional<std::int64_t> number_member(const json_t* object, const char* name);
// A number written as an integer: 1.0 and 1e3 are none.
std::optional<std::int64_t> integer_member(const json_t* object, const char* name);
// An array of strings.
std::optional<std::vector<std::string_view>> texts_member(const json_t* object, const char* name);
// The members of an object that are strings, in the order of their names.
std::vector<std::pair<std::string_view, std::string_view>> text_members(const json_t* object);
// A member that is an object.
const json_t* object_member(const json_t* object, const char* name);
// An array's elements, of any type.
std::optional<std::vector<const json_t*>> array_member(const json_t* object, const char* name);

// Puts a member of `from`, where it has one, into the object `into`, in the place of one that has
// the name there.
void copy_member(json_t* into, const json_t* from, const char* name);

}  // namespace latchkey
