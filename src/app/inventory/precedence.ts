import * as z from 'zod';
import { PRECEDENCE, type Precedence, type Voice } from '#engine/reconcile';
import { SOURCE_KINDS } from '#engine/words';
import { readSetting, writeSetting } from '#store/settings';
import type { Db, Tx } from '#store/store';

const KEY = 'inventory.precedence';

const Kind = z.enum(SOURCE_KINDS);
/** A kind of source, or `source:` and the name of one. */
const VoiceText = z.union([Kind, z.templateLiteral(['source:', z.string().min(1).max(200)])]);
/** Only fields whose order is not the house default. */
export const PrecedenceRules = z.partialRecord(
  z.enum(Object.keys(PRECEDENCE) as [keyof Precedence, ...(keyof Precedence)[]]),
  z.array(VoiceText).min(1).max(50).readonly(),
);
export type PrecedenceRules = z.output<typeof PrecedenceRules>;

/** Whose word counts for each field: the house default, and what this hospital set otherwise. */
export async function readPrecedence(db: Db | Tx): Promise<Precedence> {
  return precedenceWith(await readPrecedenceRules(db));
}

export async function readPrecedenceRules(db: Db | Tx): Promise<PrecedenceRules> {
  return PrecedenceRules.parse((await readSetting(db, KEY)) ?? {});
}

export function precedenceWith(rules: PrecedenceRules): Precedence {
  const given = Object.entries(rules) as [keyof Precedence, readonly Voice[]][];
  return { ...PRECEDENCE, ...Object.fromEntries(given) };
}

export async function writePrecedenceRules(tx: Tx, rules: PrecedenceRules): Promise<void> {
  await writeSetting(tx, KEY, rules);
}

/** The rules with one source put before all others for a field; null: with the house order of that field. */
export function withRule(
  rules: PrecedenceRules,
  field: keyof Precedence,
  source: string | null,
): PrecedenceRules {
  const { [field]: own, ...others } = rules;
  if (source === null) return others;
  const voice: Voice = `source:${source}`;
  const order = own ?? PRECEDENCE[field];
  // What a person entered still comes first, as long as nobody said otherwise.
  const people = order[0] === 'person' ? (['person'] as const) : [];
  return {
    ...others,
    [field]: [...people, voice, ...order.slice(people.length).filter((it) => it !== voice)],
  };
}

export function isPrecedenceField(text: string): text is keyof Precedence {
  return Object.hasOwn(PRECEDENCE, text);
}
