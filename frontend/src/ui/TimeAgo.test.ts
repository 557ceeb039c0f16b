import { describe, expect, it } from 'vitest';
import { timeAgo } from './TimeAgo';

const NOW = Date.UTC(2026, 0, 31);

describe('how long ago', () => {
  it.each([
    [-5_000, 'now'],
    [30_000, 'now'],
    [90_000, '1 minute ago'],
    [3 * 3_600_000, '3 hours ago'],
    [26 * 3_600_000, 'yesterday'],
    [400 * 86_400_000, 'last year'],
  ])('%i ms is %s', (ms, text) => {
    expect(timeAgo(new Date(NOW - ms), NOW)).toBe(text);
  });
});
