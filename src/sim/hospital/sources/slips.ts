import { createRandom, type Random } from '../../random.ts';
import type { Unit } from '../hospital.ts';
import { makerOf } from '../makers.ts';

/** Chance that belongs to one unit and one source: what a clerk got wrong once stays wrong in every export. */
export function chanceFor(seed: number, unit: Unit, source: number): Random {
  return createRandom(
    (Math.imul(seed + source * 7919, 0x9e3779b1) ^ Math.imul(unit.number, 0x85ebca6b)) >>> 0,
  );
}

/** What stands where a serial number should. */
export const JUNK_SERIALS = [
  'N/A',
  'UNKNOWN',
  'Default string',
  '00000000',
  'To be filled by O.E.M.',
  'none',
  'SEE TAG',
];

/** A maker as people write it: mostly the usual way. */
export function spelledMaker(name: string, random: Random, slips: number): string {
  const { spellings } = makerOf(name);
  if (random.next() >= slips) return name;
  return random.pick(spellings);
}

const SHORTENED: readonly (readonly [RegExp, string])[] = [
  [/^Alaris PC Unit Model 8015$/, 'ALARIS PCU 8015'],
  [/^Medfusion 4000 Wireless Syringe Infusion Pump$/, 'Medfusion 4000'],
  [/^IntelliVue /, 'Intellivue '],
  [/^Patient Information Center iX$/, 'PIC iX'],
  [/^Connex Vital Signs Monitor 6000$/, 'CVSM 6000'],
  [/^CARESCAPE /, 'Carescape '],
  [/^Puritan Bennett /, 'PB '],
  [/^HAMILTON-/, 'Hamilton '],
  [/^Servo-/, 'SERVO '],
  [/^Infinity Delta$/, 'Delta'],
];

/** A model as people write it: shortened, in other capitals, or with two letters changed about. */
export function spelledModel(name: string, random: Random): string {
  const luck = random.next();
  if (luck < 0.82) return name;
  if (luck < 0.93) {
    const shorter = SHORTENED.find(([pattern]) => pattern.test(name));
    return shorter === undefined ? name : name.replace(shorter[0], shorter[1]);
  }
  if (luck < 0.975) return random.next() < 0.5 ? name.toUpperCase() : ` ${name} `;
  return transposed(name, random);
}

/** Two neighbouring letters changed about, as fast typing does; never digits, which would name another model. */
function transposed(text: string, random: Random): string {
  const places = [...text.matchAll(/(?<=[a-z])[a-z](?=[a-z])/g)].map((it) => it.index);
  if (places.length === 0) return text;
  const place = random.pick(places);
  return text.slice(0, place) + text.charAt(place + 1) + text.charAt(place) + text.slice(place + 2);
}

/** One digit of a number typed wrong. */
export function mistyped(text: string, random: Random): string {
  const places = [...text.matchAll(/\d/g)].map((it) => it.index);
  if (places.length === 0) return text;
  const place = random.pick(places);
  return (
    text.slice(0, place) +
    String((Number(text.charAt(place)) + 1 + random.below(8)) % 10) +
    text.slice(place + 1)
  );
}
