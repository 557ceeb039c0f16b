/** A part of the application that is fetched on its own, once. A failure stays until a reload. */
export class Chunk<M> {
  readonly #import: () => Promise<M>;
  #loading: Promise<M> | null = null;
  #loaded: M | null = null;

  constructor(importModule: () => Promise<M>) {
    this.#import = importModule;
  }

  /** What it holds, if it is here already. */
  get loaded(): M | null {
    return this.#loaded;
  }

  /** The same promise every time. */
  load(): Promise<M> {
    this.#loading ??= this.#import().then((module) => {
      this.#loaded = module;
      return module;
    });
    return this.#loading;
  }
}
