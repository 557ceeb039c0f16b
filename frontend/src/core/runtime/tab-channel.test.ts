import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { BrowserTabChannel, type TabChannelHost, type TabMessage } from './tab-channel';

class Host extends EventTarget implements TabChannelHost {
  readonly BroadcastChannel = BroadcastChannel;
}

let host: Host;
let heard: TabMessage[];
let stop: () => void;
let other: BroadcastChannel;

beforeEach(() => {
  host = new Host();
  heard = [];
  stop = new BrowserTabChannel(host, 'test').subscribe((message) => heard.push(message));
  other = new BroadcastChannel('test');
});

afterEach(() => {
  stop();
  other.close();
});

describe('news from other tabs', () => {
  it('come by message', async () => {
    new BrowserTabChannel(new Host(), 'test').post({ epoch: 3 });

    await expect.poll(() => heard).toEqual([{ epoch: 3 }]);
  });

  it('of another shape only say that something changed', async () => {
    other.postMessage('hello');

    await expect.poll(() => heard).toEqual([{ epoch: null }]);
  });

  it('come by storage event', () => {
    host.dispatchEvent(new Event('storage'));

    expect(heard).toEqual([{ epoch: null }]);
  });

  it('are looked for when the page comes back from the back-forward cache', () => {
    host.dispatchEvent(new Event('pageshow'));
    host.dispatchEvent(Object.assign(new Event('pageshow'), { persisted: true }));

    expect(heard).toEqual([{ epoch: null }]);
  });

  it('stop when nobody listens any more', () => {
    stop();

    host.dispatchEvent(new Event('storage'));

    expect(heard).toEqual([]);
  });
});
