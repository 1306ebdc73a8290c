import { createIdentityReader, IDENTIFIER_KINDS, keyOf } from '#engine/reconcile';
import type { DeviceFields, SourceKind } from '#engine/words';
import { stableText } from './stable-text.ts';

/** What one source now says about one thing. */
export interface Word {
  readonly source: string;
  readonly kind: SourceKind;
  /** By which the source's later words about the same thing are known; unique within the source. */
  readonly key: string;
  /** ISO instant. */
  readonly at: string;
  readonly fields: DeviceFields;
  /** The device it stood behind so far; null: it is new. */
  readonly deviceId: string | null;
}

/**
 * A key for each row of one file: its strongest identifier, else all it says. Rows that share a key are numbered by
 * what they say, so that the order of the rows does not matter.
 */
export function keysOf(rows: readonly DeviceFields[]): string[] {
  const identityOf = createIdentityReader();
  const keys = rows.map((fields) => {
    const identity = identityOf(fields);
    for (const kind of IDENTIFIER_KINDS) {
      const key = keyOf(kind, identity);
      if (key !== null) return `${kind} ${key}`;
    }
    return `all ${stableText(fields)}`;
  });
  for (const indexes of Map.groupBy(rows.keys(), (index) => keys[index]).values()) {
    if (indexes.length < 2) continue;
    const texts = new Map(indexes.map((index) => [index, stableText(rows[index])]));
    indexes.sort((a, b) => ((texts.get(a) ?? '') < (texts.get(b) ?? '') ? -1 : 1));
    for (const [place, index] of indexes.entries()) if (place > 0) keys[index] += ` #${place + 1}`;
  }
  return keys;
}
