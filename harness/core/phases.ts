/** One part of a run, and how long it took. */
export interface Phase {
  readonly name: string;
  /** To a tenth. */
  readonly seconds: number;
}

/** Seconds since a moment of performance.now(), to a tenth. */
export function secondsSince(startedAt: number): number {
  return Math.round((performance.now() - startedAt) / 100) / 10;
}

/** Runs the parts of a run one after the other, and takes their time. */
export class Phases {
  /** Those that began, in their order; the one that failed is the last. */
  readonly done: Phase[] = [];
  readonly #told: (name: string, seconds?: number) => void;

  /** @param told hears each phase as it begins, and again, with its seconds, when it ended well */
  constructor(told: (name: string, seconds?: number) => void = () => {}) {
    this.#told = told;
  }

  /** @throws whatever the work throws */
  async run<T>(name: string, work: () => Promise<T>): Promise<T> {
    const startedAt = performance.now();
    this.#told(name);
    try {
      const value = await work();
      this.#told(name, secondsSince(startedAt));
      return value;
    } finally {
      this.done.push({ name, seconds: secondsSince(startedAt) });
    }
  }
}
