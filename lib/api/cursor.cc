#include "lib/api/cursor.h"

#include <algorithm>

#include "lib/base/uuid.h"
#include "lib/crypto/crypto.h"

namespace latchkey {
namespace {

std::optional<std::string> cursor_of(const std::optional<std::string>& id) {
  const auto uuid = parse_uuid(id.value_or(""));
  if (!uuid) return std::nullopt;
  return base64url({reinterpret_cast<const char*>(uuid->data()), uuid->size()});
}

}  // namespace

Result<std::optional<std::string>> last_seen_row(const PageQuery& page) {
  if (page.cursor.empty()) return std::optional<std::string>();
  const auto bytes = from_base64url(page.cursor);
  Uuid id;
  if (!bytes || bytes->size() != id.size()) return invalid_cursor();
  std::copy(bytes->begin(), bytes->end(), id.begin());
  return std::optional(uuid_text(id));
}

Error invalid_cursor() {
  return {ErrorCode::kInvalidRequest,
          "the cursor is not of this list",
          {{"cursor", "is not a cursor of this list"}}};
}

JsonObject& add_page(JsonObject& json, std::string_view items,
                     const std::optional<std::string>& next) {
  return json.raw("items", items).text_or_null("nextCursor", cursor_of(next));
}

std::string page_json(std::string_view items, const std::optional<std::string>& next) {
  JsonObject json;
  return add_page(json, items, next).str();
}

}  // namespace latchkey
