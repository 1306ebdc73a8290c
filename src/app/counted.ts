import { readRecordChange } from '#store/record-changes';
import type { Db, Store } from '#store/store';

interface Count {
  readonly change: string;
  readonly atMs: number;
  readonly value: Promise<unknown>;
}

const counts = new WeakMap<Store, Map<string, Count>>();
/** When whoever looked last at whether the record changes is through. */
const looks = new WeakMap<Store, Promise<unknown>>();
const KEPT_MAX = 300;
/** What also depends on the hour, such as how late a source is, is looked at again after so long. */
const AGE_MS_MAX = 60_000;

/**
 * What `count` says, unless it was counted since the record last changed; asked by several at once, it is counted once.
 * @param key everything the answer depends on besides the record: the name of the figure, scopes, day
 * @param isLasting whether an answer holds until the record changes: what only stands in is asked for again
 */
export async function counted<T>(
  store: Store,
  db: Db,
  key: readonly unknown[],
  count: () => Promise<T>,
  isLasting: (value: T) => boolean = () => true,
): Promise<T> {
  const own = counts.get(store) ?? new Map<string, Count>();
  counts.set(store, own);
  const change = await changeInTurn(store, db);
  if (change === null) return count();
  const name = JSON.stringify(key);
  const before = own.get(name);
  if (before?.change === change && performance.now() - before.atMs < AGE_MS_MAX)
    return before.value as Promise<T>;
  const value = count();
  own.delete(name);
  own.set(name, { change, atMs: performance.now(), value });
  const [oldest] = own.keys();
  if (own.size > KEPT_MAX && oldest !== undefined) own.delete(oldest);
  const forget = () => {
    if (own.get(name)?.value === value) own.delete(name);
  };
  value.then((it) => {
    if (!isLasting(it)) forget();
  }, forget);
  return value;
}

/** Two that look at the same moment take each other for a change under way. */
async function changeInTurn(store: Store, db: Db): Promise<string | null> {
  const look = (looks.get(store) ?? Promise.resolve()).then(() => readRecordChange(db));
  looks.set(
    store,
    look.catch(() => {}),
  );
  return look;
}
