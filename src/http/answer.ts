import { STATUS_CODES } from 'node:http';
import * as z from 'zod';
import { type Refusal, Refused as RefusedAct } from '#app/refusal';
import type { Problem } from '#contract/problem';
import { sayIssue } from './schema-words.ts';

/** The server understood, and the answer is no. Thrown anywhere behind a route, answered as a problem. */
export class Refused extends Error {
  readonly problem: Omit<Problem, 'type' | 'title'> & { readonly detail: string };
  readonly retryAfterSeconds: number | null;

  constructor(
    status: number,
    detail: string,
    place: Pick<Problem, 'field' | 'file' | 'line'> = {},
    retryAfterSeconds: number | null = null,
  ) {
    super(detail);
    this.problem = { status, detail, ...place };
    this.retryAfterSeconds = retryAfterSeconds;
  }
}

/** The one place where an error becomes an HTTP answer. A fault names the request only; its details go to the log. */
export function problemFor(error: unknown, requestId: string): Problem {
  if (error instanceof Refused) return problem(error.problem);
  if (error instanceof RefusedAct) return problem(problemOf(error));
  if (error instanceof z.ZodError)
    return problem({ status: 400, detail: sayIssues(error), ...fieldOf(error) });
  const status = statusOf(error);
  if (status !== null && status < 500)
    return problem({ status, detail: error instanceof Error ? error.message : 'Cannot read request' });
  return problem({ status: 500, detail: `Cannot answer: fault in request ${requestId}, see the log` });
}

const STATUS = {
  'not-found': 404,
  'not-signed-in': 401,
  'not-allowed': 403,
  'step-up': 403,
  conflict: 409,
  invalid: 400,
  stale: 412,
  'too-many': 429,
} as const satisfies Record<Refusal['code'], number>;

function problemOf({ refusal, message }: RefusedAct): Omit<Problem, 'type' | 'title'> {
  const field = refusal.code === 'invalid' && refusal.field !== undefined ? { field: refusal.field } : {};
  return { status: STATUS[refusal.code], code: refusal.code, detail: message, ...field };
}

/** Seconds after which the same request may be sent again; null: it does not depend on time. */
export function retryAfterSecondsOf(error: unknown): number | null {
  if (error instanceof Refused) return error.retryAfterSeconds;
  return error instanceof RefusedAct && error.refusal.code === 'too-many'
    ? error.refusal.retryAfterSeconds
    : null;
}

function problem(it: Omit<Problem, 'type' | 'title'>): Problem {
  return { type: 'about:blank', title: STATUS_CODES[it.status] ?? 'Refused', ...it };
}

function sayIssues(error: z.ZodError): string {
  const said = error.issues.map((it) =>
    it.path.length === 0 ? sayIssue(it) : `${it.path.join('.')}: ${sayIssue(it)}`,
  );
  const isOfWhole = error.issues[0]?.path.length === 0;
  return isOfWhole ? `Cannot read request: ${said.join('; ')}` : said.join('; ');
}

function fieldOf(error: z.ZodError): { readonly field?: string } {
  const [issue] = error.issues;
  const unknown = issue?.code === 'unrecognized_keys' ? issue.keys.slice(0, 1) : [];
  const path = [...(issue?.path ?? []), ...unknown];
  return path.length === 0 ? {} : { field: path.join('.') };
}

/** Fastify and its plugins put the status on the error. */
function statusOf(error: unknown): number | null {
  if (typeof error !== 'object' || error === null || !('statusCode' in error)) return null;
  return typeof error.statusCode === 'number' ? error.statusCode : null;
}
