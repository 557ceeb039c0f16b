import type { Clock } from '../runtime/clock';
import type { KeyValueStorage } from '../runtime/storage';

const KEY = 'latchkey.rounds';
const WINDOW_MS = 10_000;

/**
 * How often this tab was sent here for the same page within ten seconds, this time included: a
 * cookie that the browser does not keep would go round in circles.
 */
export function countRound(to: string, storage: KeyValueStorage, clock: Clock): number {
  const now = clock.now();
  const recent: Record<string, number[]> = {};
  for (const [path, times] of Object.entries(readRounds(storage))) {
    const kept = times.filter((time) => now - time >= 0 && now - time < WINDOW_MS);
    if (kept.length > 0) recent[path] = kept;
  }
  const times = [...(recent[to] ?? []), now];
  storage.setItem(KEY, JSON.stringify({ ...recent, [to]: times }));
  return times.length;
}

/** Another version of the application may have written it: trust no shape. */
function readRounds(storage: KeyValueStorage): Record<string, number[]> {
  try {
    const stored: unknown = JSON.parse(storage.getItem(KEY) ?? '{}');
    if (typeof stored !== 'object' || stored === null) return {};
    return Object.fromEntries(
      Object.entries(stored).filter(
        (entry): entry is [string, number[]] =>
          Array.isArray(entry[1]) && entry[1].every((time) => typeof time === 'number'),
      ),
    );
  } catch {
    return {};
  }
}
