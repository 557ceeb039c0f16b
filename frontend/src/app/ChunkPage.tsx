import type { ComponentType } from 'react';
import { FailurePage } from '@/features/problems/FailurePage';
import type { Chunk } from '@/ui/chunk';
import { Splash } from '@/ui/Splash';
import { useChunk } from '@/ui/useChunk';

interface ChunkPageProps<M> {
  chunk: Chunk<M>;
  pick: (module: M) => ComponentType;
}

/**
 * A page of a chunk: shown at once where the chunk is here, else when it has come. React.lazy would
 * show its fallback in either case, and React then keeps that on the screen for 300 ms.
 */
export function ChunkPage<M>({ chunk, pick }: ChunkPageProps<M>) {
  const { module, failures, retry } = useChunk(chunk);
  if (module !== null) {
    const Page = pick(module);
    return <Page />;
  }
  return failures > 0 ? <FailurePage onRetry={retry} /> : <Splash />;
}
