// Runs the tests of one program. Sanitizers watch the heap in their build, so CppUTest's own leak
// detector stays off: it counts what OpenSSL and curl keep until the end as leaks.
#include <signal.h>

#include <CppUTest/CommandLineTestRunner.h>
#include <CppUTest/MemoryLeakWarningPlugin.h>

int main(int argc, char** argv) {
  // A peer that has gone is an error of write(), as in the programs.
  signal(SIGPIPE, SIG_IGN);
  MemoryLeakWarningPlugin::turnOffNewDeleteOverloads();
  return CommandLineTestRunner::RunAllTests(argc, argv);
}
