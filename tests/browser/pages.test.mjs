// Every page in a real browser: accessible, at home on a phone, and quiet.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { faults, sidewaysBy, violations } from '../harness/accessible.mjs';
import { desktop, smallPhone, startBrowser } from '../harness/browser.mjs';
import { everyPage, get, heading, newDashboard, post } from '../harness/pages.mjs';
import { sharedStack } from '../harness/stack.mjs';

const longWord = 'Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft';
// The longest of everything, of words that do not break.
const longLead = {
  name: longWord.repeat(2),
  email: `${longWord.repeat(3)}@example.com`,
  website: `https://${'example'.repeat(8)}.com/${longWord}`,
  notes: longWord.repeat(40),
};
const brokenCode = /Failed to fetch dynamically imported module.*signed-in-/;

let stack, browser;

before(async () => {
  stack = await sharedStack();
  browser = await startBrowser(stack);
});
after(async () => {
  await browser?.close();
  await stack?.stop();
});

// Errors in the console; those of requests that a walk breaks on purpose are the browser's own.
function consoleOf(profile) {
  const errors = [];
  profile.on('console', (message) => {
    if (message.type() === 'error' && !/Failed to load resource/.test(message.text())) {
      errors.push(message.text());
    }
  });
  return errors;
}

for (const [device, options] of [
  ['desktop', { viewport: desktop }],
  ['small phone', { viewport: smallPhone, hasTouch: true, isMobile: true }],
]) {
  test(`on a ${device} axe finds no violation on any page, and none scrolls sideways`, async () => {
    const profile = await browser.profile(options);
    const errors = consoleOf(profile);
    const page = await profile.newPage();
    const found = {};

    const email = `${'w'.repeat(50)}.${device.replace(' ', '-')}@example.com`;
    const user = { name: longWord.repeat(2), moreLeads: [longLead], moreAnalyses: [longWord.repeat(2)] };
    for await (const name of everyPage(page, email, user)) {
      const wrong = await faults(page);
      if (wrong.length > 0) found[name] = wrong;
    }

    assert.deepEqual(found, {});
    // At the last stop the code of a page can't be fetched.
    const unexpected = [...errors, ...profile.problems].filter((text) => !brokenCode.test(text));
    assert.deepEqual(unexpected, []);
    await profile.close();
  });
}

test('the focus goes to the heading of a page that is navigated to, and the title follows', async () => {
  const { profile, page } = await newDashboard(browser, 'focus@example.com');

  for (const name of ['Leads', 'Analyses', 'Credits', 'Devices']) {
    await page.getByRole('link', { name, exact: true }).click();
    await page.waitForFunction((title) => document.title === title, `${name} · Latchkey`);
    const focused = await page.waitForFunction(() => {
      const element = document.activeElement;
      return element?.tagName === 'H1' && element.textContent;
    });
    assert.equal(await focused.jsonValue(), name);
  }
  await page.goBack();
  await page.waitForFunction(() => document.activeElement?.textContent === 'Credits');
  await profile.close();
});

test('a dialog takes the focus, keeps it, and gives it back', async () => {
  const { profile, page } = await newDashboard(browser, 'dialog@example.com');
  await page.goto('/leads');
  const button = page.getByRole('button', { name: 'Add lead', exact: true });
  await button.focus();
  await page.keyboard.press('Enter');
  const dialog = page.getByRole('dialog');
  await dialog.waitFor();

  for (let tabs = 0; tabs < 12; tabs += 1) {
    await page.keyboard.press('Tab');
    const behind = await page.evaluate(() => {
      const root = document.getElementById('root');
      return root.contains(document.activeElement) && document.activeElement.outerHTML;
    });
    assert.equal(behind, false, `the focus left the dialog at tab ${tabs}`);
  }
  await page.keyboard.press('Escape');
  await dialog.waitFor({ state: 'detached' });
  await page.waitForFunction(() => document.activeElement?.textContent === 'Add lead');
  await profile.close();
});

// Tab until `target` has the focus, which has to be seen there.
async function tabTo(page, target) {
  for (let tabs = 0; tabs < 20; tabs += 1) {
    await page.keyboard.press('Tab');
    if (!(await target.evaluate((element) => element === document.activeElement))) continue;
    const outline = await target.evaluate((element) => getComputedStyle(element).outlineStyle);
    assert.notEqual(outline, 'none', 'the focus is visible');
    return;
  }
  assert.fail(`no tab stop at ${target}`);
}

test('somebody without a mouse signs in and completes onboarding', async () => {
  const profile = await browser.profile();
  const page = await profile.newPage();
  await page.goto('/login');
  const button = (name) => page.getByRole('button', { name, exact: true });
  const type = async (label, text) => {
    await tabTo(page, page.getByLabel(label));
    await page.keyboard.type(text);
  };
  const press = async (name) => {
    await tabTo(page, button(name));
    await page.keyboard.press('Enter');
  };

  await press('Continue with single sign-on');
  await page.getByLabel('E-mail').fill('keyboard@example.com'); // the provider's page isn't ours
  await page.keyboard.press('Enter');
  await page.waitForURL('**/onboarding');
  await heading(page, 'Tell us about your business');
  await type('Business name', 'Analytical Engines');
  await page.keyboard.press('Enter');
  await heading(page, 'Who are you trying to reach?');
  await type('Target audience', 'People with large tables');
  await press('Back');
  await heading(page, 'Tell us about your business');
  await press('Save and continue');
  await heading(page, 'Who are you trying to reach?');
  await type('Target audience', 'People with large tables');
  await press('Save and continue');
  await heading(page, 'What do you want to find out?');
  await type('Goals of your analyses', 'Fewer errors');
  await press('Finish setup');

  await heading(page, 'Hello, keyboard');
  await profile.close();
});

test('a lead with long notes takes a few lines, and shows all of them when asked', async () => {
  const { profile, page } = await newDashboard(browser, 'long-notes@example.com', { viewport: smallPhone });
  await post(page, '/api/leads', { name: 'Long', notes: 'word '.repeat(800) });

  for (const path of ['/', '/leads']) {
    await page.goto(path);
    const row = page.getByRole('listitem').filter({ hasText: 'Long' });
    const height = async () => (await row.boundingBox()).height;
    const more = row.getByRole('button', { name: 'Show all' });
    await more.waitFor();
    assert.ok((await height()) < 200, `${path}: ${await height()} px`);
    await more.click();
    const less = row.getByRole('button', { name: 'Show less' });
    await less.waitFor();
    assert.ok((await height()) > 1000);
    await less.click();
    await more.waitFor();
    assert.ok((await height()) < 200);
  }
  await profile.close();
});

test('an analysis can be about any of 60 leads: typing finds it, by keyboard alone', async () => {
  const { profile, page } = await newDashboard(browser, 'many-leads@example.com', { viewport: smallPhone });
  await post(page, '/api/leads', { name: 'The very first' });
  for (let n = 0; n < 59; n += 1) await post(page, '/api/leads', { name: `Lead ${n}` });
  await post(page, '/api/leads', longLead);
  await page.goto('/analyses');
  await page.getByRole('button', { name: 'New analysis' }).click();
  const field = page.getByRole('combobox', { name: 'About a lead' });

  await page.getByLabel('Title').fill('History');
  await page.keyboard.press('Tab');
  await page.keyboard.press('ArrowDown');
  await page.getByRole('option', { name: longLead.name }).waitFor();
  assert.equal(await sidewaysBy(page), 0);
  assert.deepEqual(await violations(page), []);
  await page.keyboard.type('VERY F');
  await page.getByRole('option', { name: 'The very first' }).waitFor();
  await page.waitForFunction(() => document.querySelectorAll('[role=option]').length === 1);
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  assert.equal(await field.inputValue(), 'The very first');
  const [answer] = await Promise.all([
    page.waitForResponse((response) => response.request().method() === 'POST'),
    page.getByRole('button', { name: 'Start for 1 credit' }).click(),
  ]);

  const { lead_id } = await answer.json();
  assert.equal(answer.status(), 201);
  const lead = await get(page, `/api/leads/${lead_id}`);
  assert.equal(lead.name, 'The very first');
  assert.deepEqual(profile.problems, []);
  await profile.close();
});

// How long the animations of a sign-in button last that waits for its server.
async function spinnerPeriods(reducedMotion) {
  const profile = await browser.profile({ reducedMotion });
  const page = await profile.newPage();
  await page.route('**/api/auth/config', () => {}); // never answered
  await page.goto('/login');
  await page.getByRole('button', { name: 'Continue with single sign-on' }).click();
  await page.getByText('Opening the sign-in page…').waitFor();
  const periods = await page.evaluate(() =>
    document.getAnimations().map((animation) => animation.effect.getComputedTiming().activeDuration));
  await profile.close();
  return periods;
}

test('nothing moves for those who ask for less motion', async () => {
  assert.ok((await spinnerPeriods('no-preference')).some((period) => period > 100));
  assert.deepEqual((await spinnerPeriods('reduce')).filter((period) => period > 1), []);
});
