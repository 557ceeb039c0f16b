// One deleter for every C library: `std::unique_ptr<PGresult, FreeWith<PQclear>>`.
// Every C handle is owned by such a pointer from the call that makes it.
#pragma once

namespace latchkey {

template <auto Free>
struct FreeWith {
  void operator()(auto* handle) const noexcept { Free(handle); }
};

}  // namespace latchkey
