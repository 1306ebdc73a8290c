import { AsyncLocalStorage } from 'node:async_hooks';
import { randomBytes } from 'node:crypto';

export type AttributeValue = string | number | boolean;
export type Attributes = Readonly<Record<string, AttributeValue>>;

export type SpanKind = 'server' | 'client' | 'internal';

/** Something that was done, with when and within what. Times are milliseconds since 1970, with fractions. */
export interface EndedSpan {
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId: string | null;
  readonly name: string;
  readonly kind: SpanKind;
  readonly beganMs: number;
  readonly endedMs: number;
  readonly attributes: Attributes;
  /** Why it failed; null: it did not. */
  readonly failure: string | null;
}

/** Something that is being done. */
export interface Span {
  note(more: Attributes): void;
  fail(because: string): void;
  /** Once: what comes later is not kept. */
  end(): void;
  /** Does something as a part of this. */
  within<T>(work: () => T): T;
}

export interface SpanStart {
  readonly kind: SpanKind;
  readonly attributes: Attributes;
  /** What another program said it is a part of: a W3C `traceparent`. */
  readonly traceparent?: string | undefined;
}

/** Begins what is a part of nothing here: an answered request, a job. */
export interface Tracer {
  begin(name: string, start: SpanStart): Span;
}

export interface TracerPorts {
  readonly nowMs: () => number;
  readonly keep: (span: EndedSpan) => void;
  /** Whether a trace that begins here is kept. @param upstream whether who called keeps it; null: nobody said */
  readonly isSampled: (traceId: string, upstream: boolean | null) => boolean;
}

interface Active {
  readonly traceId: string;
  readonly spanId: string;
  /** Null: the trace is not kept. */
  readonly ports: TracerPorts | null;
}

const active = new AsyncLocalStorage<Active>();

const TRACEPARENT = /^[\da-f]{2}-(?!0{32})([\da-f]{32})-(?!0{16})([\da-f]{16})-([\da-f]{2})/;

export function createTracer(ports: TracerPorts): Tracer {
  return {
    begin: (name, { traceparent, ...start }) => {
      const [, upstreamTrace, upstreamSpan, flags] = TRACEPARENT.exec(traceparent ?? '') ?? [];
      const traceId = upstreamTrace ?? randomBytes(16).toString('hex');
      const upstream = flags === undefined ? null : (Number.parseInt(flags, 16) & 1) === 1;
      const isKept = ports.isSampled(traceId, upstream);
      return spanOf(name, start, {
        traceId,
        parentSpanId: upstreamSpan ?? null,
        ports: isKept ? ports : null,
      });
    },
  };
}

/** Does something as a part of what is being traced; where nothing is, it is only done. */
export async function inSpan<T>(
  name: string,
  start: Omit<SpanStart, 'traceparent'>,
  work: (span: Span | null) => Promise<T>,
): Promise<T> {
  const parent = active.getStore();
  if (parent === undefined || parent.ports === null) return work(null);
  const { traceId, spanId, ports } = parent;
  const span = spanOf(name, start, { traceId, parentSpanId: spanId, ports });
  try {
    return await span.within(() => work(span));
  } catch (error) {
    // Messages name addresses and files: what kind of failure it is has to do.
    span.fail(error instanceof Error ? error.name : 'Error');
    throw error;
  } finally {
    span.end();
  }
}

/** Does something outside of what is being traced. */
export function untraced<T>(work: () => T): T {
  return active.exit(work);
}

function spanOf(
  name: string,
  { kind, attributes }: Omit<SpanStart, 'traceparent'>,
  place: Omit<Active, 'spanId'> & { readonly parentSpanId: string | null },
): Span {
  const { traceId, parentSpanId, ports } = place;
  const it: Active = { traceId, spanId: randomBytes(8).toString('hex'), ports };
  const within = <T>(work: () => T) => active.run(it, work);
  if (ports === null) return { note: () => {}, fail: () => {}, end: () => {}, within };
  const beganMs = ports.nowMs();
  let noted = attributes;
  let failure: string | null = null;
  let ended = false;
  return {
    within,
    note: (more) => {
      noted = { ...noted, ...more };
    },
    fail: (because) => {
      failure = because;
    },
    end: () => {
      if (ended) return;
      ended = true;
      const endedMs = ports.nowMs();
      const { spanId } = it;
      ports.keep({ traceId, spanId, parentSpanId, name, kind, beganMs, endedMs, attributes: noted, failure });
    },
  };
}
