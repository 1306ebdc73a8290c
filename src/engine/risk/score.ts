import type { Criticality, FdaClass } from '#engine/words';
import { countsAgainst } from './control.ts';
import { type DeviceContext, isExploited, type RiskFactors, type VulnerabilityFactors } from './factors.ts';
import type { Policy, Weights } from './policy.ts';
import { traitsOf } from './vector-traits.ts';

/** One line of the explanation. The points of all lines add up to the score exactly. */
export interface Contribution {
  readonly factor: 'severity' | 'exploitation' | 'criticality' | 'exposure' | 'phi' | 'controls';
  /** "Severity, CVSS 9.8" */
  readonly label: string;
  /** Whole points; negative for controls. */
  readonly points: number;
  /** Where it comes from, in a few words. */
  readonly note: string;
  /** No source says so: it counts as if, until one does. */
  readonly assumed: boolean;
}

/** Points of the weakness itself, whatever device it stands on. */
export function vulnerabilityPoints(factors: VulnerabilityFactors, { weights }: Policy): number {
  return severityPoints(factors, weights) + exploitationPoints(factors, weights);
}

/** Points of the device's place in care and on the network, whatever weakness it has. */
export function devicePoints(device: DeviceContext, { weights }: Policy): number {
  return (
    weights.criticality[criticalityOf(device).level] +
    weights.exposure[device.exposure ?? 'unknown'] +
    weights.phi[phiOf(device)]
  );
}

/**
 * The lines behind a score: vulnerability points + device points − verified controls. They are additive so that
 * the worst findings of a large fleet can be found from the two halves alone; controls only ever take away.
 */
export function contributionsOf(factors: RiskFactors, policy: Policy): Contribution[] {
  const { weights } = policy;
  const lines = [
    severityLine(factors, weights),
    exploitationLine(factors, weights),
    criticalityLine(factors.device, weights),
    exposureLine(factors.device, weights),
    phiLine(factors.device, weights),
  ];
  const gross = lines.reduce((sum, it) => sum + it.points, 0);
  return [...lines, ...controlLines(factors, weights, gross)];
}

function severityPoints({ cvss }: VulnerabilityFactors, weights: Weights): number {
  return Math.round((cvss?.baseScore ?? weights.assumedSeverity) * weights.severityPerScore);
}

function severityLine(factors: VulnerabilityFactors, weights: Weights): Contribution {
  const { cvss } = factors;
  return {
    factor: 'severity',
    label: cvss === null ? 'Severity, not scored yet' : `Severity, CVSS ${cvss.baseScore.toFixed(1)}`,
    points: severityPoints(factors, weights),
    note:
      cvss === null
        ? `counts as ${weights.assumedSeverity.toFixed(1)} until scored`
        : `CVSS ${cvss.version} by ${cvss.by}`,
    assumed: cvss === null,
  };
}

/** Exploit code that anybody can get, by whatever source. */
function hasPublicExploit({ publicExploit, ssvc, cvss }: VulnerabilityFactors): boolean {
  return publicExploit || ssvc?.exploitation === 'poc' || (cvss !== null && traitsOf(cvss).publicExploit);
}

/** Points of a forecast, 0 to 1, where no stronger evidence counts; null: there is none. */
export function forecastPoints(
  epss: number | null,
  { weights: { exploitation } }: Pick<Policy, 'weights'>,
): number {
  return Math.round(exploitation.epss * (epss ?? 0));
}

/** The pieces of evidence measure one thing, so the strongest counts and the others are only told. */
function exploitationPoints(factors: VulnerabilityFactors, weights: Weights): number {
  const { exploitation } = weights;
  return Math.max(
    factors.exploited?.ransomware === true ? exploitation.ransomware : 0,
    isExploited(factors) ? exploitation.exploited : 0,
    hasPublicExploit(factors) ? exploitation.publicExploit : 0,
    forecastPoints(factors.epss, { weights }),
  );
}

function exploitationLine(factors: VulnerabilityFactors, weights: Weights): Contribution {
  const label = isExploited(factors)
    ? 'Actively exploited'
    : hasPublicExploit(factors)
      ? 'Exploit code is public'
      : 'Not known to be exploited';
  const notes = [
    factors.exploited !== null && `in the KEV catalogue since ${factors.exploited.addedOn}`,
    factors.exploited?.ransomware === true && 'used by ransomware',
    factors.ssvc?.exploitation === 'active' && 'SSVC: active',
    factors.epss !== null && `EPSS ${factors.epss.toFixed(2)}`,
  ].filter((it) => it !== false);
  return {
    factor: 'exploitation',
    label,
    points: exploitationPoints(factors, weights),
    note: notes.join(', ') || 'no source reports exploitation',
    assumed: false,
  };
}

// The FDA grades by what happens when a device fails; where the inventory leaves criticality open, it is the best hint.
const CRITICALITY_OF_CLASS: Readonly<Record<FdaClass, Criticality>> = {
  III: 'critical',
  II: 'diagnostic',
  I: 'general',
};

function criticalityOf(device: DeviceContext): {
  readonly level: Criticality | 'unknown';
  readonly assumed: boolean;
} {
  if (device.criticality !== undefined) return { level: device.criticality, assumed: false };
  const byClass = device.fdaClass === undefined ? 'unknown' : CRITICALITY_OF_CLASS[device.fdaClass];
  return { level: byClass, assumed: true };
}

const CRITICALITY_WORDS: Readonly<Record<Criticality | 'unknown', string>> = {
  'life-sustaining': 'Life-sustaining',
  critical: 'Critical to care',
  diagnostic: 'Diagnostic',
  general: 'General care',
  administrative: 'Administrative',
  unknown: 'Criticality not recorded',
};

function criticalityLine(device: DeviceContext, weights: Weights): Contribution {
  const { level, assumed } = criticalityOf(device);
  return {
    factor: 'criticality',
    label: CRITICALITY_WORDS[level],
    points: weights.criticality[level],
    note: !assumed
      ? 'inventory'
      : level === 'unknown'
        ? 'counts as the middle of the scale'
        : `criticality not recorded, taken from FDA class ${device.fdaClass ?? ''}`,
    assumed,
  };
}

function exposureLine({ exposure }: DeviceContext, weights: Weights): Contribution {
  return {
    factor: 'exposure',
    label: exposure === undefined ? 'Exposure not recorded' : `Exposure, ${exposure}`,
    points: weights.exposure[exposure ?? 'unknown'],
    note: exposure === undefined ? 'counts as the middle of the scale' : 'inventory',
    assumed: exposure === undefined,
  };
}

function phiOf({ storesPhi, transmitsPhi }: DeviceContext): keyof Weights['phi'] {
  if (storesPhi === true) return 'stores';
  if (transmitsPhi === true) return 'transmits';
  return storesPhi === false && transmitsPhi === false ? 'none' : 'unknown';
}

const PHI_WORDS: Readonly<Record<keyof Weights['phi'], string>> = {
  stores: 'Stores patient data',
  transmits: 'Transmits patient data',
  none: 'No patient data',
  unknown: 'Patient data not recorded',
};

function phiLine(device: DeviceContext, weights: Weights): Contribution {
  const phi = phiOf(device);
  return {
    factor: 'phi',
    label: PHI_WORDS[phi],
    points: weights.phi[phi],
    note: phi === 'unknown' ? 'counts as the middle of the scale' : 'inventory',
    assumed: phi === 'unknown',
  };
}

/** Each counting control takes its points, but together no more than there are. */
function controlLines(factors: RiskFactors, weights: Weights, gross: number): Contribution[] {
  const attackVector = factors.cvss === null ? null : traitsOf(factors.cvss).attackVector;
  let left = gross;
  return factors.controls.map((control) => {
    const counts = countsAgainst(control, attackVector, factors.asOf);
    const points = counts ? Math.min(weights.controls[control.kind], left) : 0;
    left -= points;
    return {
      factor: 'controls',
      label: `Control, ${control.name}`,
      points: points === 0 ? 0 : -points,
      note: counts
        ? `verified ${control.verifiedOn ?? ''}, until ${control.expiresOn}`
        : 'not counted: not verified, expired or not in the way of the attack',
      assumed: false,
    };
  });
}
