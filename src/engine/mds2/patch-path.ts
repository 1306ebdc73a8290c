import type { PatchMethod } from '#engine/words';
import { type Answers, isNo, type Said } from './statements.ts';

/** Kinds of software that the form asks about one by one: CSUP-2 to CSUP-6. */
const PATCHED_PARTS = [
  { question: 'CSUP-2', part: 'operating-system' },
  { question: 'CSUP-3', part: 'drivers-and-firmware' },
  { question: 'CSUP-4', part: 'anti-malware' },
  { question: 'CSUP-5', part: 'commercial-components' },
  { question: 'CSUP-6', part: 'other-software' },
] as const;
export type PatchedPart = (typeof PATCHED_PARTS)[number]['part'];

/** How one kind of software is patched. Null as path: the form does not tell. */
export interface PartPath {
  readonly part: PatchedPart;
  readonly path: PatchMethod | 'not-present' | null;
  readonly because: string;
  /** Answers that decided it, or that leave it open. */
  readonly answers: readonly Said[];
}

export interface PatchPath {
  /** The strictest of all parts; null: it cannot be told. */
  readonly path: PatchMethod | null;
  readonly because: string;
  readonly parts: readonly PartPath[];
}

/** Whether the maker still helps; null: it is not known. */
export interface SupportFact {
  readonly isSupported: boolean | null;
  /** "End of support was 31 March 2024." */
  readonly because: string;
  /** Why the maker's work is not covered: "the support contract has lapsed"; left out: nothing says so. */
  readonly uncovered?: string;
}

/** From what anybody can do at once to what nobody can. */
const STRICTNESS: readonly PatchMethod[] = ['owner', 'remote', 'wait-for-approval', 'vendor-visit', 'never'];

/**
 * Who can bring patches onto a device, by its maker's form and by whether the maker still supports it. What the form
 * leaves open is said, never taken for the easier way.
 */
export function patchPathOf(answers: Answers, support: SupportFact): PatchPath {
  const parts = PATCHED_PARTS.map(({ question, part }) =>
    withSupport(partPath(answers, question, part), support),
  );
  const present = parts.filter((it) => it.path !== 'not-present');
  if (present.length === 0)
    return parts.length > 0 && parts.every((it) => it.answers.length > 0)
      ? { path: null, because: 'The form names no software that could be patched', parts }
      : { path: null, because: 'The form does not say how it is patched', parts };
  const open = present.filter((it) => it.path === null);
  if (open.length > 0) {
    const names = open.map((it) => PART_WORDS[it.part]).join(', ');
    return { path: null, because: `The form leaves it open for ${names}`, parts };
  }
  const strictest = present.reduce((a, b) => (rank(b.path) > rank(a.path) ? b : a));
  return { path: strictest.path as PatchMethod, because: strictest.because, parts };
}

export const PART_WORDS: Readonly<Record<PatchedPart, string>> = {
  'operating-system': 'operating system',
  'drivers-and-firmware': 'drivers and firmware',
  'anti-malware': 'anti-malware software',
  'commercial-components': 'commercial components',
  'other-software': 'other software',
};

function rank(path: PartPath['path']): number {
  return path === null || path === 'not-present' ? -1 : STRICTNESS.indexOf(path);
}

function partPath(answers: Answers, question: string, part: PatchedPart): PartPath {
  const own = [question, ...[1, 2, 3, 4].map((it) => `${question}.${it}`)];
  const said = own.flatMap((it) => answers.get(it) ?? []);
  const [present, owner, visit, remote, unapproved] = own.map((it) => answers.get(it)?.answer ?? null);
  const decided = (path: PartPath['path'], because: string, deciding: readonly number[]): PartPath => ({
    part,
    path,
    because,
    answers: deciding.flatMap((it) => answers.get(own[it] ?? '') ?? []),
  });
  if (isNo(present)) return decided('not-present', 'The form says that there is none', [0]);
  if (said.length === 0) return decided(null, 'The form says nothing of it', []);
  if (owner === 'yes' && visit === 'yes')
    return remote === 'yes'
      ? decided(
          'remote',
          'The owner may install, and yet the vendor’s service is required; it can be given remotely',
          [1, 2, 3],
        )
      : decided(
          'vendor-visit',
          'The owner may install, and yet the vendor’s service is required: the stricter answer counts',
          [1, 2],
        );
  if (owner === 'yes')
    return unapproved === 'yes'
      ? decided('owner', 'The owner may install, without waiting for the vendor’s approval', [1, 4])
      : decided(
          'wait-for-approval',
          isNo(unapproved)
            ? 'The owner may install what the vendor has approved'
            : 'The owner may install; whether before the vendor’s approval is not answered',
          [1, 4],
        );
  if (visit === 'yes')
    return remote === 'yes'
      ? decided('remote', 'The vendor’s service is required, and can be given remotely', [2, 3])
      : decided('vendor-visit', 'The vendor’s service is required', [2, 3]);
  if (remote === 'yes') return decided('remote', 'Patches are installed remotely', [3]);
  if (isNo(owner) && isNo(visit) && isNo(remote))
    return decided('never', 'Neither the owner nor the vendor installs patches', [1, 2, 3]);
  return { part, path: null, because: 'The answers do not tell', answers: said };
}

/** What takes the maker cannot be done once the maker has left. */
function withSupport(it: PartPath, support: SupportFact): PartPath {
  const takesMaker = it.path === 'remote' || it.path === 'vendor-visit' || it.path === 'wait-for-approval';
  if (!takesMaker) return it;
  if (support.isSupported !== false)
    return support.uncovered === undefined
      ? it
      : { ...it, because: `${it.because}; but ${support.uncovered}` };
  return { ...it, path: 'never', because: `${it.because}. ${support.because}` };
}
