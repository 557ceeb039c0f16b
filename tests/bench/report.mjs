// Samples, and the page that is made of them: docs/benchmarks.md with its plot.
import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));

export function median(samples) {
  const sorted = [...samples].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

function digits(value) {
  if (value >= 100) return Math.round(value).toLocaleString('en');
  return value.toFixed(value >= 10 ? 1 : 2);
}

export class Table {
  #rows = new Map();

  // A sample of what is called `name`; its goal: {least} or {most}, of the median.
  add(name, unit, value, goal = {}) {
    const row = this.#rows.get(name) ?? { name, unit, goal, samples: [] };
    row.samples.push(value);
    this.#rows.set(name, row);
    console.log(`    ${name}: ${digits(value)}${unit && ` ${unit}`}`);
  }

  // [name, median with unit, spread, goal, whether it is reached]
  get lines() {
    return [...this.#rows.values()].map(({ name, unit, goal, samples }) => {
      const middle = median(samples);
      const text = (value) => `${digits(value)}${unit && ` ${unit}`}`;
      const spread = `${digits(Math.min(...samples))} – ${digits(Math.max(...samples))}`;
      const wanted =
        goal.least !== undefined
          ? `≥ ${text(goal.least)}`
          : goal.most !== undefined
            ? `≤ ${text(goal.most)}`
            : '';
      const good = !(middle < goal.least || middle > goal.most);
      return [name, text(middle), spread, wanted, wanted && (good ? 'reached' : 'missed')];
    });
  }

  print() {
    for (const [name, middle, spread, wanted, met] of this.lines) {
      console.log(
        `${name.padEnd(52)} ${middle.padStart(14)}  (${spread})  ${wanted} ${met}`.trimEnd(),
      );
    }
  }

  // What is called `column: row`, by its medians. -> [head, rows], all texts
  get matrix() {
    const cells = [...this.#rows.values()].map(({ name, samples }) => [
      ...name.split(': '),
      digits(median(samples)),
    ]);
    const columns = [...new Set(cells.map(([column]) => column))];
    const names = [...new Set(cells.map(([, row]) => row))];
    const cell = (column, row) =>
      cells.find(([ofColumn, ofRow]) => ofColumn === column && ofRow === row)?.[2] ?? '';
    return [columns, names.map((row) => [row, ...columns.map((column) => cell(column, row))])];
  }

  // Rates by name, for the plot: median, least, most.
  get rates() {
    return [...this.#rows.values()]
      .filter(({ unit }) => unit === '/s')
      .map(({ name, samples }) => [
        name,
        median(samples),
        Math.min(...samples),
        Math.max(...samples),
      ]);
  }
}

const why = '[why](performance.md#what-bounds-what)';

function machine() {
  const [{ model }] = os.cpus();
  const release = /PRETTY_NAME="(.*)"/.exec(readFileSync('/etc/os-release', 'utf8'))[1];
  const gigabytes = Math.round(os.totalmem() / 2 ** 30);
  const [load] = os.loadavg();
  return (
    `${os.cpus().length} × ${model}, ${gigabytes} GB, ${release}, Linux ${os.release()}; ` +
    `load generator, nginx, workers and Postgres on the same machine; load average at the start ${load.toFixed(1)}`
  );
}

const rowOf = (cells) => `| ${cells.join(' | ')} |`;
const tableOf = (table) =>
  ['| what | median | spread | goal | |', '|---|--:|--:|--:|---|', ...table.lines.map(rowOf)]
    .join('\n')
    .replaceAll('missed |', `missed, ${why} |`);

export function page(table, services, { seconds, rounds }, where) {
  const commit = execFileSync('git', ['-C', root, 'rev-parse', '--short', 'HEAD'], {
    encoding: 'utf8',
  }).trim();
  return `# Benchmarks

Written by \`./dev bench\`, all in one run: ${rounds} rounds of ${seconds} s each; the figures are medians, the
spread is the least and the greatest. ${new Date().toISOString().slice(0, 10)}, commit ${commit}.

${where}.

A machine's own figures tell little; the ratios do. F: requests/s of a FastCGI program that does nothing,
through the same nginx. P: pgbench (\`-M prepared\`) calling the same stored function over as many
connections as the handler has workers. L = 1 / (1/F + 1/P), the limit of doing both.

${tableOf(table)}

![Requests a second](benchmarks.svg)

Where a request's time goes, layer by layer in the same run: [performance.md](performance.md).

## Services

${tableOf(services)}

Every spender of an account locks its row, and commits to disk before it is free. A *bare ledger entry* is an
INSERT into the ledger, whose triggers bring the account's row up to date: what one row's commits allow. *Spend* is
\`latchkey_app.spend\` over as many connections (8), with its key, its check and its lock. A hold and its settling
are two calls, each its own commit; a second counts both as one. *Through nginx*: \`POST /api/service/credits/holds\`
and \`…/settle\`, 16 connections.

## How it is measured

5,000 users, each request with the next one's token; refreshes are chains of real
rotations, committed to disk before they are answered; wrk with 16 connections over plain HTTP on loopback
unless the row says otherwise; release build, access log off, workers log warnings only; PostgreSQL with its default settings.
The \`refresh_tokens\` rows are of 30 days that pass in minutes: 5,000 users with the application open for three
hours a day, twelve refreshes each, by the stored functions with their clock put forward, and
\`latchkey-cron purge\` at the end of each day.
\`LATCHKEY_BENCH_SECONDS\` and \`LATCHKEY_BENCH_ROUNDS\` make it longer.
`;
}

// The plot, by gnuplot: a bar a rate, with its spread.
function plot(table, svg) {
  const data = table.rates
    .map(([name, ...figures]) => `"${name.replace(/ *[(,].*/, '')}" ${figures.join(' ')}`)
    .join('\n');
  execFileSync('gnuplot', [], {
    input: `
    set terminal svg size 900,420 dynamic background 'white' font 'sans-serif,12'
    set output '${svg}'
    set style data histogram
    set style histogram errorbars gap 1 lw 1
    set style fill solid 0.7 border -1
    set boxwidth 0.8
    set yrange [0:*]
    set ylabel 'requests a second (median, spread)'
    set xtics rotate by -20
    set grid ytics
    set format y "%'.0f"
    unset key
    $data << END
${data}
END
    plot $data using 2:3:4:xtic(1) lc rgb '#2f6f9f'
`,
  });
}

export const where = machine();

// docs/performance.md with the times of the layers in their place.
function withTimes(text, layers) {
  const [columns, times] = layers.matrix;
  const lines = [rowOf(['µs', ...columns]), `|---|${'--:|'.repeat(columns.length)}`];
  const figures = [...lines, ...times.map(rowOf)].join('\n');
  return text.replace(/(<!-- by .\/dev bench -->\n).*(\n<!-- end -->)/s, `$1${figures}$2`);
}

export function write(table, { layers, services }, settings) {
  const inDocs = (name) => path.join(root, 'docs', name);
  writeFileSync(inDocs('benchmarks.md'), page(table, services, settings, where));
  const performance = readFileSync(inDocs('performance.md'), 'utf8');
  writeFileSync(inDocs('performance.md'), withTimes(performance, layers));
  plot(table, inDocs('benchmarks.svg'));
}
