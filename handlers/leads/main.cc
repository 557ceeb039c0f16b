#include "handlers/leads/handler.h"

int main() {
  return latchkey::run_worker({"leads", latchkey::kSignedInKeys}, latchkey::handle_leads);
}
