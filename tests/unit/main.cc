// Runs the tests of one program. Sanitizers watch the heap in their build, so CppUTest's own leak
// detector stays off: it counts what OpenSSL and curl keep for good as leaks.
#include <CppUTest/CommandLineTestRunner.h>
#include <CppUTest/MemoryLeakWarningPlugin.h>

int main(int argc, char** argv) {
  MemoryLeakWarningPlugin::turnOffNewDeleteOverloads();
  return CommandLineTestRunner::RunAllTests(argc, argv);
}
