import { type DeviceContext, isExploited, type VulnerabilityFactors } from './factors.ts';
import { traitsOf } from './vector-traits.ts';

/** One answer a decision table asks for, and where it comes from. */
export interface DecisionInput {
  readonly name: string;
  readonly value: string;
  /** `derived`: from the CVSS vector or the inventory · `assumed`: nobody says, the more urgent answer stands. */
  readonly origin: 'stated' | 'derived' | 'assumed';
}

/** Can an attacker run it unattended against many? Stated by an analyst, or else derived from the vector. */
export function automatableOf({ ssvc, cvss }: VulnerabilityFactors): DecisionInput {
  const name = 'Automatable';
  const word = (yes: boolean) => (yes ? 'yes' : 'no');
  if (ssvc?.automatable !== null && ssvc?.automatable !== undefined)
    return { name, value: word(ssvc.automatable), origin: 'stated' };
  if (cvss !== null) return { name, value: word(traitsOf(cvss).automatable), origin: 'derived' };
  return { name, value: 'yes', origin: 'assumed' };
}

export function technicalImpactOf({ ssvc, cvss }: VulnerabilityFactors): DecisionInput {
  const name = 'Technical impact';
  if (ssvc?.technicalImpact !== null && ssvc?.technicalImpact !== undefined)
    return { name, value: ssvc.technicalImpact, origin: 'stated' };
  if (cvss !== null)
    return { name, value: traitsOf(cvss).totalImpact ? 'total' : 'partial', origin: 'derived' };
  return { name, value: 'total', origin: 'assumed' };
}

export function inKevOf({ exploited }: VulnerabilityFactors): DecisionInput {
  return { name: 'In KEV', value: exploited === null ? 'no' : 'yes', origin: 'stated' };
}

/** Reachable from public networks by strangers: only what faces the internet. */
export function publiclyExposedOf({ exposure }: DeviceContext): DecisionInput {
  return {
    name: 'Publicly exposed',
    value: exposure === 'internet-facing' ? 'yes' : 'no',
    // A device whose segment nobody recorded is almost never on the internet; the gap shows beside the answer.
    origin: exposure === undefined ? 'assumed' : 'derived',
  };
}

export function exploitationOf(factors: VulnerabilityFactors): DecisionInput {
  const name = 'Exploitation';
  if (isExploited(factors)) return { name, value: 'active', origin: 'stated' };
  if (factors.ssvc?.exploitation === 'poc') return { name, value: 'public-poc', origin: 'stated' };
  const hinted = factors.publicExploit || (factors.cvss !== null && traitsOf(factors.cvss).publicExploit);
  if (hinted) return { name, value: 'public-poc', origin: 'derived' };
  return { name, value: 'none', origin: factors.ssvc?.exploitation === 'none' ? 'stated' : 'derived' };
}
