/** How tabs of one origin tell each other that the stored session changed. */
export interface TabChannel {
  post(message: TabMessage): void;
  /** Calls `listener` on news from other tabs; the returned function stops that. */
  subscribe(listener: (message: TabMessage) => void): () => void;
}

export interface TabMessage {
  /** The logout epoch that the sender knows of; null where only storage changed. */
  epoch: number | null;
}

/** What of `window` the browser's channel needs. */
export interface TabChannelHost {
  BroadcastChannel?: typeof BroadcastChannel;
  addEventListener(type: string, listener: (event: Event) => void): void;
  removeEventListener(type: string, listener: (event: Event) => void): void;
}

/**
 * BroadcastChannel, which is fast, and the storage event, which also tells of changes that another
 * program made and works where BroadcastChannel is missing. A page that was frozen in the
 * back-forward cache has missed both, so coming back counts as news too.
 */
export class BrowserTabChannel implements TabChannel {
  readonly #host: TabChannelHost;
  readonly #channel: BroadcastChannel | null;

  constructor(host: TabChannelHost, name: string) {
    this.#host = host;
    this.#channel = host.BroadcastChannel ? new host.BroadcastChannel(name) : null;
  }

  post(message: TabMessage): void {
    this.#channel?.postMessage(message);
  }

  subscribe(listener: (message: TabMessage) => void): () => void {
    const onMessage = (event: MessageEvent<unknown>) => listener(readMessage(event.data));
    const onStorage = () => listener({ epoch: null });
    const onPageShow = (event: Event) => {
      if ((event as PageTransitionEvent).persisted) listener({ epoch: null });
    };
    this.#channel?.addEventListener('message', onMessage);
    this.#host.addEventListener('storage', onStorage);
    this.#host.addEventListener('pageshow', onPageShow);
    return () => {
      this.#channel?.removeEventListener('message', onMessage);
      this.#host.removeEventListener('storage', onStorage);
      this.#host.removeEventListener('pageshow', onPageShow);
    };
  }
}

/** Another version of the application may run in the other tab: trust no shape. */
function readMessage(data: unknown): TabMessage {
  const epoch =
    typeof data === 'object' && data !== null && 'epoch' in data ? data.epoch : undefined;
  return { epoch: typeof epoch === 'number' && Number.isSafeInteger(epoch) ? epoch : null };
}
