#include "tests/handlers/cost/allocations.h"

#include <atomic>
#include <cstddef>

namespace {

std::atomic<std::uint64_t> count{0};

}  // namespace

#ifdef __SANITIZE_ADDRESS__

// Of the sanitizer's runtime; gcc brings no header for it.
extern "C" int __sanitizer_install_malloc_and_free_hooks(  // NOLINT(bugprone-reserved-identifier)
    void (*allocated)(const volatile void*, std::size_t), void (*freed)(const volatile void*));

namespace {

void counted(const volatile void*, std::size_t) { ++count; }
void ignored(const volatile void*) {}
const int installed = __sanitizer_install_malloc_and_free_hooks(counted, ignored);

}  // namespace

#else

// The program's own malloc comes before the C library's, which has these names for what is behind
// it.
extern "C" {

void* __libc_malloc(std::size_t size);                      // NOLINT(bugprone-reserved-identifier)
void* __libc_calloc(std::size_t number, std::size_t size);  // NOLINT(bugprone-reserved-identifier)
void* __libc_realloc(void* memory, std::size_t size);       // NOLINT(bugprone-reserved-identifier)

void* malloc(std::size_t size) {
  ++count;
  return __libc_malloc(size);
}
void* calloc(std::size_t number, std::size_t size) {
  ++count;
  return __libc_calloc(number, size);
}
void* realloc(void* memory, std::size_t size) {
  ++count;
  return __libc_realloc(memory, size);
}

}  // extern "C"

#endif

namespace latchkey {

std::uint64_t allocations() { return count; }

}  // namespace latchkey
