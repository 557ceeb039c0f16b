// What stored functions with many columns return, by the names of the columns, in their order.
#pragma once

#include "tests/fakes/caller.h"

namespace latchkey {

using Field = FakeCaller::Field;

// create_account_atomic: somebody new.
struct CreatedAccountRow {
  Field created = "t";
  Field user_id = {};
  Field email = "ada@example.com";
  Field full_name = "Ada Lovelace";
  Field avatar_url = {};
  Field account_id = {};
  Field account_name = "Ada's Account";
  Field account_slug = "ada";
  Field credits = "25";
  Field available = "25";
  Field onboarding_completed = "f";
  Field session_id = {};
  Field refresh_expires_in = "604800";

  operator FakeCaller::Row() const {  // NOLINT(google-explicit-constructor): db.answers(row)
    return {created,           user_id,      email,   full_name, avatar_url,           account_id,
            account_name,      account_slug, credits, available, onboarding_completed, session_id,
            refresh_expires_in};
  }
};

// session_get
struct SessionRow {
  Field outcome = "live";
  Field user_id = {};
  Field email = "ada@example.com";
  Field full_name = "Ada";
  Field avatar_url = {};
  Field account_id = {};
  Field account_name = "Ada's Account";
  Field account_slug = "ada";
  Field credits = "25";
  Field available = "25";
  Field onboarding_completed = "f";
  Field created_at = "2026-01-02T03:04:05Z";
  Field expires_at = "2026-01-09T03:04:05Z";

  operator FakeCaller::Row() const {  // NOLINT(google-explicit-constructor): db.answers(row)
    return {outcome,      user_id,      email,   full_name, avatar_url,           account_id,
            account_name, account_slug, credits, available, onboarding_completed, created_at,
            expires_at};
  }
};

// session_rotate
struct RotatedSessionRow {
  Field outcome = "rotated";
  Field session_id = {};
  Field user_id = {};
  Field account_id = {};
  Field onboarding_completed = "t";
  Field refresh_expires_in = "604800";

  operator FakeCaller::Row() const {  // NOLINT(google-explicit-constructor): db.answers(row)
    return {outcome, session_id, user_id, account_id, onboarding_completed, refresh_expires_in};
  }
};

// admin_session_list
struct AdminSessionRow {
  Field session_id = {};
  Field user_id = {};
  Field email = "ada@example.com";
  Field created_at = {};
  Field used_at = {};
  Field expires_at = "2026-01-09T03:04:05Z";
  Field ip = "192.0.2.8";
  Field user_agent = "Agent/1.0";
  Field state = "live";
  Field ended_at = {};
  Field reason = {};

  operator FakeCaller::Row() const {  // NOLINT(google-explicit-constructor): db.answers(row)
    return {session_id, user_id,    email, created_at, used_at, expires_at,
            ip,         user_agent, state, ended_at,   reason};
  }
};

// admin_session_why
struct AdminWhyRow {
  Field session_id = {};
  Field email = "ada@example.com";
  Field created_at = {};
  Field ended_at = {};
  Field reason = {};
  Field explanation = "Something else.";
  Field ip = "192.0.2.8";
  Field user_agent = "Agent/1.0";
  Field request_id = "request-1";
  Field detail = "{}";

  operator FakeCaller::Row() const {  // NOLINT(google-explicit-constructor): db.answers(row)
    return {session_id,  email, created_at, ended_at,   reason,
            explanation, ip,    user_agent, request_id, detail};
  }
};

// outbox_claim
struct ClaimedJobRow {
  Field id = {};
  Field fence = "3";
  Field account_id = {};
  Field kind = "stripe.customer.create";
  Field payload = {};
  Field attempts = "1";
  Field idempotency_key = {};
  Field params = {};
  Field first_attempt_at = {};
  Field suspect = "f";
  Field customer = {};
  Field due_us = {};

  operator FakeCaller::Row() const {  // NOLINT(google-explicit-constructor): db.answers(row)
    return {id,
            fence,
            account_id,
            kind,
            payload,
            attempts,
            idempotency_key,
            params,
            first_attempt_at,
            suspect,
            customer,
            due_us};
  }
};

// admin_outbox_status
struct OutboxStatusRow {
  Field lane = {};
  Field due = "0";
  Field in_flight = "0";
  Field later = "0";
  Field dead = "0";
  Field bad_address = "0";
  Field done = "0";
  Field oldest = {};
  Field held = {};
  Field seen_at = {};

  operator FakeCaller::Row() const {  // NOLINT(google-explicit-constructor): db.answers(row)
    return {lane, due, in_flight, later, dead, bad_address, done, oldest, held, seen_at};
  }
};

// admin_outbox_list
struct OutboxJobRow {
  Field id = {};
  Field account_id = {};
  Field kind = {};
  Field state = {};
  Field attempts = "0";
  Field created_at = {};
  Field due_at = {};
  Field last_error = {};

  operator FakeCaller::Row() const {  // NOLINT(google-explicit-constructor): db.answers(row)
    return {id, account_id, kind, state, attempts, created_at, due_at, last_error};
  }
};

// metrics_snapshot
struct MetricsRow {
  Field outbox_pending = {};
  Field outbox_dead = {};
  Field outbox_oldest_seconds = {};
  Field outbox_attempts = {};
  Field latest_migration = {};

  operator FakeCaller::Row() const {  // NOLINT(google-explicit-constructor): db.answers(row)
    return {outbox_pending, outbox_dead, outbox_oldest_seconds, outbox_attempts, latest_migration};
  }
};

// health_check: a database in order.
struct HealthRow {
  Field migrations = "t";
  Field outbox_dead = "0";
  Field outbox_overdue = "0";
  Field outbox_held = "0";

  operator FakeCaller::Row() const {  // NOLINT(google-explicit-constructor): db.answers(row)
    return {migrations, outbox_dead, outbox_overdue, outbox_held};
  }
};

}  // namespace latchkey
