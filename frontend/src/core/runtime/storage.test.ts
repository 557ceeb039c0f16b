import { describe, expect, it } from 'vitest';
import { MemoryStorage, storageOrMemory } from './storage';

describe('storage', () => {
  it('is the browser’s where that works', () => {
    const storage = new MemoryStorage();

    expect(storageOrMemory(() => storage)).toBe(storage);
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
});
