import { isRetryable } from '@/core/api/retry';

/** What of React Query's query there is to look at. */
interface Polled<D> {
  state: {
    data: D | undefined;
    error: Error | null;
    dataUpdateCount: number;
    errorUpdateCount: number;
  };
}

export type Pauses<D> = (query: Polled<D>) => number | false;

const FIRST_MS = 2000;
const GROWTH = 1.5;
const LONGEST_MS = 30_000;

/**
 * For `refetchInterval`: how long to wait before asking again while `isMoving` says of the answer that
 * it will change by itself. Each answer that is the same as the one before makes the pause longer; a
 * new one, short again. React Query asks nothing while the page is hidden.
 */
export function growingPauses<D>(isMoving: (answer: D) => boolean): Pauses<D> {
  let answer: D | undefined;
  let answersBefore = 0;
  return ({ state }) => {
    const { data, error, dataUpdateCount, errorUpdateCount } = state;
    if (data === undefined || !isMoving(data)) return false;
    if (error !== null && !isRetryable(error)) return false;
    const answers = dataUpdateCount + errorUpdateCount;
    if (data !== answer) {
      answer = data;
      answersBefore = answers;
    }
    return Math.min(FIRST_MS * GROWTH ** (answers - answersBefore), LONGEST_MS);
  };
}
