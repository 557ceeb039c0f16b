// latchkey-cron: drains the outbox, fails analyses that nobody finishes, and purges, from a timer.
// The only program with the Stripe key and the SMTP password.
//
// Role:    latchkey-cron: outbox_*, purge_*, analyses_expire
// Secrets: LATCHKEY_STRIPE_SECRET_KEY, LATCHKEY_SMTP_PASSWORD, LATCHKEY_SENTRY_DSN
// Egress:  Stripe, the mail server, Sentry
#include "cron/program.h"

int main(int argc, char** argv) { return latchkey::run_cron({argv + 1, argv + argc}); }
