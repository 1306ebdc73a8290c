import type { CvssVector, DeviceFields, SsvcRecord } from '#engine/words';
import type { CivilDate } from './civil-date.ts';
import type { Control } from './control.ts';

/** What feeds know about a weakness, whatever device it stands on. */
export interface VulnerabilityFactors {
  /** The vector that counts (see `rulingVector`); null: nobody has scored it yet. */
  readonly cvss: CvssVector | null;
  /** Entry in CISA's catalogue of known exploited vulnerabilities. */
  readonly exploited: {
    readonly addedOn: CivilDate;
    readonly dueOn: CivilDate | null;
    readonly ransomware?: boolean;
  } | null;
  /** Exploit code is known to be public, from any source. */
  readonly publicExploit: boolean;
  /** Probability of exploitation in the next 30 days, 0–1. */
  readonly epss: number | null;
  readonly ssvc: Pick<SsvcRecord, 'exploitation' | 'automatable' | 'technicalImpact'> | null;
}

/** What the inventory says about the device's place in care and on the network. Undefined: it does not say. */
export type DeviceContext = Pick<
  DeviceFields,
  'criticality' | 'exposure' | 'storesPhi' | 'transmitsPhi' | 'fdaClass'
>;

export interface RiskFactors extends VulnerabilityFactors {
  readonly device: DeviceContext;
  readonly controls: readonly Control[];
  readonly asOf: CivilDate;
}

/** Known to be used by attackers: in CISA's catalogue, or judged "active" by an SSVC analyst. */
export function isExploited(factors: Pick<VulnerabilityFactors, 'exploited' | 'ssvc'>): boolean {
  return factors.exploited !== null || factors.ssvc?.exploitation === 'active';
}
