import { type MakerName, makerNamed } from './maker-names.ts';
import { fold } from './text.ts';

/** What a maker calls those of its people who speak of weaknesses: "Acme Product Security", "Acme PSIRT". */
const TEAM_WORDS: ReadonlySet<string> = new Set(
  (
    'product products security cyber cybersecurity incident response team center centre office ' +
    'psirt sirt csirt cert productcert cpcert vulnerability disclosure'
  ).split(' '),
);

/** The company in whose name somebody speaks: "Acme Product Security <psirt@acme.example>" speaks for "Acme". */
export function speaksFor(author: string): string {
  const words = author
    .replaceAll(/<[^>]*>|\(\p{L}+\)/gu, ' ')
    .trim()
    .split(/\s+/);
  while (words.length > 1 && TEAM_WORDS.has(fold(words.at(-1) ?? '').replaceAll(/[^a-z]/g, ''))) words.pop();
  return words.join(' ');
}

/** Its name. The whole is one company or none: "Acme devices at St. Mary", "Clinic and Acme" are not Acme. */
export function speakerNames(author: string): MakerName[] {
  return makerNamed(speaksFor(author)).filter((it) => it.key.length >= 2);
}
