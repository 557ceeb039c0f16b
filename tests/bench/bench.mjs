// ./dev bench [PART…]: measures a stack of its own. All parts write docs/benchmarks.md; some only print.
import { pages } from './frontend.mjs';
import { layers } from './layers.mjs';
import { month } from './month.mjs';
import * as onTheServer from './parts.mjs';
import { Table, write } from './report.mjs';
import { services } from './services.mjs';
import { Bench, users } from './stack.mjs';

const parts = { ...onTheServer, layers, pages, services, month };
const few = 1_000;
const many = 1_000_000;
// Pages early, on a stack that nobody has loaded yet.
const all = [
  'memory',
  'start',
  'pages',
  'requests',
  'verify',
  'layers',
  'latency',
  'signups',
  'outbox',
  'services',
  'month',
  'growth',
];

const wanted = process.argv.length > 2 ? process.argv.slice(2) : all;
const unknown = wanted.find((part) => !all.includes(part));
if (unknown !== undefined) {
  console.error(`dev: there is no part ${unknown} of the bench; there are ${all.join(' ')}`);
  process.exit(2);
}

function setting(name, fallback) {
  const value = Number(process.env[name] ?? fallback);
  if (Number.isInteger(value) && value > 0) return value;
  console.error(`dev: ${name}=${process.env[name]} is not a whole number above 0`);
  process.exit(2);
}
const settings = {
  seconds: setting('LATCHKEY_BENCH_SECONDS', 5),
  rounds: setting('LATCHKEY_BENCH_ROUNDS', 5),
};

const table = new Table();
const tables = { layers: new Table(), services: new Table() }; // those of their own
const bench = await Bench.start();
try {
  const grows = wanted.includes('growth');
  bench.seed(1, few);
  const before = grows && (await parts.growth(bench, table, settings, few));
  bench.seed(few + 1, users);
  for (const part of wanted.filter((name) => name !== 'growth')) {
    console.log(`==> Measuring: ${part}`);
    await parts[part](bench, tables[part] ?? table, settings);
  }
  if (grows) {
    console.log(`==> Measuring: growth, which first makes ${many.toLocaleString('en')} users`);
    bench.seed(users + 1, many);
    const after = await parts.growth(bench, table, settings, many);
    table.add('GET session p50, a million users to a thousand', '', after / before, { most: 1.2 });
  }
} finally {
  await bench.stop();
}
console.log('');
for (const one of [table, ...Object.values(tables)]) one.print();
if (wanted === all) {
  write(table, tables, settings);
  console.log('\ndocs/benchmarks.md and docs/benchmarks.svg are written.');
}
