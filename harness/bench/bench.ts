/** What a benchmark is to the command that runs it. A new one is added to benches.ts. */

/** A metric that a benchmark measures: known before it runs, so that `--help` and the page can list it. */
export interface MetricDescription {
  /**
   * Parts from the general to the particular, joined by points: `delivery.segments.origin-warm.64`. Where the last one
   * is `*`, it describes every metric whose name begins so, however many there are.
   */
  readonly name: string;
  /** Of the value and of the reference: `MB/s`, `s`, `requests`, `1` for a share. */
  readonly unit: string;
  /** What was measured, in one sentence. */
  readonly description: string;
  /**
   * The metric that it is compared with, by name; none where the metric is the reference itself, or a count that has
   * none.
   */
  readonly reference?: string;
  /** What the project wants of it. A missed goal is reported, and fails nothing. */
  readonly goal?: Goal;
  /** Whether the quick run measures it too. */
  readonly quick: boolean;
  /** Whether it is left out where the machine has not what it takes. */
  readonly optional?: boolean;
}

/** A bound, of the ratio to the reference or of the value itself. */
export type Goal = { readonly of: "ratio" | "value" } & ({ readonly atLeast: number } | { readonly atMost: number });

/** What was measured. Serializes to JSON as it is. */
export interface Metric {
  readonly name: string;
  /** The median of the samples. */
  readonly value: number;
  readonly unit: string;
  /** The metric of the same run that it is compared with, and its value; `null` where there is none. */
  readonly reference: { readonly name: string; readonly value: number } | null;
  /** The median of the samples' ratios to the reference's samples of the same turn; `null` without a reference. */
  readonly ratio: number | null;
  /** (largest - smallest) / median: of the ratios where there is a reference, else of the samples. */
  readonly spread: number;
  /** One a repeat, in their order. */
  readonly samples: readonly number[];
  /** Why it is not valid; absent where it is. */
  readonly invalid?: string;
}

/** What a benchmark is given to run with. */
export interface BenchContext {
  /** Measure only what the quick run has, with fewer repeats. */
  readonly quick: boolean;
  /** Aborted at Ctrl-C. */
  readonly signal: AbortSignal;
  /** An empty folder of its own, that every user may enter; removed afterwards. */
  readonly folder: string;
  /** Reports given with `--harness`. */
  readonly harnessReports: readonly string[];
  /** Shows what it does at the moment. */
  readonly say: (message: string) => void;
  /** Marks a metric as not valid, as where what measures was the bottleneck. */
  readonly doubt: (metric: string, reason: string) => void;
}

export interface Bench {
  /** One word: `--only` names it, and the names of its metrics begin with it. */
  readonly name: string;
  /** What it measures and how, in a few sentences of Markdown, for the page. */
  readonly description: string;
  readonly metrics: readonly MetricDescription[];
  /** What the page draws of the metrics. */
  readonly plots: readonly Plot[];
  /**
   * Measures. Ends all that it started, also when it throws.
   * @returns samples by the metric's name; those of a metric and of its reference are in the order of the turns
   * @throws HarnessError when it cannot measure, or when a measurement is not valid
   */
  run(context: BenchContext): Promise<Samples>;
}

/** Samples by the metric's name: at least one each. */
export type Samples = Readonly<Record<string, readonly number[]>>;

/** A plot of metrics: lines over a number, or bars for each category. Metrics that were not measured are left out. */
export interface Plot {
  /** The file's name, without `.svg`. */
  readonly file: string;
  readonly title: string;
  readonly kind: "bars" | "lines";
  readonly x: string;
  readonly y: string;
  readonly points: readonly PlotPoint[];
}

export interface PlotPoint {
  /** The metric whose value it shows. */
  readonly metric: string;
  /** Its line, or its colour among the bars. */
  readonly series: string;
  /** A number on a plot of lines, a category on one of bars. */
  readonly x: number | string;
}
