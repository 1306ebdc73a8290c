import { disagree, type MakerKey, type Precedence, PRECEDENCE, whyJunk } from '#engine/reconcile';
import type { DeviceFields, EvidenceGrade, SourceKind } from '#engine/words';
import { inRulingOrder } from './ruling-order.ts';
import { stableText } from './stable-text.ts';
import type { Word } from './word.ts';

const GRADES: Readonly<Record<SourceKind, EvidenceGrade>> = {
  person: 'entered',
  cmms: 'entered',
  register: 'entered',
  discovery: 'network',
  scanner: 'network',
  // A list of unknown making, and an SBOM that speaks of a model, say nothing of how this unit was looked at.
  list: 'unstated',
  sbom: 'unstated',
};

export interface FieldProvenance<W extends Word = Word> {
  readonly field: string;
  /** Sources do not agree; placeholders disagree with nobody. */
  readonly isConflict: boolean;
  /** The ruling one first. */
  readonly sayings: readonly {
    readonly value: unknown;
    readonly word: W;
    readonly grade: EvidenceGrade;
    readonly rules: boolean;
    /** Why it rules over nobody: it is a placeholder; null: it is a value. */
    readonly junk: string | null;
  }[];
}

export interface Telling {
  readonly precedence?: Precedence;
  /** Which spellings name one maker. */
  readonly makerKey?: MakerKey;
}

/** For each field of a device: who says what, when, how it came about, and which statement holds. */
export function provenanceOf<W extends Word>(
  words: readonly W[],
  fields: DeviceFields,
  { precedence = PRECEDENCE, makerKey }: Telling = {},
): FieldProvenance<W>[] {
  return (Object.keys(PRECEDENCE) as (keyof DeviceFields)[])
    .filter((field) => field !== 'id' && field !== 'components' && field !== 'componentsComplete')
    .map((field) => fieldProvenance(field, words, fields[field], { precedence, makerKey }))
    .filter((it) => it.sayings.length > 0);
}

function fieldProvenance<W extends Word>(
  field: keyof DeviceFields,
  words: readonly W[],
  value: unknown,
  { precedence, makerKey }: { readonly precedence: Precedence; readonly makerKey: MakerKey | undefined },
): FieldProvenance<W> {
  const said = inRulingOrder(words, field, precedence);
  const ruling = said.find((it) => comparable(it.fields[field]) === comparable(value));
  const sayings = said.map((word) => ({
    value: word.fields[field],
    word,
    grade: word.evidence ?? GRADES[word.kind],
    rules: word === ruling,
    junk: whyJunk(field, word.fields[field]),
  }));
  const values = sayings.filter((it) => it.junk === null).map((it) => comparable(it.value));
  return {
    field,
    // Where a person has said what it is, the dispute is decided.
    isConflict: ruling?.kind !== 'person' && disagree(field, values, makerKey),
    sayings: sayings.toSorted((a, b) => Number(b.rules) - Number(a.rules)),
  };
}

function comparable(value: unknown): string {
  return typeof value === 'string' ? value.trim().toLowerCase() : (stableText(value) ?? '');
}
