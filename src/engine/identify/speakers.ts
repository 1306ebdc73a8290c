import { type MakerName, makerNamed } from './maker-names.ts';
import { fold } from './text.ts';

/** What a maker calls those of its people who speak of weaknesses: "Acme Product Security", "Acme PSIRT". */
const TEAM_WORDS: ReadonlySet<string> = new Set(
  (
    'product products security cyber cybersecurity incident response team center centre office ' +
    'psirt sirt csirt cert productcert cpcert vulnerability disclosure'
  ).split(' '),
);

/**
 * The company in whose name somebody speaks: "Acme Product Security <psirt@acme.example>" is Acme. The whole name is one
 * company or none: "Acme devices at St. Mary", "Clinic and Acme" name others too, and are not Acme.
 */
export function speakerNames(text: string): MakerName[] {
  const words = text
    .replaceAll(/<[^>]*>|\(\p{L}+\)/gu, ' ')
    .trim()
    .split(/\s+/);
  while (words.length > 1 && TEAM_WORDS.has(fold(words.at(-1) ?? '').replaceAll(/[^a-z]/g, ''))) words.pop();
  return makerNamed(words.join(' ')).filter((it) => it.key.length >= 2);
}
