// Somebody signed in at one stack, with the calls that users make.
import { randomToken, somebody } from './client.mjs';

export const profile = {
  business_name: 'Analytical Engines',
  target_audience: 'People with large tables',
  analysis_goals: 'Fewer errors',
};

class User {
  constructor({ client, provider }, identity, signedIn) {
    Object.assign(this, { client, provider, identity, ...signedIn });
  }

  get #bearer() {
    return { authorization: `Bearer ${this.accessToken}` };
  }

  get(path) {
    return this.client.get(path, this.accessToken);
  }

  post(path, body, headers = {}) {
    return this.client.post(path, body, { ...this.#bearer, ...headers });
  }

  // `key`: an Idempotency-Key.
  create(path, body, key) {
    return this.post(path, body, key === undefined ? {} : { 'idempotency-key': key });
  }

  save(step, data) {
    return this.post('/api/onboarding/save-progress', { step, data });
  }

  // Without `fields` there is no body at all.
  complete(fields) {
    return this.post('/api/onboarding/complete', fields);
  }

  // The same person on another device.
  async elsewhere() {
    const { json } = await this.client.completeSignup(this.provider, this.identity);
    return new User(this, this.identity, json);
  }

  async refreshed() {
    const { json } = await this.client.refresh(this.refreshToken, randomToken());
    return new User(this, this.identity, { ...json, user: this.user, account: this.account });
  }
}

// A new person of `latchkey` (harness/latchkey.mjs), signed in for the first time.
export async function newUser(latchkey) {
  const identity = somebody();
  const { json } = await latchkey.client.completeSignup(latchkey.provider, identity);
  return new User(latchkey, identity, json);
}

// One who has completed onboarding as well.
export async function onboardedUser(latchkey) {
  const user = await newUser(latchkey);
  await user.complete(profile);
  return user;
}
