// The cursor of a page: the id of the last row that the client has seen, as base64url of its 16
// bytes. It needs no MAC: the stored function looks the row up as the caller would see it, so one
// that was made up or belongs to somebody else is the outcome 'invalid_cursor'.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "lib/base/result.h"
#include "lib/http/input.h"
#include "lib/json/json.h"

namespace latchkey {

// The id that the client's cursor stands for, nothing on the first page; invalid_cursor() where it
// is not a cursor.
Result<std::optional<std::string>> last_seen_row(const PageQuery& page);

// kInvalidRequest that names the parameter `cursor`.
Error invalid_cursor();

// Adds `items` and `nextCursor` to `json`. `items`: a JSON array as text; `next`: the UUID of the
// page's last row, nothing on the last page.
JsonObject& add_page(JsonObject& json, std::string_view items,
                     const std::optional<std::string>& next);

// {"items":…,"nextCursor":…}, of the same.
std::string page_json(std::string_view items, const std::optional<std::string>& next);

}  // namespace latchkey
