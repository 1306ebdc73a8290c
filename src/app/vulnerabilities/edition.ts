import { readIdentificationEdition } from '#store/identifications';
import { readRuleEdition } from '#store/pattern-rules';
import type { Db, Tx } from '#store/store';

/** Another text whenever people have said something about configurations: what a text is, or that a pattern is affected. */
export async function readEdition(db: Db | Tx): Promise<string> {
  return `${await readIdentificationEdition(db)} | ${await readRuleEdition(db)}`;
}
