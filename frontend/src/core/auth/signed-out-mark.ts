import type { KeyValueStorage } from '../runtime/storage';

const KEY = 'latchkey.signedOut';

/** That the last session of this browser ended because somebody signed out. */
export class SignedOutMark {
  readonly #storage: KeyValueStorage;

  constructor(storage: KeyValueStorage) {
    this.#storage = storage;
  }

  isSet(): boolean {
    return this.#storage.getItem(KEY) !== null;
  }

  set(): void {
    this.#storage.setItem(KEY, '1');
  }

  remove(): void {
    this.#storage.removeItem(KEY);
  }
}
