// Where oidc-provider keeps its sessions, codes and grants: a Map of this process.
// https://github.com/panva/node-oidc-provider/blob/main/example/my_adapter.js is the interface.
const stored = new Map();

export class MemoryAdapter {
  #model;

  constructor(model) {
    this.#model = model;
  }

  #key(id) {
    return `${this.#model}:${id}`;
  }

  #own() {
    return [...stored].filter(([key]) => key.startsWith(this.#key('')));
  }

  async upsert(id, payload, expiresIn) {
    const key = this.#key(id);
    clearTimeout(stored.get(key)?.timer);
    const timer = setTimeout(() => stored.delete(key), expiresIn * 1000).unref();
    stored.set(key, { payload, timer });
  }

  async find(id) {
    return stored.get(this.#key(id))?.payload;
  }

  async findByUid(uid) {
    return this.#own().find(([, { payload }]) => payload.uid === uid)?.[1].payload;
  }

  async consume(id) {
    const payload = await this.find(id);
    if (payload) payload.consumed = Math.floor(Date.now() / 1000);
  }

  async destroy(id) {
    stored.delete(this.#key(id));
  }

  // Only this model's: a sign-in under way names the grant of the user before, and has to go on.
  async revokeByGrantId(grantId) {
    for (const [key, { payload }] of this.#own()) {
      if (payload.grantId === grantId) stored.delete(key);
    }
  }
}
