import { focusManager, QueryClient, QueryObserver } from '@tanstack/react-query';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { ApiError, NetworkError } from '@/core/errors';
import { growingPauses } from './growing-pauses';

const notFound = new ApiError({
  status: 404,
  code: 'not_found',
  message: 'Not found.',
  requestId: null,
});

describe('asking again for what changes by itself', () => {
  let answer: () => Promise<{ status: string }>;
  let askedAt: number[];
  let stop: () => void;

  beforeEach(() => {
    vi.useFakeTimers();
    const start = Date.now();
    answer = async () => ({ status: 'running' });
    askedAt = [];
    const observer = new QueryObserver(new QueryClient(), {
      queryKey: ['it'],
      queryFn: () => {
        askedAt.push(Date.now() - start);
        return answer();
      },
      retry: false,
      refetchInterval: growingPauses<{ status: string }>(({ status }) => status === 'running'),
    });
    stop = observer.subscribe(() => undefined);
  });
  afterEach(() => {
    stop();
    focusManager.setFocused(undefined);
    vi.useRealTimers();
  });

  const pass = (seconds: number) => vi.advanceTimersByTimeAsync(seconds * 1000);

  it('waits longer each time, and no longer than half a minute', async () => {
    await pass(180);

    expect(askedAt.slice(0, 4)).toEqual([0, 2000, 5000, 9500]);
    const pauses = askedAt.slice(1).map((time, i) => time - (askedAt[i] ?? 0));
    expect(pauses.toSorted((a, b) => a - b)).toEqual(pauses);
    expect(pauses.at(-1)).toBe(30_000);
  });

  it('ends with the answer that does not change any more', async () => {
    await pass(2.5);
    answer = async () => ({ status: 'done' });

    await pass(600);

    expect(askedAt).toEqual([0, 2000, 5000]);
  });

  it('rests while the page is hidden', async () => {
    await pass(1);
    focusManager.setFocused(false);

    await pass(600);
    const hidden = askedAt.length;
    focusManager.setFocused(true);
    await pass(3);

    expect(hidden).toBe(1);
    expect(askedAt.length).toBeGreaterThan(hidden);
  });

  it('goes on after a failure that may pass, and ends with one that does not', async () => {
    await pass(1);
    answer = () => Promise.reject(new NetworkError('network'));
    await pass(60);
    const asked = askedAt.length;
    answer = () => Promise.reject(notFound);
    await pass(60);
    const afterwards = askedAt.length;

    await pass(600);

    expect(asked).toBeGreaterThan(3);
    expect(askedAt).toHaveLength(afterwards);
  });

  it('asks soon again when something has changed', async () => {
    await pass(100);
    const before = askedAt.length;
    answer = async () => ({ status: 'running', step: 2 });

    await pass(33);

    const [last = 0, changed = 0, next] = askedAt.slice(before - 1);
    expect(changed - last).toBeGreaterThan(20_000);
    expect(next).toBe(changed + 2000);
  });
});
