import * as z from 'zod';
import { FeedFailure } from '../feed-failure.ts';

/** Reads what a source answered. @throws FeedFailure when it is not what it should be, such as a page of words or one cut off */
export function answerJson<S extends z.ZodType>(bytes: Buffer, schema: S, what: string): z.output<S> {
  if (bytes.length === 0) throw new FeedFailure(`${what} is empty`);
  const parsed = schema.safeParse(jsonOf(bytes, what));
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw new FeedFailure(
    `${what} is not what it should be: ${issue?.path.join('.') ?? ''} ${issue?.message ?? ''}`,
  );
}

function jsonOf(bytes: Buffer, what: string): unknown {
  try {
    return JSON.parse(bytes.toString('utf8'));
  } catch (cause) {
    if (!(cause instanceof SyntaxError)) throw cause;
    throw new FeedFailure(`${what} is no JSON, or was cut off`, { cause });
  }
}
