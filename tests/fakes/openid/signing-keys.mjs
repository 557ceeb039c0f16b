// The provider's RSA keys: one signs, some are published.
import { generateKeyPairSync, randomUUID, sign } from 'node:crypto';

function makeKey() {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  return { kid: randomUUID(), privateKey, jwk: publicKey.export({ format: 'jwk' }) };
}

export class SigningKeys {
  #published = [];
  #active;

  constructor() {
    this.rotate();
  }

  // A new key signs from now on. publish: whether the JWKS shows it; keepOld: whether the JWKS goes
  // on showing the keys before it.
  rotate({ publish = true, keepOld = true } = {}) {
    this.#active = makeKey();
    if (!keepOld) this.#published = [];
    if (publish) this.#published.push(this.#active);
  }

  get kid() {
    return this.#active.kid;
  }

  sign(text) {
    return sign('sha256', Buffer.from(text), this.#active.privateKey).toString('base64url');
  }

  jwks() {
    const keys = this.#published.map(({ kid, jwk }) => ({ ...jwk, kid, use: 'sig', alg: 'RS256' }));
    return { keys };
  }
}
