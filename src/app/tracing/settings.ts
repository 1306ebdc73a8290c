import { InputError } from '../input-error.ts';
import type { Attributes } from './tracer.ts';

/** Where traces are sent, and which. */
export interface TracingSettings {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly resource: Attributes;
  /** Share of traces that begin here and are kept, 0 to 1. */
  readonly share: number;
  /** Whether what the caller says of its trace counts more. */
  readonly followsCaller: boolean;
  readonly sendEveryMs: number;
  readonly batchMax: number;
  readonly queueMax: number;
  readonly timeoutMs: number;
}

/** The variables that are read, of those OpenTelemetry names (https://opentelemetry.io/docs/specs/otel/configuration/sdk-environment-variables/). */
type Variable =
  | 'OTEL_SDK_DISABLED'
  | 'OTEL_TRACES_EXPORTER'
  | 'OTEL_EXPORTER_OTLP_ENDPOINT'
  | 'OTEL_EXPORTER_OTLP_TRACES_ENDPOINT'
  | 'OTEL_EXPORTER_OTLP_HEADERS'
  | 'OTEL_EXPORTER_OTLP_TRACES_HEADERS'
  | 'OTEL_EXPORTER_OTLP_PROTOCOL'
  | 'OTEL_EXPORTER_OTLP_TRACES_PROTOCOL'
  | 'OTEL_EXPORTER_OTLP_TIMEOUT'
  | 'OTEL_SERVICE_NAME'
  | 'OTEL_RESOURCE_ATTRIBUTES'
  | 'OTEL_TRACES_SAMPLER'
  | 'OTEL_TRACES_SAMPLER_ARG'
  | 'OTEL_BSP_SCHEDULE_DELAY'
  | 'OTEL_BSP_MAX_EXPORT_BATCH_SIZE'
  | 'OTEL_BSP_MAX_QUEUE_SIZE';
export type TracingEnvironment = Readonly<Partial<Record<Variable, string | null | undefined>>>;

/** Null: no receiver is named, or traces are switched off. @throws InputError naming the variable that cannot be read */
export function readTracingSettings(env: TracingEnvironment): TracingSettings | null {
  const url = urlOf(env);
  if (url === null || env.OTEL_SDK_DISABLED?.toLowerCase() === 'true') return null;
  if (!['otlp', '', undefined, null].includes(env.OTEL_TRACES_EXPORTER)) {
    if (env.OTEL_TRACES_EXPORTER === 'none') return null;
    throw unreadable('OTEL_TRACES_EXPORTER', 'traces are sent by otlp, or none');
  }
  const protocol = env.OTEL_EXPORTER_OTLP_TRACES_PROTOCOL || env.OTEL_EXPORTER_OTLP_PROTOCOL || 'http/json';
  if (protocol === 'grpc')
    throw unreadable(
      'OTEL_EXPORTER_OTLP_PROTOCOL',
      'traces are sent over http, to the port 4318 of a collector',
    );
  return {
    url,
    headers: pairsOf(env.OTEL_EXPORTER_OTLP_TRACES_HEADERS || env.OTEL_EXPORTER_OTLP_HEADERS || ''),
    resource: {
      ...pairsOf(env.OTEL_RESOURCE_ATTRIBUTES ?? ''),
      ...(env.OTEL_SERVICE_NAME ? { 'service.name': env.OTEL_SERVICE_NAME } : {}),
    },
    ...samplerOf(env),
    sendEveryMs: numberIn(env, 'OTEL_BSP_SCHEDULE_DELAY', 5000),
    batchMax: numberIn(env, 'OTEL_BSP_MAX_EXPORT_BATCH_SIZE', 512),
    queueMax: numberIn(env, 'OTEL_BSP_MAX_QUEUE_SIZE', 2048),
    timeoutMs: numberIn(env, 'OTEL_EXPORTER_OTLP_TIMEOUT', 10_000),
  };
}

function urlOf(env: TracingEnvironment): string | null {
  const whole = env.OTEL_EXPORTER_OTLP_TRACES_ENDPOINT || null;
  const base = env.OTEL_EXPORTER_OTLP_ENDPOINT || null;
  if (whole === null && base === null) return null;
  const url = whole ?? `${(base ?? '').replace(/\/+$/, '')}/v1/traces`;
  if (/^https?:$/.test(URL.parse(url)?.protocol ?? '')) return url;
  throw unreadable('OTEL_EXPORTER_OTLP_ENDPOINT', 'write an address such as http://localhost:4318');
}

function samplerOf(env: TracingEnvironment): Pick<TracingSettings, 'share' | 'followsCaller'> {
  const name = env.OTEL_TRACES_SAMPLER || 'parentbased_always_on';
  const [, parent, kind] = /^(parentbased_)?(always_on|always_off|traceidratio)$/.exec(name) ?? [];
  if (kind === undefined)
    throw unreadable(
      'OTEL_TRACES_SAMPLER',
      'it is always_on, always_off or traceidratio, also after parentbased_',
    );
  const followsCaller = parent !== undefined;
  if (kind !== 'traceidratio') return { share: kind === 'always_on' ? 1 : 0, followsCaller };
  const share = Number(env.OTEL_TRACES_SAMPLER_ARG || '1');
  if (!(share >= 0 && share <= 1)) throw unreadable('OTEL_TRACES_SAMPLER_ARG', 'it is a share from 0 to 1');
  return { share, followsCaller };
}

/** "key=value,key=value", values percent-encoded. */
function pairsOf(text: string): Readonly<Record<string, string>> {
  const pairs = text.split(',').filter((it) => it.includes('='));
  return Object.fromEntries(
    pairs.map((pair) => {
      const at = pair.indexOf('=');
      return [decoded(pair.slice(0, at)), decoded(pair.slice(at + 1))];
    }),
  );
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text.trim());
  } catch (error) {
    if (error instanceof URIError) return text.trim();
    throw error;
  }
}

function numberIn(env: TracingEnvironment, name: keyof TracingEnvironment, unlessSet: number): number {
  const text = env[name] || null;
  if (text === null) return unlessSet;
  if (!/^\d{1,9}$/.test(text) || Number(text) === 0) throw unreadable(name, 'it is a whole number above 0');
  return Number(text);
}

function unreadable(name: string, because: string): InputError {
  return new InputError(`Cannot use ${name}: ${because}`);
}
