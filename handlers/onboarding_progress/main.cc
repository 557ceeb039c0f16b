#include "handlers/onboarding_progress/handler.h"

int main() {
  return latchkey::run_worker({"onboarding-progress", latchkey::kSignedInKeys},
                              latchkey::handle_onboarding_progress);
}
