import type { Clock } from './clock';

/** Keeps tabs of one origin from doing the same work at the same time; never a guarantee. */
export interface CrossTabLock {
  /** Runs `work` with the lock, or without it once `waitMs` have passed in the queue. */
  run<T>(waitMs: number, work: () => Promise<T>): Promise<T>;
}

/**
 * Web Locks with a bounded wait. A tab that was frozen or hangs while it holds the lock must not
 * hold up the others, so after the wait the work is done anyway: it has to be safe to do twice.
 */
export class WebCrossTabLock implements CrossTabLock {
  readonly #locks: Pick<LockManager, 'request'> | undefined;
  readonly #name: string;
  readonly #clock: Clock;

  /** `locks` is navigator.locks, which is undefined outside secure contexts. */
  constructor(locks: Pick<LockManager, 'request'> | undefined, name: string, clock: Clock) {
    this.#locks = locks;
    this.#name = name;
    this.#clock = clock;
  }

  async run<T>(waitMs: number, work: () => Promise<T>): Promise<T> {
    if (!this.#locks) return work();

    const queue = new AbortController();
    const stopWaiting = this.#clock.after(waitMs, () => queue.abort());
    let granted = false;
    try {
      return await this.#locks.request(this.#name, { signal: queue.signal }, () => {
        granted = true;
        stopWaiting();
        return work();
      });
    } catch (error) {
      if (granted) throw error;
      return await work();
    } finally {
      stopWaiting();
    }
  }
}
