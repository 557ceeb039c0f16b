import { beforeEach, describe, expect, it } from 'vitest';
import { FakeClock } from '../testing/fake-clock';
import { WebCrossTabLock } from './cross-tab-lock';

type Locks = Pick<LockManager, 'request'>;

let clock: FakeClock;

beforeEach(() => {
  clock = new FakeClock();
});

/** A lock that somebody else holds permanently. */
const taken = {
  request: (_name: string, { signal }: LockOptions) =>
    new Promise((_resolve, reject) => {
      signal?.addEventListener('abort', () => reject(signal.reason));
    }),
} as unknown as Locks;

const free = {
  request: (_name: string, _options: LockOptions, work: () => Promise<unknown>) => work(),
} as unknown as Locks;

describe('the lock across tabs', () => {
  it('runs the work with the lock', async () => {
    await expect(new WebCrossTabLock(free, 'x', clock).run(100, async () => 'done')).resolves.toBe(
      'done',
    );
  });

  it('runs it anyway once the wait is over', async () => {
    let ran = false;
    const running = new WebCrossTabLock(taken, 'x', clock).run(3000, async () => {
      ran = true;
    });

    await clock.advance(2999);
    expect(ran).toBe(false);
    await clock.advance(1);

    await running;
    expect(ran).toBe(true);
  });

  it('runs it at once where the browser has no locks', async () => {
    const lock = new WebCrossTabLock(undefined, 'x', clock);

    await expect(lock.run(100, async () => 'done')).resolves.toBe('done');
  });

  it('runs it anyway where the browser refuses locks', async () => {
    const refusing = {
      request: () => Promise.reject(new Error('SecurityError')),
    } as unknown as Locks;

    await expect(new WebCrossTabLock(refusing, 'x', clock).run(100, async () => 1)).resolves.toBe(
      1,
    );
  });

  it('passes on the work’s own failure, and doesn’t run it twice', async () => {
    let runs = 0;
    const failing = async () => {
      runs += 1;
      throw new Error('mine');
    };

    await expect(new WebCrossTabLock(free, 'x', clock).run(100, failing)).rejects.toThrow('mine');
    expect(runs).toBe(1);
  });
});
