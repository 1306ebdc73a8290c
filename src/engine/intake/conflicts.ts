import { type FieldConflict, type Precedence, whyJunk } from '#engine/reconcile';
import type { SourceKind } from '#engine/words';
import { inRulingOrder } from './ruling-order.ts';
import type { Word } from './word.ts';

/** A field whose sources disagree, and what each says; the value that holds first. */
export interface Conflict {
  readonly field: string;
  /** The field and who disagrees with whom: what is decided for one device may be decided for all of its pattern. */
  readonly pattern: string;
  readonly sayings: readonly {
    readonly value: string;
    readonly source: string;
    readonly kind: SourceKind;
    readonly at: string;
  }[];
}

/**
 * Conflicts that wait for a person. Settled is what a person's own word decided since every other source spoke, and what a
 * rule decides that names the source.
 */
export function openConflicts(
  disputed: readonly Omit<FieldConflict, 'deviceId'>[],
  words: readonly Word[],
  precedence: Precedence,
): Conflict[] {
  return disputed.flatMap(({ field, values }) => {
    const said = inRulingOrder(words, field, precedence).filter(
      (it) => whyJunk(field, it.fields[field]) === null,
    );
    if (isSettled(field, said, precedence)) return [];
    const sayings = values.flatMap(({ value, origin }) => {
      const word = said.find((it) => it.source === origin.file && textOf(it.fields[field]) === value);
      return word === undefined ? [] : [{ value, source: word.source, kind: word.kind, at: word.at }];
    });
    return [
      {
        field,
        pattern: patternOf(
          field,
          sayings.map((it) => it.source),
        ),
        sayings,
      },
    ];
  });
}

function isSettled(field: FieldConflict['field'], said: readonly Word[], precedence: Precedence): boolean {
  const [ruling] = said;
  if (ruling === undefined) return false;
  if (ruling.kind === 'person') return said.every((it) => it.kind === 'person' || it.at <= ruling.at);
  return precedence[field].includes(`source:${ruling.source}`);
}

function patternOf(field: string, sources: readonly string[]): string {
  return [field, ...new Set(sources)].join('\t');
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}
