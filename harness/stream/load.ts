import autocannon from "autocannon";

/** How the requests of a load were answered. */
export interface LoadReport {
  readonly requests: number;
  /** Requests a second, as measured. */
  readonly rate: number;
  /** Requests without an answer: connections that broke, and timeouts. */
  readonly errors: number;
  /** Answers that are not 2xx. */
  readonly non2xx: number;
}

export interface LoadOptions {
  /** `http://host:port`. */
  readonly url: string;
  /** Asked for in turn. */
  readonly paths: readonly string[];
  /** Requests a second. */
  readonly rate: number;
  readonly connections: number;
}

/** Longer than any run: a load is stopped by its owner. */
const seconds = 900;

/**
 * Sends requests at a steady rate until it is stopped.
 */
export class Load implements AsyncDisposable {
  readonly #instance: autocannon.Instance;
  readonly #result: Promise<autocannon.Result>;

  constructor({ url, paths, rate, connections }: LoadOptions) {
    const requests = paths.map((path) => ({ path }));
    const options = { url, requests, connections, overallRate: rate, duration: seconds, timeout: 10 };
    const { promise, resolve, reject } = Promise.withResolvers<autocannon.Result>();
    this.#instance = autocannon(options, (error, result) => (error ? reject(error) : resolve(result)));
    this.#result = promise;
  }

  /** Ends it, and returns how it went. */
  async stop(): Promise<LoadReport> {
    this.#instance.stop();
    const { requests, errors, non2xx, duration } = await this.#result;
    return { requests: requests.total, rate: Math.round(requests.total / duration), errors, non2xx };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.stop();
  }
}
