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

/** A storage that is opened at each use, so that one that the browser denies throws only then. */
export function openedStorage(open: () => KeyValueStorage): KeyValueStorage {
  return {
    getItem: (key) => open().getItem(key),
    setItem: (key, value) => open().setItem(key, value),
    removeItem: (key) => open().removeItem(key),
  };
}

/**
 * The storage that `open` gives, and memory over it for what it refuses: because the browser
 * denies it (cookies blocked), or because it is full. What is in memory lasts as long as the page.
 */
export function storageOrMemory(open: () => KeyValueStorage): KeyValueStorage {
  const memory = new MemoryStorage();
  const attempt = <T>(use: (storage: KeyValueStorage) => T): { result: T } | null => {
    try {
      return { result: use(open()) };
    } catch {
      return null;
    }
  };
  const remove = (key: string) => void attempt((storage) => storage.removeItem(key));
  return {
    // What is stored comes first: another tab has written it since the write that failed here.
    getItem: (key) => attempt((storage) => storage.getItem(key))?.result ?? memory.getItem(key),
    setItem: (key, value) => {
      memory.removeItem(key);
      if (attempt((storage) => storage.setItem(key, value)) !== null) return;
      memory.setItem(key, value);
      remove(key); // an old value would be taken for the current one
    },
    removeItem: (key) => {
      memory.removeItem(key);
      remove(key);
    },
  };
}
