import { createIdentityReader, identifiersOf } from '#engine/reconcile';
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
  /** Places of the words it amends, as a person's edit does: it goes where the first of them that there is goes. */
  readonly anchors?: readonly string[] | null;
  /** How it is known, where that is stated; else it follows from the kind of source. */
  readonly evidence?: 'read-from-device' | 'label' | 'entered' | null;
}

/** By which one word is told from all others. */
export function placeOf({ source, key }: Pick<Word, 'source' | 'key'>): string {
  return `${source}\t${key}`;
}

/**
 * What a row of a file speaks of: its strongest identifier, else all it says. Rows of one file may share it; whoever keeps
 * them numbers them by what they say, so that the order of the rows does not matter.
 */
export function createKeyReader(): (kind: SourceKind, fields: DeviceFields) => string {
  const identityOf = createIdentityReader();
  return (kind, fields) => {
    // A later SBOM of the same version takes the place of an earlier one, whatever it lists.
    if (kind === 'sbom' && fields.model !== undefined)
      return stableText(['sbom', fields.manufacturer, fields.model, fields.version]).toLowerCase();
    const [strongest] = identifiersOf(identityOf(fields));
    return strongest === undefined ? `all ${stableText(fields)}` : `${strongest.kind} ${strongest.key}`;
  };
}
