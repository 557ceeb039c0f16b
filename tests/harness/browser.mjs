// Debian's Chromium on a stack, as a user has it. Each context is a browser profile of its own.
import { chromium } from 'playwright-core';

const flags = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

export const desktop = { width: 1280, height: 800 };
export const phone = { width: 390, height: 844 };
export const smallPhone = { width: 360, height: 740 };

const launch = { executablePath: '/usr/bin/chromium', args: flags };

const contextOf = (stack) => ({
  baseURL: stack.publicUrl,
  ignoreHTTPSErrors: true, // the stack's authority is its own
  viewport: desktop,
});

// Keeps what the pages of a context should never do: throw, or violate the CSP.
function watched(context) {
  context.setDefaultTimeout(15_000);
  context.problems = [];
  context.on('weberror', (error) => context.problems.push(String(error.error())));
  context.on('console', (message) => {
    if (/Content Security Policy/.test(message.text())) context.problems.push(message.text());
  });
  return context;
}

// -> {profile(options), close()}. `options`: of playwright's newContext.
export async function startBrowser(stack) {
  const browser = await chromium.launch(launch);
  return {
    profile: async (options = {}) =>
      watched(await browser.newContext({ ...contextOf(stack), ...options })),
    close: () => browser.close(),
  };
}

// A whole browser whose profile is kept in `folder` when it is closed.
export async function openProfile(stack, folder) {
  return watched(await chromium.launchPersistentContext(folder, { ...launch, ...contextOf(stack) }));
}

// From /login through the local provider's page, until the application has the user back.
// `name`: else the e-mail's first part.
export async function signIn(page, email, name) {
  await page.getByRole('button', { name: 'Continue with single sign-on' }).click();
  await page.getByLabel('E-mail').fill(email);
  if (name !== undefined) await page.getByLabel('Name').fill(name);
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
  await page.waitForURL((url) => !/^\/(login|auth\/callback|interaction)/.test(url.pathname));
}

// The three steps of onboarding, to the dashboard or where a deep link led.
export async function onboard(page, path = '/dashboard') {
  await page.getByLabel('Business name').fill('Analytical Engines');
  await page.getByRole('button', { name: 'Save and continue' }).click();
  await page.getByLabel('Target audience').fill('People with large tables');
  await page.getByRole('button', { name: 'Save and continue' }).click();
  await page.getByLabel('Goals of your analyses').fill('Fewer errors');
  await page.getByRole('button', { name: 'Finish setup' }).click();
  await page.waitForURL((url) => url.pathname === path);
}
