import { describe, expect, it } from 'vitest';
import { MemoryStorage, storageOrMemory } from './storage';

describe('storage', () => {
  it('is the browser’s where that works', () => {
    const storage = new MemoryStorage();

    storageOrMemory(() => storage).setItem('a', '1');

    expect(storage.getItem('a')).toBe('1');
    storageOrMemory(() => storage).removeItem('a');
    expect(storage.getItem('a')).toBeNull();
  });

  it('is memory where the browser denies it', () => {
    const storage = storageOrMemory(() => {
      throw new Error('SecurityError');
    });
    storage.setItem('a', '1');

    expect(storage.getItem('a')).toBe('1');
    storage.removeItem('a');
    expect(storage.getItem('a')).toBeNull();
  });

  it('is read where it is full, and what it refuses is kept in memory', () => {
    const full = new FullStorage({ a: '1', b: '2' });
    const storage = storageOrMemory(() => full);
    expect(storage.getItem('a')).toBe('1');

    storage.setItem('a', 'longer');

    expect(storage.getItem('a')).toBe('longer');
    expect(storage.getItem('b')).toBe('2');
    expect(full.getItem('a')).toBeNull();
    storage.removeItem('a');
    expect(storage.getItem('a')).toBeNull();
  });

  it('has what another tab stored after a write that failed', () => {
    const full = new FullStorage({ a: '1' });
    const storage = storageOrMemory(() => full);
    storage.setItem('a', 'of this tab');

    full.hasSpace = true;
    full.setItem('a', 'of the other');

    expect(storage.getItem('a')).toBe('of the other');
    storage.setItem('a', 'of this tab again');
    expect(full.getItem('a')).toBe('of this tab again');
  });
});

/** Takes no write until it has space again. */
class FullStorage extends MemoryStorage {
  hasSpace = true;

  constructor(items: Record<string, string>) {
    super();
    for (const [key, value] of Object.entries(items)) this.setItem(key, value);
    this.hasSpace = false;
  }

  override setItem(key: string, value: string): void {
    if (!this.hasSpace) throw new DOMException('full', 'QuotaExceededError');
    super.setItem(key, value);
  }
}
