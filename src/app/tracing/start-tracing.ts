import type { OutgoingPorts } from '../outgoing/ports.ts';
import { sendOutgoing } from '../outgoing/send-outgoing.ts';
import { otlpJson } from './otlp.ts';
import type { TracingSettings } from './settings.ts';
import { type Attributes, createTracer, type EndedSpan, type Tracer, untraced } from './tracer.ts';

export interface RunningTracing {
  readonly tracer: Tracer;
  /** Sends what is there, and ends. */
  stop(): Promise<void>;
}

export interface TracingPorts {
  readonly settings: TracingSettings;
  readonly outgoing: OutgoingPorts;
  readonly version: string;
  readonly nowMs: () => number;
  /** Plain lines for the person who looks after the server. */
  readonly log: (line: string) => void;
}

/** Keeps spans of what is done and sends them in batches. Where the receiver cannot keep up, the newest are dropped. */
export function startTracing({ settings, outgoing, version, nowMs, log }: TracingPorts): RunningTracing {
  const { queueMax, batchMax } = settings;
  const resource: Attributes = {
    'service.name': 'patchward',
    'service.version': version,
    ...settings.resource,
  };
  const queue: EndedSpan[] = [];
  let dropped = 0;
  let isFailing = false;
  let sending = Promise.resolve();

  async function sendBatch(): Promise<boolean> {
    const batch = queue.slice(0, batchMax);
    if (batch.length === 0) return false;
    try {
      await send(settings, outgoing, otlpJson(resource, version, batch));
      queue.splice(0, batch.length);
      if (isFailing) log(`Traces are sent again; ${dropped} spans were dropped`);
      isFailing = false;
      dropped = 0;
      return queue.length > 0;
    } catch (error) {
      // What is there stays for the next time.
      if (!isFailing) log(`Cannot send traces: ${error instanceof Error ? error.message : String(error)}`);
      isFailing = true;
      return false;
    }
  }

  const sendAll = () =>
    untraced(() => {
      sending = sending.then(async () => {
        while (await sendBatch());
      });
      return sending;
    });
  const timer = setInterval(() => void sendAll(), settings.sendEveryMs);
  timer.unref();
  const keep = (span: EndedSpan) => {
    if (queue.length >= queueMax) {
      dropped++;
      return;
    }
    queue.push(span);
    if (queue.length === batchMax && !isFailing) void sendAll();
  };
  return {
    tracer: createTracer({ nowMs, keep, isSampled: samplerOf(settings) }),
    stop: async () => {
      clearInterval(timer);
      await sendAll();
    },
  };
}

/** The same traces are kept by every program that reads the share from the end of the id. */
function samplerOf({ share, followsCaller }: TracingSettings) {
  const bound = share * 2 ** 56;
  return (traceId: string, upstream: boolean | null): boolean =>
    followsCaller && upstream !== null ? upstream : Number.parseInt(traceId.slice(-14), 16) < bound;
}

async function send({ url, headers, timeoutMs }: TracingSettings, outgoing: OutgoingPorts, body: string) {
  const { status } = await sendOutgoing(outgoing, url, {
    headers: { ...headers, 'content-type': 'application/json' },
    body,
    timeoutMs,
  });
  if (status < 200 || status > 299) throw new Error(`the receiver answers ${status}`);
}
