// Takes the pictures of docs/screenshots/ anew: every page, on a desktop and a phone, light and dark.
//
//   node tests/browser/screenshots.mjs
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { desktop, phone, startBrowser } from '../harness/browser.mjs';
import { everyPage, useColors } from '../harness/pages.mjs';
import { startStack } from '../harness/stack.mjs';

const root = fileURLToPath(new URL('../..', import.meta.url));
const folder = path.join(root, 'docs', 'screenshots');
// Each with a user of its own: the walk begins with somebody new.
const devices = {
  desktop: ['ada@example.com', { viewport: desktop }],
  phone: [
    'lovelace@example.com',
    { viewport: phone, hasTouch: true, isMobile: true, deviceScaleFactor: 2 },
  ],
};

// WebP, which only the debugger makes: a tenth of a PNG.
async function picture(page, file) {
  const devtools = await page.context().newCDPSession(page);
  const { data } = await devtools.send('Page.captureScreenshot', { format: 'webp', quality: 90 });
  await devtools.detach();
  writeFileSync(path.join(folder, file), Buffer.from(data, 'base64'));
}

async function photograph(browser, device) {
  const [email, options] = devices[device];
  const profile = await browser.profile(options);
  const page = await profile.newPage();
  for await (const name of everyPage(page, email, { name: 'Ada Lovelace' })) {
    for (const colorScheme of ['light', 'dark']) {
      await useColors(page, colorScheme);
      await picture(page, `${name}-${device}-${colorScheme}.webp`);
    }
  }
  await profile.close();
}

const stack = await startStack();
const browser = await startBrowser(stack);
try {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  for (const device of Object.keys(devices)) await photograph(browser, device);
} finally {
  await browser.close();
  await stack.stop();
}
