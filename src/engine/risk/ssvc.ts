import type { Criticality } from '#engine/words';
import { automatableOf, type DecisionInput, exploitationOf } from './decision-inputs.ts';
import type { DeviceContext, VulnerabilityFactors } from './factors.ts';
import { traitsOf } from './vector-traits.ts';

export type DeployerDecision = 'defer' | 'scheduled' | 'out-of-cycle' | 'immediate';

export interface SsvcDecision {
  readonly decision: DeployerDecision;
  readonly inputs: readonly DecisionInput[];
}

const EXPLOITATION = ['none', 'public-poc', 'active'] as const;
const SYSTEM_EXPOSURE = ['small', 'controlled', 'open'] as const;
const HUMAN_IMPACT = ['low', 'medium', 'high', 'very-high'] as const;
const SAFETY_IMPACT = ['negligible', 'marginal', 'critical', 'catastrophic'] as const;
const MISSION_IMPACT = ['degraded', 'support-crippled', 'function-failure', 'mission-failure'] as const;

export type Exploitation = (typeof EXPLOITATION)[number];
export type SystemExposure = (typeof SYSTEM_EXPOSURE)[number];
export type HumanImpact = (typeof HUMAN_IMPACT)[number];
export type SafetyImpact = (typeof SAFETY_IMPACT)[number];
export type MissionImpact = (typeof MISSION_IMPACT)[number];

// Decision table "ssvc: deployer patch application priority 1.0.0", 72 rows (CERT/CC SSVC).
// A line per exploitation and exposure; in it, not automatable then automatable, each by rising human impact.
const DEPLOYER: Readonly<Record<Exploitation, Readonly<Record<SystemExposure, string>>>> = {
  none: { small: 'DDSS DSSS', controlled: 'DSSS SSSS', open: 'DSSS SSSO' },
  'public-poc': { small: 'DSSS SSSS', controlled: 'DSSS SSSO', open: 'SSSO SSOO' },
  active: { small: 'SSOO SOOO', controlled: 'SSOO OOOO', open: 'SOOI OOII' },
};

const DECISIONS: Readonly<Record<string, DeployerDecision>> = {
  D: 'defer',
  S: 'scheduled',
  O: 'out-of-cycle',
  I: 'immediate',
};

// Decision table "ssvc: human impact 1.0.0", 16 rows: a line per safety impact, by rising mission impact;
// digits are places in HUMAN_IMPACT.
const HUMAN: Readonly<Record<SafetyImpact, string>> = {
  negligible: '0013',
  marginal: '0013',
  critical: '1223',
  catastrophic: '3333',
};

export function deployerDecision(inputs: {
  readonly exploitation: Exploitation;
  readonly exposure: SystemExposure;
  readonly automatable: boolean;
  readonly humanImpact: HumanImpact;
}): DeployerDecision {
  const line = DEPLOYER[inputs.exploitation][inputs.exposure].split(' ')[Number(inputs.automatable)] ?? '';
  return DECISIONS[line[HUMAN_IMPACT.indexOf(inputs.humanImpact)] ?? ''] as DeployerDecision;
}

export function humanImpact(safety: SafetyImpact, mission: MissionImpact): HumanImpact {
  return HUMAN_IMPACT[Number(HUMAN[safety][MISSION_IMPACT.indexOf(mission)])] as HumanImpact;
}

// What losing the device means, in SSVC's words. Several life-sustaining devices of one model hang on one weakness,
// so more than one life does; a device that is critical to care endangers one; a diagnostic one delays a diagnosis.
const IMPACT_OF: Readonly<Record<Criticality | 'unknown', readonly [SafetyImpact, MissionImpact]>> = {
  'life-sustaining': ['catastrophic', 'function-failure'],
  critical: ['critical', 'function-failure'],
  diagnostic: ['marginal', 'function-failure'],
  general: ['marginal', 'support-crippled'],
  administrative: ['negligible', 'degraded'],
  unknown: ['marginal', 'function-failure'],
};

/** CERT/CC's deployer decision for one finding, with its inputs; what no source states is derived and says so. */
export function decideSsvc(factors: VulnerabilityFactors, device: DeviceContext): SsvcDecision {
  const exploitation = exploitationOf(factors);
  const exposure = systemExposureOf(factors, device);
  const automatable = automatableOf(factors);
  const impact = humanImpact(...IMPACT_OF[device.criticality ?? 'unknown']);
  const decision = deployerDecision({
    exploitation: exploitation.value as Exploitation,
    exposure: exposure.value as SystemExposure,
    automatable: automatable.value === 'yes',
    humanImpact: impact,
  });
  const human: DecisionInput = {
    name: 'Human impact',
    value: impact,
    origin: device.criticality === undefined ? 'assumed' : 'derived',
  };
  return { decision, inputs: [exploitation, exposure, automatable, human] };
}

function systemExposureOf({ cvss }: VulnerabilityFactors, { exposure }: DeviceContext): DecisionInput {
  const name = 'System exposure';
  const attackVector = cvss === null ? null : traitsOf(cvss).attackVector;
  if (attackVector === 'local' || attackVector === 'physical' || exposure === 'isolated')
    return { name, value: 'small', origin: 'derived' };
  if (exposure === undefined) return { name, value: 'open', origin: 'assumed' };
  return { name, value: exposure === 'internet-facing' ? 'open' : 'controlled', origin: 'derived' };
}
