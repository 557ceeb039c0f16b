\ir lib/begin.sql

UPDATE latchkey.heartbeat SET beat_at = 'epoch';
SELECT lives_ok('SELECT latchkey_api.health_write()', 'it writes');
SELECT cmp_ok(beat_at, '>', now() - interval '1 minute', 'the time of day') FROM latchkey.heartbeat;
SELECT throws_ok('INSERT INTO latchkey.heartbeat (only_row) VALUES (false)', '23514', NULL, 'into one row');
SELECT pg_temp.only_for('health_write', 'latchkey-admin', 'latchkey-health');
SET TRANSACTION READ ONLY;
SELECT throws_ok('SELECT latchkey_api.health_write()', '25006', NULL, 'and fails where nothing can be written');

SELECT * FROM finish();
ROLLBACK;
