import { contractOf } from '#engine/contract';
import type { DeviceFields } from '#engine/words';
import type { Fix, SourcedRemediation } from './fix.ts';
import { osSupportEndsOn } from './os-support.ts';
import { readRemedy } from './remedy-text.ts';

export const READINESS_KINDS = ['patchable', 'temporarily-unpatchable', 'unpatchable'] as const;

/** Whether a finding can be remedied now, with the reason in words for people (`because`). */
export type Readiness =
  | { readonly kind: 'patchable'; readonly because: string }
  | {
      readonly kind: 'temporarily-unpatchable';
      readonly reason: 'fix-announced' | 'contract-lapsed';
      readonly because: string;
      /** ISO date on which to look again; null: nobody knows. */
      readonly until: string | null;
    }
  | {
      readonly kind: 'unpatchable';
      readonly reason:
        | 'end-of-support'
        | 'end-of-life'
        | 'obsolete-os'
        | 'no-fix-planned'
        | 'no-fix-published';
      readonly because: string;
    };

export interface ReadinessFacts {
  readonly device: Pick<
    DeviceFields,
    'eosDate' | 'eolDate' | 'supportContract' | 'contractEnd' | 'os' | 'osVersion'
  >;
  readonly fix: Pick<Fix, 'kind' | 'version' | 'advisory'>;
  readonly remediations: readonly SourcedRemediation[];
  /** ISO date */
  readonly asOf: string;
}

/** The device's own lifecycle decides first, then whether a fix exists, then who may install it. */
export function readinessOf({ device, fix, remediations, asOf }: ReadinessFacts): Readiness {
  if (isPast(device.eosDate, asOf))
    return unpatchable('end-of-support', `The vendor ended support on ${device.eosDate ?? ''}`);
  // End of life stops sales and new releases, but a device may be supported for years beyond it
  if (isPast(device.eolDate, asOf) && device.eosDate === undefined)
    return unpatchable('end-of-life', `The model reached its end of life on ${device.eolDate ?? ''}`);
  if (fix.kind !== 'vendor-fix') return withoutFix(device, remediations, asOf);

  const release = fix.version === null ? 'A vendor fix' : `Version ${fix.version}`;
  const contract = contractOf(device, asOf);
  if (contract.state === 'lapsed' || contract.state === 'none')
    return {
      kind: 'temporarily-unpatchable',
      reason: 'contract-lapsed',
      because: `${release} exists, but ${contract.because}`,
      until: null,
    };
  const source = fix.advisory === null ? '' : ` (${fix.advisory})`;
  return { kind: 'patchable', because: `${release} is available${source}` };
}

function withoutFix(
  device: ReadinessFacts['device'],
  remediations: readonly SourcedRemediation[],
  asOf: string,
): Readiness {
  const announced = remediations.find(
    (it) => it.category === 'fix-planned' || readRemedy(it.details).says === 'announced',
  );
  if (announced !== undefined)
    return {
      kind: 'temporarily-unpatchable',
      reason: 'fix-announced',
      because: `${announced.advisory} announces a fix and does not say that it is out`,
      until:
        announced.date !== null && announced.date.slice(0, 10) >= asOf ? announced.date.slice(0, 10) : null,
    };
  const osEndedOn = osSupportEndsOn(device.os, device.osVersion);
  if (isPast(osEndedOn ?? undefined, asOf))
    return unpatchable(
      'obsolete-os',
      `No fix is known, and support of its operating system ended on ${osEndedOn ?? ''}`,
    );
  const refused = remediations.find(
    (it) => it.category === 'no-fix-planned' || readRemedy(it.details).says === 'refused',
  );
  if (refused !== undefined)
    return unpatchable('no-fix-planned', `${refused.advisory} says that there will be no fix`);
  return unpatchable('no-fix-published', 'No fix has been published');
}

function unpatchable(
  reason: Extract<Readiness, { kind: 'unpatchable' }>['reason'],
  because: string,
): Readiness {
  return { kind: 'unpatchable', reason, because };
}

function isPast(date: string | undefined, asOf: string): boolean {
  return date !== undefined && date !== '' && date < asOf;
}
