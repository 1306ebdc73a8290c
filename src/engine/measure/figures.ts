/** Devices of one department, counted by what is known of them. */
export interface Figures {
  readonly devices: number;
  /** Maker, model, serial number, version, site, department and criticality are all known. */
  readonly complete: number;
  /** A firmware or software version is known, or the version of an operating system. */
  readonly versionKnown: number;
  /** Some source spoke of it lately. */
  readonly seen: number;
  /** Its sources agree on every field. */
  readonly agreed: number;
  /** It stands in a register of devices: CMMS, vendor list or the like. */
  readonly registered: number;
  /** Its maker supports it today. */
  readonly supported: number;
  /** Its maker's support has ended. */
  readonly supportEnded: number;
  /** Support ends within this many months; each includes the ones before. */
  readonly endsWithin6: number;
  readonly endsWithin12: number;
  readonly endsWithin24: number;
}

export type FigureKey = keyof Figures;

export const NO_FIGURES: Figures = {
  devices: 0,
  complete: 0,
  versionKnown: 0,
  seen: 0,
  agreed: 0,
  registered: 0,
  supported: 0,
  supportEnded: 0,
  endsWithin6: 0,
  endsWithin12: 0,
  endsWithin24: 0,
};

export const FIGURE_KEYS = Object.keys(NO_FIGURES) as readonly FigureKey[];

export function sumOf(all: readonly Figures[]): Figures {
  return sumOver(FIGURE_KEYS, NO_FIGURES, all);
}

/** Adds counts up, key by key. */
export function sumOver<T extends Readonly<Record<keyof T, number>>>(
  keys: readonly (keyof T)[],
  none: T,
  all: readonly T[],
): T {
  const sum: Record<keyof T, number> = { ...none };
  for (const it of all) for (const key of keys) sum[key] += it[key];
  return sum as T;
}
