#include "handlers/credits/handler.h"

int main() {
  return latchkey::run_worker({"credits", latchkey::kSignedInKeys}, latchkey::handle_credits);
}
