import * as z from 'zod';
import { PRECEDENCE, type Precedence, type Voice } from '#engine/reconcile';
import { readSetting } from '#store/settings';
import type { Db, Tx } from '#store/store';

const KEY = 'inventory.precedence';

const Kind = z.enum(['person', 'cmms', 'discovery', 'scanner', 'register', 'list', 'sbom']);
/** A kind of source, or `source:` and the name of one. */
const VoiceText = z.union([Kind, z.templateLiteral(['source:', z.string().min(1).max(200)])]);
/** Only fields whose order is not the house default. */
const PrecedenceRules = z.partialRecord(
  z.enum(Object.keys(PRECEDENCE) as [keyof Precedence, ...(keyof Precedence)[]]),
  z.array(VoiceText).min(1).max(50).readonly(),
);
type PrecedenceRules = z.output<typeof PrecedenceRules>;

/** Whose word counts for each field: the house default, and what this hospital set otherwise. */
export async function readPrecedence(db: Db | Tx): Promise<Precedence> {
  return precedenceWith(await readPrecedenceRules(db));
}

async function readPrecedenceRules(db: Db | Tx): Promise<PrecedenceRules> {
  return PrecedenceRules.parse((await readSetting(db, KEY)) ?? {});
}

function precedenceWith(rules: PrecedenceRules): Precedence {
  const given = Object.entries(rules) as [keyof Precedence, readonly Voice[]][];
  return { ...PRECEDENCE, ...Object.fromEntries(given) };
}
