import type { Hospital } from '../hospital.ts';
import { at } from '../weeks.ts';
import { csvOf } from './csv.ts';
import { chanceFor, mistyped } from './slips.ts';

// What a maker says it serves here: a spreadsheet its account manager sends twice a year.

const COLUMNS = [
  'Manufacturer',
  'Product',
  'Serial Number',
  'Software Version',
  'Site',
  'Service Agreement',
  'End of Support Date',
] as const;

const BASE = 5;

export function installedBase(hospital: Hospital, maker: string, week: number): string {
  const rows = hospital.units
    .filter((it) => it.model.maker === maker && it.model.type.price > 5000 && it.arrives <= week)
    .flatMap((unit) => {
      const random = chanceFor(hospital.seed, unit, BASE);
      if (random.next() < 0.25) return [];
      return [
        {
          Manufacturer: maker,
          Product: unit.model.name,
          'Serial Number': random.next() < 0.01 ? mistyped(unit.serial, random) : unit.serial,
          'Software Version': random.next() < 0.8 ? at(unit.versions, Math.max(0, week - 10)) : '',
          Site: at(unit.places, 0).site.name,
          'Service Agreement': unit.contract ?? 'None',
          'End of Support Date': unit.supportEnd,
        },
      ];
    });
  return csvOf(COLUMNS, rows);
}
