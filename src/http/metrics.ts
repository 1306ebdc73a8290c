import { monitorEventLoopDelay } from 'node:perf_hooks';
import type { Measures } from '#app/operation/measures';

/** Upper bounds in seconds; Prometheus adds infinity. */
const BUCKETS = [0.01, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10];

interface Timing {
  count: number;
  sum: number;
  readonly within: number[];
}

/** What one answered request was. The route is the pattern, never the address: an address may hold anything. */
export interface AnsweredRequest {
  readonly method: string;
  readonly route: string;
  readonly status: number;
  readonly seconds: number;
}

/** Counts what this node answers, for Prometheus. */
export interface Meter {
  note(it: AnsweredRequest): void;
  /** In Prometheus' text format 0.0.4. */
  text(measures: Measures): string;
  end(): void;
}

export function createMeter(): Meter {
  const timings = new Map<string, Timing>();
  const lag = monitorEventLoopDelay({ resolution: 20 });
  lag.enable();
  return {
    note: ({ method, route, status, seconds }) => {
      const labels = labelsOf({ method, route, status: String(status) });
      const it = timings.get(labels) ?? { count: 0, sum: 0, within: BUCKETS.map(() => 0) };
      it.count += 1;
      it.sum += seconds;
      BUCKETS.forEach((bound, i) => {
        if (seconds <= bound) it.within[i] = (it.within[i] ?? 0) + 1;
      });
      timings.set(labels, it);
    },
    text: (measures) => {
      const lines = [
        ...requestLines(timings),
        ...gauge('process_resident_memory_bytes', 'Memory of this process', [
          ['', process.memoryUsage.rss()],
        ]),
        ...gauge('nodejs_eventloop_lag_p99_seconds', 'Delay of the event loop since the last scrape', [
          ['', lag.percentile(99) / 1e9],
        ]),
        ...gauge(
          'patchward_jobs',
          'Jobs by kind and state',
          measures.jobs.map(({ kind, state, count }) => [labelsOf({ kind, state }), count]),
        ),
        ...gauge('patchward_job_oldest_waiting_seconds', 'How long the job has waited that waits longest', [
          ['', measures.oldestWaitingSeconds],
        ]),
        ...gauge('patchward_database_connections', 'Connections of this node to the database', [
          ['{state="all"}', measures.connections.all],
          ['{state="idle"}', measures.connections.idle],
          ['{state="wanted"}', measures.connections.wanted],
        ]),
      ];
      lag.reset();
      return `${lines.join('\n')}\n`;
    },
    end: () => lag.disable(),
  };
}

function requestLines(timings: ReadonlyMap<string, Timing>): string[] {
  const name = 'http_request_duration_seconds';
  return [
    `# HELP ${name} Time to answer requests`,
    `# TYPE ${name} histogram`,
    ...[...timings].flatMap(([labels, { count, sum, within }]) => {
      const inner = labels.slice(1, -1);
      return [
        ...BUCKETS.map((bound, i) => `${name}_bucket{${inner},le="${bound}"} ${within[i]}`),
        `${name}_bucket{${inner},le="+Inf"} ${count}`,
        `${name}_sum${labels} ${sum}`,
        `${name}_count${labels} ${count}`,
      ];
    }),
  ];
}

function gauge(name: string, help: string, values: readonly (readonly [string, number])[]): string[] {
  return [
    `# HELP ${name} ${help}`,
    `# TYPE ${name} gauge`,
    ...values.map(([labels, value]) => `${name}${labels} ${value}`),
  ];
}

function labelsOf(labels: Readonly<Record<string, string>>): string {
  const parts = Object.entries(labels).map(
    ([name, value]) => `${name}="${value.replace(/[\\"\n]/g, (it) => (it === '\n' ? '\\n' : `\\${it}`))}"`,
  );
  return `{${parts.join(',')}}`;
}
