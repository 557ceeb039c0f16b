import { useCallback, useEffect, useSyncExternalStore } from 'react';
import { retryDelayMs } from '@/core/api/retry';
import type { Chunk, ChunkState } from './chunk';

/**
 * A chunk's state. Fetches it, for as long as it takes: with growing pauses, and at once when the
 * network is back or `retry` is called.
 */
export function useChunk<M>(chunk: Chunk<M>): ChunkState<M> & { retry: () => void } {
  const state = useSyncExternalStore(chunk.subscribe, chunk.getState);
  const retry = useCallback(() => void chunk.load().catch(() => undefined), [chunk]);

  useEffect(retry, [retry]);
  useEffect(() => {
    if (state.failures === 0) return;
    const timer = setTimeout(retry, retryDelayMs(state.failures - 1, null));
    window.addEventListener('online', retry);
    return () => {
      clearTimeout(timer);
      window.removeEventListener('online', retry);
    };
  }, [state, retry]);

  return { ...state, retry };
}
