import { describe, expect, it } from 'vitest';
import { ApiError, NetworkError } from '../errors';
import { retryDelayMs } from './retry';

const asking = (retryAfterMs: number) =>
  new ApiError({ status: 503, code: 'unavailable', message: '', requestId: null, retryAfterMs });

describe('the pause before another try', () => {
  it('grows with each failure, to 15 seconds', () => {
    const pauses = [0, 1, 2, 3, 4, 5, 100].map((n) => retryDelayMs(n, new NetworkError('network')));

    expect(pauses).toEqual([1000, 2000, 4000, 8000, 15_000, 15_000, 15_000]);
  });

  it('is never shorter than the server asked for, and grows under a server that asks for less', () => {
    expect(retryDelayMs(0, asking(60_000))).toBe(60_000);
    expect(retryDelayMs(0, asking(1000))).toBe(1000);
    expect(retryDelayMs(3, asking(0))).toBe(8000);
  });
});
