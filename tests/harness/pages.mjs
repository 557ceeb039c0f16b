// One walk of a new user through every page of the frontend, for tests that look at all of them.
import { onboard, signIn } from './browser.mjs';

const onboardingSteps = [
  ['business', 'Business name', 'Analytical Engines'],
  ['audience', 'Target audience', 'Independent cafés in large cities, five to twenty seats'],
  ['goals', 'Goals of your analyses', 'Which neighbourhoods are underserved, and at what price'],
];
const leads = [
  { name: 'Difference Bakery', website: 'https://difference.example' },
  { name: 'Café Lovelace', email: 'hello@lovelace.example' },
  {
    name: 'Babbage & Sons',
    email: 'charles@babbage.example',
    website: 'https://babbage.example',
    notes: 'Met at the trade fair; needs a quote before March.',
  },
];
const analyses = ['Prices of the ten nearest competitors', 'Underserved neighbourhoods'];
const question = 'Within a walk of ten minutes, and how have they changed since last year?';
const requestId = 'b7e23ec29af22b0b4e41da31e868d572';

export const button = (page, name) => page.getByRole('button', { name, exact: true });

export const heading = (page, name) => page.getByRole('heading', { level: 1, name }).waitFor();
const press = (page, name) => page.getByRole('button', { name, exact: true }).click();
const open = async (page, name) => {
  await page.getByRole('link', { name, exact: true }).click();
  await heading(page, name);
};

// A profile of its own with the dashboard of somebody new. -> {profile, page}
export async function newDashboard(browser, email, options) {
  const profile = await browser.profile(options);
  const page = await profile.newPage();
  await page.goto('/login');
  await signIn(page, email);
  await onboard(page);
  await heading(page, /^Hello/);
  return { profile, page };
}

// A call as the page itself would make it. -> its JSON
function call(page, method, path, body) {
  return page.evaluate(
    async ([how, where, what]) => {
      const answer = await fetch(where, {
        method: how,
        headers: {
          authorization: `Bearer ${localStorage.getItem('accessToken')}`,
          'content-type': 'application/json',
          'idempotency-key': crypto.randomUUID(),
        },
        body: what === undefined ? undefined : JSON.stringify(what),
      });
      if (!answer.ok) throw new Error(`${where}: ${answer.status} ${await answer.text()}`);
      return answer.json();
    },
    [method, path, body],
  );
}

export const get = (page, path) => call(page, 'GET', path);
export const post = (page, path, body) => call(page, 'POST', path, body);

// The theme that the system is said to have, once it is painted.
export async function useColors(page, colorScheme) {
  await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
  await page.evaluate(async () => {
    await document.fonts.ready;
    const frame = () => new Promise((resolve) => requestAnimationFrame(resolve));
    await frame();
    await Promise.allSettled(document.getAnimations().map((animation) => animation.finished));
    await frame();
  });
}

// The same user on a computer of another make.
async function signInElsewhere(page, email) {
  const elsewhere = await page.context().browser().newContext({
    ignoreHTTPSErrors: true,
    userAgent:
      'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) ' +
      'Version/18.1 Safari/605.1.15',
  });
  const far = await elsewhere.newPage();
  await far.goto(new URL('/login', page.url()).href);
  await signIn(far, email);
  await heading(far, /^Hello/);
  await elsewhere.close();
}

async function* signingIn(page, email, name) {
  await page.goto('/login');
  await heading(page, 'Sign in to Latchkey');
  await page.getByRole('button', { name: 'Continue with single sign-on' }).waitFor();
  yield 'login';

  await page.goto('/auth/callback?error=access_denied&state=unknown');
  await heading(page, 'We couldn’t sign you in');
  yield 'callback-error';

  await page.getByRole('link', { name: 'Back to sign-in' }).click();
  await signIn(page, email, name);
}

async function* onboarding(page) {
  for (const [index, [name, label, answer]] of onboardingSteps.entries()) {
    await page.waitForFunction((at) => document.title.startsWith(`Step ${at} `), index + 1);
    yield `onboarding-${name}`;
    if (name === 'business') {
      await press(page, 'Save and continue');
      await page.getByText('Please fill this in.').waitFor();
      yield 'onboarding-missing';
    }
    await page.getByLabel(label).fill(answer);
    await press(page, name === 'goals' ? 'Finish setup' : 'Save and continue');
  }
}

async function* withoutData(page) {
  await heading(page, /^Hello/);
  await page.getByText('No leads yet').waitFor();
  yield 'overview-empty';
  await open(page, 'Leads');
  await page.getByText('No leads yet').waitFor();
  yield 'leads-empty';
  await open(page, 'Analyses');
  await page.getByText('No analyses yet').waitFor();
  yield 'analyses-empty';
}

async function* withData(page, email, { moreLeads = [], moreAnalyses = [] }) {
  for (const lead of [...moreLeads, ...leads]) await post(page, '/api/leads', lead);
  for (const title of [...moreAnalyses, ...analyses]) {
    await post(page, '/api/analyses', { title, input: { question } });
  }
  await page.goto('/');
  await page.getByText(leads.at(-1).name).waitFor();
  await page.getByText(analyses.at(-1)).first().waitFor();
  await page.getByText(`Balance ${23 - moreAnalyses.length}`).waitFor();
  yield 'overview';
  await page.getByRole('button', { name: /^Account of/ }).click();
  await page.getByRole('button', { name: 'Sign out', exact: true }).waitFor();
  yield 'account-menu';
  await page.keyboard.press('Escape');

  await open(page, 'Leads');
  await page.getByText(leads.at(-1).name).waitFor();
  yield 'leads';
  yield* dialog(page, 'Add lead', 'lead-dialog');
  await open(page, 'Analyses');
  await page.getByText(analyses.at(-1)).waitFor();
  yield 'analyses';
  yield* dialog(page, 'New analysis', 'analysis-dialog');
  await page.getByRole('link', { name: analyses[0] }).click();
  await heading(page, analyses[0]);
  await page.getByText('It waits for its turn.').waitFor();
  yield 'analysis';
  await open(page, 'Credits');
  await page.getByText('Balance 25', { exact: true }).waitFor();
  yield 'credits';
  await signInElsewhere(page, email);
  await open(page, 'Devices');
  await page.getByText('Safari on macOS').waitFor();
  yield 'devices';
  yield* dialog(page, 'Sign out everywhere', 'devices-dialog');
}

async function* dialog(page, button, name) {
  await press(page, button);
  await page.getByRole('dialog').waitFor();
  yield name;
  await page.keyboard.press('Escape');
  await page.getByRole('dialog').waitFor({ state: 'detached' });
}

async function* problems(page) {
  await page.goto('/nowhere');
  await heading(page, 'This page doesn’t exist');
  yield 'not-found';

  const unavailable = (route) =>
    route.fulfill({
      status: 503,
      contentType: 'application/problem+json',
      body: JSON.stringify({ error: 'Briefly unavailable.', code: 'unavailable', requestId }),
    });
  await page.route('**/api/leads', unavailable);
  await page.goto('/leads');
  await page.getByText(requestId).waitFor();
  yield 'list-error';
  await page.route('**/api/auth/session', unavailable);
  await page.goto('/');
  await heading(page, 'We can’t reach the server');
  yield 'unreachable';
  await page.unrouteAll();

  await page.route('**/assets/signed-in-*.js', (route) => route.abort());
  await page.goto('/');
  await heading(page, 'Something went wrong');
  yield 'failure';
  await page.unrouteAll();
}

// Stops at each page, dialog and error with its name. Works in a profile where nobody is signed in;
// `name`: the user's, else the e-mail's first part; `moreLeads`: beside the usual ones.
export async function* everyPage(page, email, { name, ...more } = {}) {
  yield* signingIn(page, email, name);
  yield* onboarding(page);
  yield* withoutData(page);
  yield* withData(page, email, more);
  yield* problems(page);
}
