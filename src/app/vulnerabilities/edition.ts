import { readIdentificationEdition } from '#store/identifications';
import { readRuleEdition } from '#store/pattern-rules';
import { readScoringEdition } from '#store/rubric-scorings';
import type { Db, Tx } from '#store/store';

/** Another text whenever people have said something about configurations: what a text is, that a pattern is affected, or how grave it is there. */
export async function readEdition(db: Db | Tx): Promise<string> {
  return `${await readIdentificationEdition(db)} | ${await readRuleEdition(db)} | ${await readScoringEdition(db)}`;
}
