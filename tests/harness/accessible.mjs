// Whether a page is for everybody: axe, one heading, a title, nothing wider than the screen.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { useColors } from './pages.mjs';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

// What a page says of itself to those who can't see it. The source of axe goes in through the
// debugger, since the CSP lets no script of ours in.
export async function violations(page) {
  await page.evaluate(`globalThis.axe || (() => { ${axe} })()`);
  const { violations: found } = await page.evaluate(() => globalThis.axe.run());
  return found.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' | ')}`);
}

// How many pixels a page is wider than the screen.
export const sidewaysBy = (page) =>
  page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);

// What is wrong with a page, in both themes.
export async function faults(page) {
  const found = [];
  for (const colorScheme of ['light', 'dark']) {
    await useColors(page, colorScheme);
    found.push(...(await violations(page)).map((violation) => `${colorScheme}: ${violation}`));
  }
  const { headings, title } = await page.evaluate(() => ({
    headings: document.querySelectorAll('h1').length,
    title: document.title,
  }));
  const overflow = await sidewaysBy(page);
  if (headings !== 1) found.push(`${headings} headings of the first level`);
  if (!/^\S.* · Latchkey$/.test(title)) found.push(`is titled "${title}"`);
  if (overflow > 0) found.push(`scrolls sideways by ${overflow} px`);
  return found;
}
