#include "lib/api/page.h"

#include <utility>

#include "lib/api/cursor.h"
#include "lib/http/input.h"

namespace latchkey {

Result<PageStart> page_start(const Request& request) {
  const auto query = page_query(request);
  if (!query) return query.error();
  auto before = page_start(*query);
  if (!before) return before.error();
  return PageStart{query->limit, std::move(*before)};
}

}  // namespace latchkey
