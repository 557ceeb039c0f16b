#include "lib/api/page.h"

#include <utility>

#include "lib/api/cursor.h"
#include "lib/http/input.h"

namespace latchkey {

namespace {

Result<PageStart> start_of(const Result<PageQuery>& query) {
  if (!query) return query.error();
  auto before = last_seen_row(*query);
  if (!before) return before.error();
  PageStart start{query->limit, std::move(*before), std::nullopt};
  if (!query->search.empty()) start.search = query->search;
  return start;
}

}  // namespace

Result<PageStart> page_start(const Request& request) { return start_of(page_query(request)); }

Result<PageStart> search_start(const Request& request) {
  return start_of(page_query(request, Search::kTaken));
}

}  // namespace latchkey
