import type { Random } from '../random.ts';
import { makerOf, MODULE_OUIS } from './makers.ts';
import type { Model } from './models.ts';

/** Serial numbers, device identifiers and hardware addresses as makers write them; none is given twice. */
export interface Numbers {
  serial(model: Model, madeOn: string): string;
  udi(model: Model, serial: string, madeOn: string): string;
  mac(model: Model): string;
}

export function createNumbers(random: Random): Numbers {
  const taken = new Set<string>();
  const unique = (draw: () => string): string => {
    for (;;) {
      const drawn = draw();
      if (taken.has(drawn)) continue;
      taken.add(drawn);
      return drawn;
    }
  };
  return {
    serial: (model, madeOn) => unique(() => serialOf(model, madeOn, random)),
    udi: (model, serial, madeOn) =>
      `(01)${productNumber(model)}(11)${madeOn.replaceAll('-', '').slice(2)}(21)${serial}`,
    mac: (model) => unique(() => macOf(model, random)),
  };
}

function serialOf(model: Model, madeOn: string, random: Random): string {
  const digits = (count: number) => String(random.below(10 ** count)).padStart(count, '0');
  const letters = model.name
    .toUpperCase()
    .replaceAll(/[^A-Z]/g, '')
    .padEnd(3, 'X');
  switch (hashOf(model.maker + model.name) % 5) {
    case 0:
      return `${letters.slice(0, 2)}${madeOn.slice(2, 4)}${digits(6)}`;
    case 1:
      return `${1 + random.below(9)}${digits(7)}`;
    case 2:
      return `${letters.slice(0, 3)}-${digits(5)}`;
    case 3:
      return `${letters[0]}${digits(4)}${letters[1]}${digits(3)}`;
    default:
      return `SN${madeOn.slice(2, 4)}${madeOn.slice(5, 7)}${digits(5)}`;
  }
}

/** GS1 keeps the prefix 952 for demonstrations and examples: no real product has such a number. */
function productNumber(model: Model): string {
  const digits = `0952${String(hashOf(`${model.maker} ${model.name}`) % 10 ** 9).padStart(9, '0')}`;
  return digits + checkDigit(digits);
}

/** Check digit of a GS1 trade item number. Source: GS1 General Specifications, 7.9. */
export function checkDigit(digits: string): number {
  const sum = Array.from(digits)
    .reverse()
    .reduce((total, digit, index) => total + Number(digit) * (index % 2 === 0 ? 3 : 1), 0);
  return (10 - (sum % 10)) % 10;
}

function macOf(model: Model, random: Random): string {
  const { ouis } = makerOf(model.maker);
  const oui = ouis.length > 0 ? random.pick(ouis) : random.pick(MODULE_OUIS);
  const rest = random
    .below(2 ** 24)
    .toString(16)
    .padStart(6, '0');
  return (oui.toLowerCase() + rest).replaceAll(/(..)(?=.)/g, '$1:');
}

/** FNV-1a. */
export function hashOf(text: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  return hash >>> 0;
}
