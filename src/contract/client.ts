import { addressOf, type Answer, type Arguments, type Route } from './kit.ts';
import { Problem, ProblemError } from './problem.ts';

interface CallOptions {
  readonly signal?: AbortSignal;
  /** Scheme and host; empty for the server the page came from. */
  readonly base?: string;
}

/** Calls a route and checks the answer against its schema. Throws `ProblemError` when the server says no. */
export async function call<R extends Route>(
  it: R,
  args: Arguments<R>,
  { signal, base = '' }: CallOptions = {},
): Promise<Answer<R>> {
  const { body } = args as { readonly body?: unknown };
  const response = await fetch(base + addressOf(it, args), {
    method: it.method,
    ...(signal === undefined ? {} : { signal }),
    ...(body === undefined
      ? {}
      : { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
  });
  return readAnswer(it, response);
}

/** Reads what came back from a call that was sent by other means, such as an upload with progress. */
export async function readAnswer<R extends Route>(it: R, response: Response): Promise<Answer<R>> {
  if (!response.ok) throw new ProblemError(await problemIn(response));
  const body: unknown = response.status === 204 ? undefined : await response.json();
  return it.response.parse(body) as Answer<R>;
}

async function problemIn(response: Response): Promise<Problem> {
  const text = await response.text();
  const fallback: Problem = {
    type: 'about:blank',
    title: `The server answered ${response.status}`,
    status: response.status,
  };
  if (!response.headers.get('content-type')?.includes('json')) return fallback;
  const parsed = Problem.safeParse(JSON.parse(text));
  return parsed.success ? parsed.data : fallback;
}
