import { buildHospital, type Hospital, type HospitalSize } from '#sim/hospital/hospital';
import type { Demonstration } from '#store/demonstration';

/** As many devices as a hospital of six sites has. */
export const FULL_SIZE = 8000;
/** For tests, screenshots and a quick look. */
export const SMALL_SIZE = 300;

/** The hospital everybody sees is the same one. */
export const SEED = 20_261;

/** Built anew from its seed whenever it is needed: it is never kept but as what its sources said. */
export function hospitalOf({ seed, devices, asOf }: Pick<Demonstration, keyof HospitalSize>): Hospital {
  return buildHospital({ seed, devices, asOf });
}
