import type { Readiness } from './readiness.ts';

export type ReadinessKind = Readiness['kind'];

/** Why a finding is as ready as it is. The order is kept: databases hold the place in this list. New ones go to the end. */
export const READINESS_REASONS = [
  'fix-available',
  'fix-announced',
  'contract-lapsed',
  'end-of-support',
  'end-of-life',
  'obsolete-os',
  'no-fix-planned',
  'no-fix-published',
  'support-agreed',
  'in-constant-use',
  'awaiting-validation',
  'awaiting-vendor',
  'no-window',
  'vendor-refuses',
  'restriction',
] as const;
export type ReadinessReason = (typeof READINESS_REASONS)[number];

/** In words that go on from the kind: "Can’t be patched: the vendor ended support". */
export const READINESS_REASON_WORDS: Readonly<Record<ReadinessReason, string>> = {
  'fix-available': 'a fix is available',
  'fix-announced': 'a fix is announced and not out',
  'contract-lapsed': 'the support contract has lapsed',
  'end-of-support': 'the vendor ended support',
  'end-of-life': 'the model reached its end of life',
  'obsolete-os': 'its operating system is out of support',
  'no-fix-planned': 'there will be no fix',
  'no-fix-published': 'no fix has been published',
  'support-agreed': 'support was agreed with the vendor',
  'in-constant-use': 'it is in constant use',
  'awaiting-validation': 'it waits for clinical validation',
  'awaiting-vendor': 'it waits for the vendor’s approval',
  'no-window': 'there is no maintenance window',
  'vendor-refuses': 'the vendor does not let it be patched',
  restriction: 'a restriction forbids it',
};

export const READINESS_WORDS: Readonly<Record<ReadinessKind, string>> = {
  patchable: 'Patchable',
  'temporarily-unpatchable': 'Can’t be patched for now',
  unpatchable: 'Can’t be patched',
};

/** What a person may give as the reason when they say otherwise than what is derived. */
export const SAID_REASONS = {
  patchable: ['fix-available', 'support-agreed'],
  'temporarily-unpatchable': [
    'in-constant-use',
    'awaiting-validation',
    'awaiting-vendor',
    'no-window',
    'contract-lapsed',
    'fix-announced',
  ],
  unpatchable: [
    'end-of-support',
    'end-of-life',
    'obsolete-os',
    'vendor-refuses',
    'restriction',
    'no-fix-planned',
  ],
} as const satisfies Readonly<Record<ReadinessKind, readonly ReadinessReason[]>>;

export function reasonOf(it: Readiness): ReadinessReason {
  return it.kind === 'patchable' ? 'fix-available' : it.reason;
}
