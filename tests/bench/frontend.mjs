// How soon the dashboard is there for somebody who comes back: from the start of the navigation to
// user, account and credits on the screen, in Chromium with a warm cache, as on any second visit.
//
//   ./dev up --detach && node tests/bench/frontend.mjs [--runs N]
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { startBrowser } from '../harness/browser.mjs';
import { newDashboard } from '../harness/pages.mjs';
import { openStack } from '../harness/stack.mjs';
import { onboardedUser } from '../harness/user.mjs';

const limits = { 'valid tokens': 100, 'a refresh': 500 };

// Milliseconds until the application's own mark `page-ready`.
async function pageReady(page) {
  await page.reload();
  const ready = await page.waitForFunction(
    () => performance.getEntriesByName('page-ready')[0]?.startTime,
  );
  return ready.jsonValue();
}

function statistics(times) {
  const sorted = times.toSorted((a, b) => a - b);
  const at = (part) => sorted[Math.floor(part * (sorted.length - 1))];
  return { runs: sorted.length, least: at(0), median: at(0.5), p90: at(0.9), most: at(1) };
}

// By turns, so that what else the machine does falls on both. `page`: shows somebody's dashboard.
// -> milliseconds by case
async function measure(page, runs) {
  const times = { 'valid tokens': [], 'a refresh': [] };
  await pageReady(page);
  for (let run = 0; run < runs; run += 1) {
    times['valid tokens'].push(await pageReady(page));
    await page.evaluate(() => localStorage.setItem('expiresAt', '0'));
    times['a refresh'].push(await pageReady(page));
  }
  return times;
}

// On a stack with the local provider. -> by case {runs, least, median, p90, most, limit}
export async function benchFrontend(stack, { runs = 21 } = {}) {
  const browser = await startBrowser(stack);
  try {
    const { page } = await newDashboard(browser, `bench+${Date.now().toString(36)}@example.com`);
    return Object.fromEntries(
      Object.entries(await measure(page, runs)).map(([of, all]) => [
        of,
        { ...statistics(all), limit: limits[of] },
      ]),
    );
  } finally {
    await browser.close();
  }
}

// A part of ./dev bench.
export async function pages(bench, table, { rounds }) {
  const { accessToken, refreshToken, expiresIn } = await onboardedUser(bench.latchkey);
  const browser = await startBrowser(bench.latchkey);
  try {
    const page = await (await browser.profile()).newPage();
    await page.goto('/login');
    await page.evaluate((stored) => Object.assign(localStorage, stored), {
      accessToken,
      refreshToken,
      expiresAt: String(Date.now() + expiresIn * 1000),
    });
    await page.goto('/');
    for (const [of, all] of Object.entries(await measure(page, 4 * rounds))) {
      for (const time of all) table.add(`page ready with ${of}`, 'ms', time, { most: limits[of] });
    }
  } finally {
    await browser.close();
  }
}

export function frontendReport(results) {
  const lines = Object.entries(results).map(
    ([of, { runs, least, median, p90, most, limit }]) =>
      `page ready with ${of.padEnd(12)} median ${median.toFixed(0)} ms (limit ${limit} ms), ` +
      `least ${least.toFixed(0)}, p90 ${p90.toFixed(0)}, most ${most.toFixed(0)}, ${runs} runs`,
  );
  return lines.join('\n');
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { values } = parseArgs({ options: { runs: { type: 'string', default: '21' } } });
  const root = fileURLToPath(new URL('../..', import.meta.url));
  const stack = openStack(process.env.LATCHKEY_DEV_DIR ?? path.join(root, '.dev'));
  const results = await benchFrontend(stack, { runs: Number(values.runs) });
  console.log(frontendReport(results));
  process.exitCode = Object.values(results).some(({ median, limit }) => median >= limit) ? 1 : 0;
}
