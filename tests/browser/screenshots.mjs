// Takes docs/screenshots/pages.webp again: every page, on a desktop and a phone, light and dark.
//
//   node tests/browser/screenshots.mjs
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { desktop, phone, startBrowser } from '../harness/browser.mjs';
import { everyPage, useColors } from '../harness/pages.mjs';
import { startStack } from '../harness/stack.mjs';

const file = fileURLToPath(new URL('../../docs/screenshots/pages.webp', import.meta.url));
// Each with a user of its own: the walk begins with somebody new.
const devices = [
  ['ada@example.com', { viewport: desktop }],
  ['lovelace@example.com', { viewport: phone, hasTouch: true, isMobile: true }],
];

// What the page shows, in base64. WebP, which only the debugger makes: a tenth of a PNG.
async function picture(page, quality) {
  const devtools = await page.context().newCDPSession(page);
  const { data } = await devtools.send('Page.captureScreenshot', { format: 'webp', quality });
  await devtools.detach();
  return data;
}

// Adds the pictures of a walk through all pages to `rows`, a Map of names.
async function photograph(browser, rows, [email, options]) {
  const profile = await browser.profile({ ...options, deviceScaleFactor: 2 });
  const page = await profile.newPage();
  for await (const name of everyPage(page, email, { name: 'Ada Lovelace' })) {
    const row = rows.get(name) ?? [];
    rows.set(name, row);
    for (const colorScheme of ['light', 'dark']) {
      await useColors(page, colorScheme);
      row.push(await picture(page, 100));
    }
  }
  await profile.close();
}

const rowOf = ([name, pictures]) => `<h2>${name.replaceAll('-', ' ')}</h2>
  <div>${pictures.map((data) => `<img src="data:image/webp;base64,${data}" alt="">`).join('')}</div>`;

async function contactSheet(browser, rows) {
  const width = 1096;
  const profile = await browser.profile({ viewport: { width, height: 100 }, deviceScaleFactor: 1.5 });
  const page = await profile.newPage();
  await page.setContent(`<style>
    body { margin: 12px; background: #8a9096; font: 14px sans-serif }
    h2 { margin: 12px 0 4px; color: #fff; font-size: 14px }
    div { display: flex; gap: 8px }
    img { height: 252px; border-radius: 4px }
  </style>${[...rows].map(rowOf).join('')}`);
  await page.evaluate(() => Promise.all([...document.images].map((image) => image.decode())));
  const height = await page.evaluate(() => document.documentElement.scrollHeight);
  await page.setViewportSize({ width, height });
  return Buffer.from(await picture(page, 80), 'base64');
}

const stack = await startStack();
const browser = await startBrowser(stack);
try {
  const rows = new Map();
  for (const device of devices) await photograph(browser, rows, device);
  writeFileSync(file, await contactSheet(browser, rows));
} finally {
  await browser.close();
  await stack.stop();
}
