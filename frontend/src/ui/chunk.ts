export interface ChunkState<M> {
  /** What it holds, once it is here. */
  module: M | null;
  /** How often it could not be fetched. */
  failures: number;
}

/** A part of the application that is fetched on its own, once; after a failure it can be again. */
export class Chunk<M> {
  readonly #import: () => Promise<M>;
  readonly #listeners = new Set<() => void>();
  #loading: Promise<M> | null = null;
  #state: ChunkState<M> = { module: null, failures: 0 };

  constructor(importModule: () => Promise<M>) {
    this.#import = importModule;
  }

  /** The same promise until it fails. */
  load(): Promise<M> {
    this.#loading ??= this.#import().then(
      (module) => {
        this.#change({ module, failures: 0 });
        return module;
      },
      (error: unknown) => {
        this.#loading = null;
        this.#change({ module: null, failures: this.#state.failures + 1 });
        throw error;
      },
    );
    return this.#loading;
  }

  /** The same object until something changes. */
  readonly getState = (): ChunkState<M> => this.#state;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  #change(state: ChunkState<M>): void {
    this.#state = state;
    for (const listener of [...this.#listeners]) listener();
  }
}
