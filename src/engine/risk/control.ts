import type { CivilDate } from './civil-date.ts';
import { ATTACK_VECTORS, type AttackVector } from './vector-traits.ts';

export const CONTROL_KINDS = [
  'network-segmentation',
  'virtual-patch',
  'firewall-rule',
  'access-restriction',
  'configuration-hardening',
  'enhanced-monitoring',
  'physical-security',
  'function-restriction',
] as const;
export type ControlKind = (typeof CONTROL_KINDS)[number];

/** What stands in for a patch on one finding. It is given for that finding alone: credit never flows to new ones. */
export interface Control {
  readonly kind: ControlKind;
  /** "ACL: only the gateway may reach TCP 8443" */
  readonly name: string;
  /** Null: someone says so, nobody has looked. */
  readonly verifiedOn: CivilDate | null;
  /** Last day on which the verification holds. */
  readonly expiresOn: CivilDate;
}

// A control on the network cannot stop someone at the keyboard, and a locked door cannot stop a packet.
const BLOCKS: Readonly<Record<ControlKind, readonly AttackVector[]>> = {
  'network-segmentation': ['network', 'adjacent'],
  'virtual-patch': ['network', 'adjacent'],
  'firewall-rule': ['network', 'adjacent'],
  'access-restriction': ['network', 'adjacent', 'local'],
  'configuration-hardening': ATTACK_VECTORS,
  'enhanced-monitoring': ATTACK_VECTORS,
  'physical-security': ['local', 'physical'],
  'function-restriction': ATTACK_VECTORS,
};

/** Only what was verified, has not expired and stands in the attack's way earns credit. */
export function countsAgainst(control: Control, attackVector: AttackVector | null, asOf: CivilDate): boolean {
  return (
    control.verifiedOn !== null &&
    control.verifiedOn <= asOf &&
    asOf <= control.expiresOn &&
    attackVector !== null &&
    BLOCKS[control.kind].includes(attackVector)
  );
}
