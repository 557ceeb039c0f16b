// Calls that go on while a test does something to the system, counted by status.
import { eventually } from './wait.mjs';

export class Load {
  counts = {};
  #going = true;
  #loops;

  // asks: functions that make one call each and resolve to its answer; each is called again and
  // again, all of them at once.
  constructor(asks) {
    this.#loops = asks.map(async (ask) => {
      while (this.#going) {
        const { status } = await ask();
        this.counts[status] = (this.counts[status] ?? 0) + 1;
      }
    });
    // A call that fails outright is a failure of the test, at stop().
    for (const loop of this.#loops) loop.catch(() => {});
  }

  get answered() {
    return Object.values(this.counts).reduce((sum, count) => sum + count, 0);
  }

  // Waits until so many further calls were answered.
  async more(count) {
    const goal = this.answered + count;
    await eventually(() => this.answered >= goal);
  }

  // -> {status: how often}
  async stop() {
    this.#going = false;
    await Promise.all(this.#loops);
    return this.counts;
  }
}
