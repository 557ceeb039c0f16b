// A page of a list, newest first: which one a client asks for, and what the database gives.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "lib/base/result.h"
#include "lib/http/limits.h"
#include "lib/http/request.h"

namespace latchkey {

struct PageStart {
  std::int64_t limit = kDefaultPage;
  std::optional<std::string> before;  // id of the last row seen; nothing: the first page
  std::optional<std::string> search;  // what its rows contain; nothing: all rows
};

struct Page {
  std::string items;                // JSON array, ready to send
  std::optional<std::string> next;  // id of its last row; nothing on the last page
};

// From ?limit= and ?cursor=. kInvalidRequest names the parameter.
Result<PageStart> page_start(const Request& request);

// The same for a list that can be searched: from ?q= as well.
Result<PageStart> search_start(const Request& request);

}  // namespace latchkey
