import { type ComponentType, use, useState } from 'react';
import type { Chunk } from './chunk';

interface ChunkPageProps<M> {
  chunk: Chunk<M>;
  pick: (module: M) => ComponentType;
}

/**
 * A page of a chunk: shown at once where the chunk is here, else when it has come. React.lazy would
 * show its fallback in either case, and React then keeps that on the screen for 300 ms.
 */
export function ChunkPage<M>({ chunk, pick }: ChunkPageProps<M>) {
  // Chosen once: changing over when the chunk has come would mount the page anew.
  const [loaded] = useState(chunk.loaded);
  if (loaded === null) return <LaterPage chunk={chunk} pick={pick} />;
  const Page = pick(loaded);
  return <Page />;
}

function LaterPage<M>({ chunk, pick }: ChunkPageProps<M>) {
  const Page = pick(use(chunk.load()));
  return <Page />;
}
