\ir lib/begin.sql
\ir lib/outbox.sql

SELECT is(latchkey_api.outbox_state('dead', now(), NULL), 'dead', 'dead');
SELECT is(latchkey_api.outbox_state('pending', now(), NULL), 'due', 'due');
SELECT is(latchkey_api.outbox_state('pending', now(), now() - interval '1 s'), 'due', 'a lease that ran out is none');
SELECT is(latchkey_api.outbox_state('pending', now(), now() + interval '1 s'), 'in_flight', 'in_flight');
SELECT is(latchkey_api.outbox_state('pending', now() + interval '1 s', NULL), 'later', 'later');
SELECT pg_temp.only_for('outbox_state');

SELECT * FROM finish();
ROLLBACK;
