\ir lib/begin.sql

SELECT s AS s1 FROM pg_temp.sign_in('ada', 'a1') \gset
SELECT s AS s2 FROM pg_temp.sign_in('ada', 'a2') \gset
SELECT s AS s3 FROM pg_temp.sign_in('ada', 'a3') \gset
SELECT pg_temp.end_session(:'s1');
SELECT pg_temp.end_session(:'s2');
UPDATE latchkey.sessions SET revoked_at = now() - interval '901 s' WHERE id = :'s2';
SELECT set_has('SELECT latchkey_api.revocations_since(900)', format('SELECT %L::uuid', :'s1'),
               'a session revoked lately is told of');
SELECT set_hasnt('SELECT latchkey_api.revocations_since(900)',
                 format('VALUES (%L::uuid), (%L::uuid)', :'s2', :'s3'),
                 'one revoked long ago, or live, is not');
SELECT pg_temp.only_for('revocations_since', 'latchkey-auth-verify');

SELECT * FROM finish();
ROLLBACK;
