import { HttpClient } from '../api/http-client';
import { AuthManager } from '../auth/auth-manager';
import type { CrossTabLock } from '../runtime/cross-tab-lock';
import type { KeyValueStorage } from '../runtime/storage';
import type { TabChannel, TabMessage } from '../runtime/tab-channel';
import { FakeClock } from './fake-clock';
import { FakeRandom } from './fake-random';
import { FakeServer } from './fake-server';

/**
 * A browser with tabs that share storage, messages and a lock, on a fake server. What one tab
 * stores or says reaches the others `lagMs` later, as it does between real processes.
 */
export class FakeBrowser {
  readonly clock = new FakeClock();
  readonly server = new FakeServer(this.clock);
  readonly random = new FakeRandom();
  readonly #tabs: FakeTab[] = [];
  readonly #lock = new QueueLock();
  #writes = 0;
  lagMs = 0;
  /** False for a browser without Web Locks, or one in which nobody gets the lock in time. */
  lockWorks = true;

  openTab(): FakeTab {
    const tab = new FakeTab(this, this.#tabs[0]?.storage);
    this.#tabs.push(tab);
    return tab;
  }

  /** Storage has one order of writes, whichever order the tabs hear of them in. */
  nextWrite(): number {
    this.#writes += 1;
    return this.#writes;
  }

  tellOthers(from: FakeTab, deliver: (tab: FakeTab) => void): void {
    for (const tab of this.#tabs) {
      if (tab === from) continue;
      if (this.lagMs === 0) deliver(tab);
      else this.clock.after(this.lagMs, () => deliver(tab));
    }
  }

  readonly lock: CrossTabLock = {
    run: (_waitMs, work) => (this.lockWorks ? this.#lock.run(work) : work()),
  };
}

export class FakeTab implements TabChannel {
  readonly storage: TabStorage;
  readonly auth: AuthManager;
  readonly http: HttpClient;
  readonly #browser: FakeBrowser;
  readonly #listeners = new Set<(message: TabMessage) => void>();

  constructor(browser: FakeBrowser, shared: TabStorage | undefined) {
    this.#browser = browser;
    this.storage = new TabStorage(shared, (key, value) => {
      const order = browser.nextWrite();
      browser.tellOthers(this, (tab) => {
        tab.storage.apply(key, value, order);
        tab.hear({ epoch: null });
      });
      return order;
    });
    const { clock, random, lock, server } = browser;
    const { fetch } = server;
    const { storage } = this;
    this.auth = new AuthManager({ fetch, storage, lock, channel: this, clock, random });
    this.http = new HttpClient({ fetch, auth: this.auth, clock });
  }

  post(message: TabMessage): void {
    this.#browser.tellOthers(this, (tab) => tab.hear(message));
  }

  subscribe(listener: (message: TabMessage) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  hear(message: TabMessage): void {
    for (const listener of this.#listeners) listener(message);
  }
}

/** One tab's view of localStorage. */
class TabStorage implements KeyValueStorage {
  readonly #items: Map<string, { value: string | null; order: number }>;
  readonly #onWrite: (key: string, value: string | null) => number;

  constructor(
    shared: TabStorage | undefined,
    onWrite: (key: string, value: string | null) => number,
  ) {
    this.#items = new Map(shared ? shared.#items : []);
    this.#onWrite = onWrite;
  }

  getItem(key: string): string | null {
    return this.#items.get(key)?.value ?? null;
  }

  setItem(key: string, value: string): void {
    this.apply(key, value, this.#onWrite(key, value));
  }

  removeItem(key: string): void {
    this.apply(key, null, this.#onWrite(key, null));
  }

  apply(key: string, value: string | null, order: number): void {
    if (order > (this.#items.get(key)?.order ?? 0)) this.#items.set(key, { value, order });
  }
}

class QueueLock {
  #last: Promise<unknown> = Promise.resolve();

  run<T>(work: () => Promise<T>): Promise<T> {
    const result = this.#last.then(work, work);
    this.#last = result;
    return result;
  }
}
