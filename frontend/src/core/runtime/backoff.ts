import type { Random } from './random';

const BASE_MS = 500;
const CAP_MS = 15_000;
/** A wait is never shorter: a failing server is not to be hammered by unlucky dice. */
const FLOOR_MS = 200;

/** Full-jitter exponential back-off before attempt number `failures` + 1. */
export function backoffMs(failures: number, random: Random): number {
  const ceiling = Math.min(CAP_MS, BASE_MS * 2 ** Math.min(failures, 16));
  return FLOOR_MS + random.fraction() * (ceiling - FLOOR_MS);
}
