import type { Random } from '../runtime/random';

/** Different tokens in a known order; the back-off's dice always fall in the middle. */
export class FakeRandom implements Random {
  #count = 0;

  token(bytes: number): string {
    this.#count += 1;
    return `random-${this.#count}`.padEnd(Math.ceil((bytes * 4) / 3), 'x');
  }

  fraction(): number {
    return 0.5;
  }
}
