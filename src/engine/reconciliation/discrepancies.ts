/** What a reconciliation finds between sources, the gravest first. */
export const DISCREPANCY_KINDS = [
  'unregistered',
  'unseen',
  'duplicate',
  'conflicting',
  'incomplete',
] as const;
export type DiscrepancyKind = (typeof DISCREPANCY_KINDS)[number];

interface DiscrepancyDescription {
  readonly title: string;
  /** How it is told, in words that stand beside the number. */
  readonly formula: string;
}

export const DISCREPANCY_DESCRIPTIONS: Readonly<Record<DiscrepancyKind, DiscrepancyDescription>> = {
  unregistered: {
    title: 'On the network, in no register',
    formula: 'A discovery tool or scanner reports it; no CMMS, register or list does',
  },
  unseen: {
    title: 'In a register, not seen on the network',
    formula:
      'It has an address or host name, and no discovery tool or scanner reported it within the days set',
  },
  duplicate: {
    title: 'Possible duplicate in the inventory',
    formula: 'It shares an identifier with another device, and nobody has decided whether they are one',
  },
  conflicting: {
    title: 'Sources disagree on a field',
    formula: 'Sources say different things, and nobody has decided',
  },
  incomplete: {
    title: 'A critical field is missing',
    formula: 'Maker, model, serial number, version, site, department or criticality is not known',
  },
};

/** Fields without which a device cannot be looked after; `version` may be that of the operating system. */
export const CRITICAL_FIELDS = [
  'manufacturer',
  'model',
  'serial',
  'version',
  'site',
  'department',
  'criticality',
] as const;
export type CriticalField = (typeof CRITICAL_FIELDS)[number];

/** What exactly is amiss, by kind. */
export interface DiscrepancyDetail {
  /** Sources that speak of the device. */
  readonly sources?: readonly string[];
  /** When the network last spoke of it; null: never. */
  readonly networkAt?: string | null;
  /** Fields that are disputed or missing. */
  readonly fields?: readonly string[];
  /** Kinds of identifier it shares, and with how many others at most. */
  readonly shares?: readonly string[];
  readonly others?: number;
}

/** What exactly is amiss, in words. */
export function sayDiscrepancy(kind: DiscrepancyKind, detail: DiscrepancyDetail): string {
  const spoken = (detail.sources ?? []).join(', ');
  switch (kind) {
    case 'unregistered':
      return `Seen by ${spoken}`;
    case 'unseen':
      return detail.networkAt == null
        ? `Registered in ${spoken}; the network never spoke of it`
        : `Registered in ${spoken}; the network last spoke of it on ${detail.networkAt.slice(0, 10)}`;
    case 'duplicate':
      return `Shares ${(detail.shares ?? []).join(', ')} with ${detail.others ?? 0} more`;
    case 'conflicting':
      return `Sources disagree on ${(detail.fields ?? []).join(', ')}`;
    case 'incomplete':
      return `Not known: ${(detail.fields ?? []).join(', ')}`;
  }
}
