import { act, render, screen } from '@testing-library/react';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { Chunk } from './chunk';
import { useChunk } from './useChunk';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

/** A chunk whose file cannot be fetched until `server.isUp`. */
function lostChunk() {
  const server = { isUp: false, asked: 0 };
  const chunk = new Chunk(async () => {
    server.asked += 1;
    if (!server.isUp) throw new TypeError('Failed to fetch dynamically imported module');
    return 'the page';
  });
  return { server, chunk };
}

function View({ chunk }: { chunk: Chunk<string> }) {
  const { module, failures } = useChunk(chunk);
  return <p>{module ?? (failures > 0 ? 'lost' : 'loading')}</p>;
}

const pass = (ms: number) => act(() => vi.advanceTimersByTimeAsync(ms));

it('is tried again until it is here, with growing pauses', async () => {
  const { server, chunk } = lostChunk();
  render(<View chunk={chunk} />);
  await pass(0);
  expect(screen.getByText('lost')).toBeVisible();

  await pass(7000);
  expect(server.asked).toBe(4);
  server.isUp = true;
  await pass(8000);

  expect(screen.getByText('the page')).toBeVisible();
  await pass(600_000);
  expect(server.asked).toBe(5);
});

it('is tried again at once when the network is back', async () => {
  const { server, chunk } = lostChunk();
  render(<View chunk={chunk} />);
  await pass(0);
  server.isUp = true;

  act(() => void window.dispatchEvent(new Event('online')));
  await pass(0);

  expect(screen.getByText('the page')).toBeVisible();
});

it('is left alone when nobody looks at it any more', async () => {
  const { server, chunk } = lostChunk();
  const view = render(<View chunk={chunk} />);
  await pass(0);
  view.unmount();

  await pass(60_000);

  expect(server.asked).toBe(1);
});
