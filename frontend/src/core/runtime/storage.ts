/** The part of the Web Storage API that the core uses. */
export interface KeyValueStorage {
  getItem(key: string): string | null;
  setItem(key: string, value: string): void;
  removeItem(key: string): void;
}

export class MemoryStorage implements KeyValueStorage {
  readonly #items = new Map<string, string>();

  getItem(key: string): string | null {
    return this.#items.get(key) ?? null;
  }

  setItem(key: string, value: string): void {
    this.#items.set(key, value);
  }

  removeItem(key: string): void {
    this.#items.delete(key);
  }
}

/**
 * The storage that `open` gives, or one in memory where the browser denies it (cookies blocked, no
 * space at all): then a session lasts as long as the page, which is better than no page.
 */
export function storageOrMemory(open: () => KeyValueStorage): KeyValueStorage {
  const probe = 'latchkey.probe';
  try {
    const storage = open();
    storage.setItem(probe, probe);
    storage.removeItem(probe);
    return storage;
  } catch {
    return new MemoryStorage();
  }
}
