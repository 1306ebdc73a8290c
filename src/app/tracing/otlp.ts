import type { Attributes, AttributeValue, EndedSpan, SpanKind } from './tracer.ts';

/** Numbers of `SpanKind` in opentelemetry/proto/trace/v1/trace.proto. */
const KINDS: Readonly<Record<SpanKind, number>> = { internal: 1, server: 2, client: 3 };
/** `STATUS_CODE_ERROR` there. */
const ERROR = 2;

/**
 * Spans as OTLP/HTTP takes them in JSON: ids in hexadecimal, times and integers as decimal text
 * (https://opentelemetry.io/docs/specs/otlp/#json-protobuf-encoding).
 */
export function otlpJson(resource: Attributes, scopeVersion: string, spans: readonly EndedSpan[]): string {
  return JSON.stringify({
    resourceSpans: [
      {
        resource: { attributes: attributesOf(resource) },
        scopeSpans: [{ scope: { name: 'patchward', version: scopeVersion }, spans: spans.map(spanOf) }],
      },
    ],
  });
}

function spanOf(it: EndedSpan) {
  return {
    traceId: it.traceId,
    spanId: it.spanId,
    ...(it.parentSpanId === null ? {} : { parentSpanId: it.parentSpanId }),
    name: it.name,
    kind: KINDS[it.kind],
    startTimeUnixNano: nanoseconds(it.beganMs),
    endTimeUnixNano: nanoseconds(it.endedMs),
    attributes: attributesOf(it.attributes),
    status: it.failure === null ? {} : { code: ERROR, message: it.failure },
  };
}

function nanoseconds(ms: number): string {
  const whole = Math.trunc(ms);
  return String(BigInt(whole) * 1_000_000n + BigInt(Math.round((ms - whole) * 1_000_000)));
}

function attributesOf(attributes: Attributes) {
  return Object.entries(attributes).map(([key, value]) => ({ key, value: valueOf(value) }));
}

function valueOf(value: AttributeValue) {
  switch (typeof value) {
    case 'string':
      return { stringValue: value };
    case 'boolean':
      return { boolValue: value };
    case 'number':
      return Number.isInteger(value) ? { intValue: String(value) } : { doubleValue: value };
  }
}
