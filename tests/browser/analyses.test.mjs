// What a user sees of an analysis while a service works on it, and of credits that a service holds.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { faults } from '../harness/accessible.mjs';
import { desktop, smallPhone, startBrowser } from '../harness/browser.mjs';
import { Client, randomToken } from '../harness/client.mjs';
import { get, heading, newDashboard, post } from '../harness/pages.mjs';
import { addService } from '../harness/services.mjs';
import { startStack } from '../harness/stack.mjs';

const longWord = 'Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft';
const devices = {
  desktop: { viewport: desktop },
  'small phone': { viewport: smallPhone, hasTouch: true, isMobile: true },
};

let stack, browser, client, token;

before(async () => {
  stack = await startStack();
  browser = await startBrowser(stack);
  client = new Client(stack);
  token = await addService(stack, 'reports', 'analyses:work', 'credits:spend');
});
after(async () => {
  client?.close();
  await browser?.close();
  await stack?.stop();
});

// A call of the adopter's program. -> its JSON
async function serve(path, body) {
  const headers = { authorization: `Bearer ${token}`, 'idempotency-key': randomToken() };
  const { status, text, json } = await client.post(`/api/service/${path}`, body, headers);
  assert.ok([200, 201].includes(status), text);
  return json;
}

async function claim(title) {
  const { analysis } = await serve('analyses/claim', { lease: 60 });
  assert.equal(analysis.title, title);
  return (end, outcome) =>
    serve(`analyses/${analysis.id}/${end}`, { fence: analysis.fence, ...outcome });
}

const statusOf = (page) => page.getByRole('region', { name: 'Progress' }).getByRole('status');
const saying = (page, words) => statusOf(page).filter({ hasText: words }).waitFor();
const creditsLeft = (page, number) =>
  page.locator('dl', { hasText: 'Credits left' }).getByText(String(number), { exact: true }).waitFor();

// The same document for as long as `look` takes: a reload would forget.
async function withoutReload(page, look) {
  await page.evaluate(() => { globalThis.sameDocument = true; });
  await look();
  assert.equal(await page.evaluate(() => globalThis.sameDocument), true);
}

for (const [device, options] of Object.entries(devices)) {
  const name = (what) => `${what}-${device.replace(' ', '-')}`;

  test(`on a ${device} an analysis is followed from its question to its result`, async () => {
    const { profile, page } = await newDashboard(browser, `${name('done')}@example.com`, options);
    await page.goto('/analyses');
    await page.getByRole('button', { name: 'New analysis' }).click();
    await page.getByLabel('Title').fill(name('Prices'));
    await page.getByLabel('Question').fill(`What do they ask\nfor ${longWord.repeat(3)}?`);
    await page.getByRole('button', { name: 'Start for 1 credit' }).click();
    await page.getByRole('link', { name: name('Prices') }).click();
    await heading(page, name('Prices'));

    await withoutReload(page, async () => {
      await saying(page, 'It waits for its turn.');
      await page.getByRole('region', { name: 'Question' }).getByText('What do they ask').waitFor();
      assert.deepEqual(await faults(page), []);
      const end = await claim(name('Prices'));
      await saying(page, 'It is being worked on.');
      await end('done', { result: { summary: `Twice as much.\n\n${longWord.repeat(20)}`, score: 7 } });
      await saying(page, 'It is done.');
      await page.getByRole('region', { name: 'Result' }).getByText('Twice as much.').waitFor();
    });

    assert.deepEqual(await faults(page), []);
    await page.getByRole('link', { name: 'All analyses' }).click();
    await page.getByRole('listitem').getByText('Done', { exact: true }).waitFor();
    assert.deepEqual(await faults(page), []);
    assert.deepEqual(profile.problems, []);
    await profile.close();
  });

  test(`on a ${device} one that fails says why, and its credit comes back`, async () => {
    const { profile, page } = await newDashboard(browser, `${name('failed')}@example.com`, options);
    const { id } = await post(page, '/api/analyses', { title: name('Lost'), input: { pages: [1, { deep: longWord.repeat(3) }] } });
    await page.goto('/');

    await withoutReload(page, async () => {
      await creditsLeft(page, 24);
      const end = await claim(name('Lost'));
      await page.getByRole('listitem').getByText('Running').waitFor();
      await end('fail', { reason: `The site cannot be read: ${longWord.repeat(3)}` });
      await page.getByRole('listitem').getByText('Failed', { exact: true }).waitFor();
      await creditsLeft(page, 25);
    });
    await page.getByText('Credit given back').waitFor();
    await page.getByRole('link', { name: name('Lost') }).click();

    await saying(page, 'It failed, and the credit that it cost is back on your account.');
    await page.getByRole('region', { name: 'What went wrong' }).getByText('The site cannot be read').waitFor();
    await page.getByRole('region', { name: 'Question' }).getByText('"pages"').waitFor();
    assert.deepEqual(await faults(page), []);
    await page.goto('/credits');
    await page.getByRole('listitem').filter({ hasText: 'Given back' }).getByText('+1').waitFor();
    assert.equal((await get(page, `/api/analyses/${id}`)).status, 'failed');
    assert.deepEqual(profile.problems, []);
    await profile.close();
  });

  test(`on a ${device} a result without a summary is shown as it is`, async () => {
    const { profile, page } = await newDashboard(browser, `${name('json')}@example.com`, options);
    const { id } = await post(page, '/api/analyses', { title: name('Data') });
    const end = await claim(name('Data'));
    await end('done', { result: { places: [{ name: longWord.repeat(3), rent: 1200 }] } });

    await page.goto(`/analyses/${id}`);

    await page.getByRole('region', { name: 'Result' }).getByText('"rent": 1200').waitFor();
    assert.deepEqual(await faults(page), []);
    assert.deepEqual(profile.problems, []);
    await profile.close();
  });

  test(`on a ${device} credits that are held are apart from those that are spent`, async () => {
    const { profile, page } = await newDashboard(browser, `${name('held')}@example.com`, options);
    const { account } = await get(page, '/api/auth/session');
    const amounts = { account_id: account.id, amount: 4, description: 'Export' };
    await serve('credits/spend', amounts);
    const { hold } = await serve('credits/holds', amounts);
    const figure = (label, number) =>
      page.locator('dl', { has: page.getByText(label, { exact: true }) })
        .getByText(String(number), { exact: true }).waitFor();

    await page.goto('/credits');
    await figure('Balance', 21);
    await figure('Available', 17);
    await figure('Held', 4);
    assert.deepEqual(await faults(page), []);
    await page.goto('/');
    await creditsLeft(page, 17);
    await page.getByText('4 more held').waitFor();
    await serve(`credits/holds/${hold.id}/settle`, { amount: 1 });
    await page.goto('/credits');
    await figure('Balance', 20);

    assert.equal(await page.getByText('Held', { exact: true }).count(), 0);
    assert.deepEqual(profile.problems, []);
    await profile.close();
  });
}
