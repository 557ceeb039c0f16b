// Credits spent by services: what one account allows, whose row every spender locks, and what 5,000 do.
import { addService } from '../harness/services.mjs';
import { pgbench, wrk } from './load.mjs';
import { accountId, range, users } from './stack.mjs';

const connections = 8; // of pgbench, for all that is compared

export async function services(bench, table, { seconds, rounds }) {
  const { latchkey } = bench;
  const token = await addService(latchkey, 'bench', 'credits:spend');
  bench.psql(
    '-c',
    `INSERT INTO latchkey.credit_transactions (account_id, amount, type, description)
     SELECT a.id, 1000000000, 'grant', 'Bench' FROM latchkey.accounts AS a`,
  );
  const sql = (script, variables) =>
    pgbench(latchkey.database, script, { seconds, connections, variables });
  let run = 0;
  for (let round = 0; round < rounds; round += 1) {
    run += 1;
    const bare = await sql('ledger.pgbench', {});
    const spend = await sql('spend.pgbench', { run, n: 0 });
    table.add('one account: bare ledger entry, SQL', '/s', bare);
    table.add('one account: spend, SQL', '/s', spend);
    table.add('one account: spend / bare ledger entry', '', spend / bare, { least: 0.7 });
    for (const [of, accounts] of [
      ['one account', 1],
      [`${users.toLocaleString('en')} accounts`, users],
    ]) {
      run += 1;
      table.add(`${of}: hold and settle, SQL`, '/s', await sql('hold.pgbench', { run, n: 0, accounts }));
      const file = bench.file('holds', [token, run, ...range(1, accounts).map(accountId)], String);
      const { rate } = await wrk(bench.http, 'hold.lua', file, { seconds });
      table.add(`${of}: hold and settle, through nginx`, '/s', rate / 2);
    }
  }
}
