#include "handlers/analyses/handler.h"

int main() {
  return latchkey::run_worker({"analyses", latchkey::kSignedInKeys}, latchkey::handle_analyses);
}
