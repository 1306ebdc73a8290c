import type { Hospital } from '../hospital.ts';
import { at, dayOf } from '../weeks.ts';
import { chanceFor } from './slips.ts';

// Leases of the wireless networks, as an ISC DHCP server keeps them.

const LEASES = 3;
const ZONES: ReadonlySet<string> = new Set(['infusion', 'mobile']);

export function leaseFile(hospital: Hospital, week: number): string {
  const day = (it: number) => dayOf(hospital.asOf, week, it).replaceAll('-', '/');
  return hospital.units
    .filter((it) => it.arrives <= week && (it.leaves === null || it.leaves > week))
    .flatMap((unit) => {
      const { ip, segment } = at(unit.places, week);
      if (unit.mac === null || ip === null || segment === null || !ZONES.has(segment.zone)) return [];
      if (chanceFor(hospital.seed, unit, LEASES).next() < 0.12) return [];
      const name = unit.hostname === null ? '' : `  client-hostname "${unit.hostname}";\n`;
      return [
        `lease ${ip} {\n  starts 1 ${day(-1)} 06:00:00;\n  ends 2 ${day(6)} 06:00:00;\n  binding state active;\n  hardware ethernet ${unit.mac};\n${name}}\n`,
      ];
    })
    .join('');
}
