import type { GrantView } from '#contract/people/person';
import { PERMISSION_WORDS, ROLE_DESCRIPTIONS, type Scope } from '#engine/access';
import type * as z from 'zod';
import { midSentence } from '../../../ui/words.ts';

export type GrantShown = z.output<typeof GrantView>;

export const SCOPE_WORDS: Readonly<Record<Scope['kind'], string>> = {
  hospital: 'Whole hospital',
  site: 'Site',
  department: 'Department',
  group: 'Device group',
  vendor: 'Maker',
};

/** "at site North". */
function whereWords(scope: Scope): string {
  return scope.kind === 'hospital'
    ? 'in the whole hospital'
    : `at ${midSentence(SCOPE_WORDS[scope.kind])} ${scope.id}`;
}

/** "Technician, site North". */
export function grantWords({ role, scope }: GrantShown): string {
  const { title } = ROLE_DESCRIPTIONS[role];
  return scope.kind === 'hospital' ? title : `${title}, ${midSentence(SCOPE_WORDS[scope.kind])} ${scope.id}`;
}

/** What one role lets a person do, and where; each is told by itself because each is judged by itself. */
export function mayWords({ role, scope }: GrantShown): string {
  const acts = ROLE_DESCRIPTIONS[role].permissions.map((it) => PERMISSION_WORDS[it]);
  const last = acts.at(-1) ?? 'nothing';
  const list = acts.length < 2 ? last : `${acts.slice(0, -1).join(', ')} and ${last}`;
  return `May ${list}, ${whereWords(scope)}.`;
}
