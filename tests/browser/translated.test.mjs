// A browser that translates the page while the application runs in it.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { signIn, startBrowser } from '../harness/browser.mjs';
import { button, everyPage, heading } from '../harness/pages.mjs';
import { sharedStack } from '../harness/stack.mjs';

let stack, browser;

before(async () => {
  stack = await sharedStack();
  browser = await startBrowser(stack);
});
after(async () => {
  await browser?.close();
  await stack?.stop();
});

// Puts each text of the page, now and later, into <font><font>, as Google Translate does.
function translator() {
  const isForeign = (text) =>
    text.data.trim() !== '' && !text.parentElement?.closest('font, script, style, textarea, head');
  const translate = (root) => {
    const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
    const texts = [];
    while (walker.nextNode()) if (isForeign(walker.currentNode)) texts.push(walker.currentNode);
    for (const text of texts) {
      const outer = document.createElement('font');
      const inner = document.createElement('font');
      inner.textContent = text.data;
      outer.append(inner);
      text.replaceWith(outer);
    }
  };
  const start = () => {
    translate(document.body);
    new MutationObserver(() => translate(document.body)).observe(document.body, {
      childList: true, characterData: true, subtree: true,
    });
  };
  if (document.body) start();
  else document.addEventListener('DOMContentLoaded', start);
}

test('a page that the browser translates works on every page and in every dialog', async () => {
  const profile = await browser.profile();
  await profile.addInitScript(translator);
  const page = await profile.newPage();
  const seen = [];

  for await (const name of everyPage(page, 'translated@example.com')) {
    seen.push(name);
    const texts = await page.evaluate(() => document.querySelectorAll('#root font').length);
    assert.ok(texts > 0, `${name} is translated`);
  }

  assert.ok(seen.length > 15, seen.join());
  const unexpected = profile.problems.filter((text) => !/dynamically imported/.test(text));
  assert.deepEqual(unexpected, []);
  await profile.close();
});

test('texts that change are seen changed on a translated page, and nothing twice', async () => {
  const profile = await browser.profile();
  await profile.addInitScript(translator);
  const page = await profile.newPage();
  await page.goto('/login');
  await signIn(page, 'changing@example.com');
  const release = Promise.withResolvers();
  await page.route('**/api/onboarding/save-progress', async (route) => {
    await release.promise;
    await route.continue();
  });
  await button(page, 'Save and continue').click();
  await page.getByText('Please fill this in.').waitFor();

  await page.getByLabel('Business name').fill('Analytical Engines');
  await page.getByText('Please fill this in.').waitFor({ state: 'detached' });
  await button(page, 'Save and continue').click();
  await button(page, 'Saving…').waitFor();
  release.resolve();

  await heading(page, 'Who are you trying to reach?');
  await button(page, 'Save and continue').waitFor();
  assert.deepEqual(profile.problems, []);
  await profile.close();
});
