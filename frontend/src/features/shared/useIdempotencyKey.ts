import { useCallback, useRef } from 'react';
import { systemRandom } from '@/core/runtime/random';

/**
 * The key of one intention: sending the same form again after a lost answer repeats it, and
 * anything else, or the same after it has succeeded, is a new one.
 */
export function useIdempotencyKey() {
  const last = useRef<{ content: string; key: string } | null>(null);
  const keyFor = useCallback((content: unknown): string => {
    const text = JSON.stringify(content);
    if (last.current?.content !== text) {
      last.current = { content: text, key: systemRandom.token(18) };
    }
    return last.current.key;
  }, []);
  const done = useCallback(() => {
    last.current = null;
  }, []);
  return { keyFor, done };
}
