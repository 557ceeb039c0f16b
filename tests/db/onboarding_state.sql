\ir lib/begin.sql

-- What it says is tested through onboarding_progress and onboarding_save_step.
SELECT pg_temp.only_for('onboarding_state');
SELECT is(owner.rolname, 'latchkey_tenant', 'row-level security binds it')
  FROM pg_proc AS p JOIN pg_roles AS owner ON owner.oid = p.proowner
 WHERE p.oid = 'latchkey_api.onboarding_state'::regproc;

SELECT * FROM finish();
ROLLBACK;
