/** `making`: a job works it out. `open`: people take its discrepancies on. `signed`: nothing of it changes any more. */
export const RECONCILIATION_STATES = ['making', 'open', 'signed'] as const;
export type ReconciliationState = (typeof RECONCILIATION_STATES)[number];

/** The inventory is answered for by two people: one alone could sign their own work off. */
export const SIGNATURES_NEEDED = 2;

interface Signable {
  readonly state: ReconciliationState;
  /** Who has signed it so far. */
  readonly signerIds: readonly (string | null)[];
}

/** Why this person cannot sign the report now; null: they can. Whether they may at all is asked apart. */
export function whyNotSign({ state, signerIds }: Signable, personId: string | null): string | null {
  if (state === 'making') return 'The report is still being made';
  if (state === 'signed') return 'The report is signed off already';
  if (personId === null) return 'Only a person can sign';
  if (signerIds.includes(personId)) return 'You have signed: somebody else has to sign as well';
  return null;
}

/** Why nothing in the report can be changed now; null: it can. A signature holds for what was signed. */
export function whyNotChange({ state, signerIds }: Signable): string | null {
  if (state === 'making') return 'The report is still being made';
  if (state === 'signed') return 'The report is signed off, and stays as it is';
  if (signerIds.length > 0) return 'Somebody has signed the report: take that signature back first';
  return null;
}

/** State of a report after one more signature. */
export function stateAfterSigning(signatures: number): Exclude<ReconciliationState, 'making'> {
  return signatures >= SIGNATURES_NEEDED ? 'signed' : 'open';
}
