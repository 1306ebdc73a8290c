import { CRITICAL_CARE } from './models/critical-care.ts';
import { FACILITIES } from './models/facilities.ts';
import { IMAGING } from './models/imaging.ts';
import { INFUSION } from './models/infusion.ts';
import { LABORATORY } from './models/laboratory.ts';
import { MONITORING } from './models/monitoring.ts';
import { THEATRE } from './models/theatre.ts';
import { cellsOf, tableLines } from './table.ts';
import { DEVICE_TYPES, type DeviceType } from './types.ts';

/** A product line that a hospital may own. */
export interface Model {
  readonly maker: string;
  readonly name: string;
  readonly type: DeviceType;
  /** Oldest first; empty: nothing but its operating system has a version. */
  readonly versions: readonly string[];
  readonly os: string | null;
  /** How many a hospital of full size has. */
  readonly units: number;
  readonly soldFrom: number;
  readonly soldUntil: number | null;
  /** Last year of support; null: none announced. */
  readonly supportedUntil: number | null;
}

const TABLES = [MONITORING, INFUSION, CRITICAL_CARE, IMAGING, LABORATORY, THEATRE, FACILITIES] as const;

/** Everything there is to choose from. */
export const MODELS: readonly Model[] = TABLES.flatMap(modelsIn);

function modelsIn(table: string): Model[] {
  let type: DeviceType | null = null;
  return tableLines(table).flatMap((line) => {
    if (line.startsWith('# ')) {
      type = DEVICE_TYPES.get(line.slice(2)) ?? null;
      if (type === null) throw new Error(`Cannot read models: there is no kind of device "${line.slice(2)}"`);
      return [];
    }
    if (type === null) throw new Error(`Cannot read models: "${line}" stands under no kind of device`);
    return [modelOf(line, type)];
  });
}

function modelOf(line: string, type: DeviceType): Model {
  const [maker, name, versions, os, units, sold, supported] = cellsOf(line, 7) as Seven;
  const [soldFrom, soldUntil] = sold.split('–');
  return {
    maker,
    name,
    type,
    versions: versions === '-' ? [] : versions.split(', '),
    os: os === '-' ? null : os,
    units: Number(units),
    soldFrom: Number(soldFrom),
    soldUntil: soldUntil === '' ? null : Number(soldUntil),
    supportedUntil: supported === '-' ? null : Number(supported),
  };
}

type Seven = [string, string, string, string, string, string, string];
