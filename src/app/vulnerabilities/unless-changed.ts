import { readMatchVersion } from '#store/finding-summary';
import type { Store } from '#store/store';

interface Kept {
  readonly version: string;
  readonly answers: Map<string, Promise<unknown>>;
}

const kept = new WeakMap<Store, Kept>();

/** What was worked out since findings last changed, on any node, is not worked out again. */
export async function unlessChanged<T>(store: Store, question: unknown, work: () => Promise<T>): Promise<T> {
  const version = await readMatchVersion(store.db);
  let known = kept.get(store);
  if (known?.version !== version) kept.set(store, (known = { version, answers: new Map() }));
  const key = JSON.stringify(question);
  const answer = known.answers.get(key) ?? work();
  known.answers.set(key, answer);
  answer.catch(() => known.answers.delete(key));
  return answer as Promise<T>;
}
