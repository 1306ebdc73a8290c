/** Devices and findings of one place, counted by how far patching is. */
export interface PatchFigures {
  /** Devices that are matched against feeds. The next five add up to it. */
  readonly matched: number;
  /** No feed names the device itself: nothing could be found on it, or only on its operating system and its parts. */
  readonly unnamed: number;
  /** No fix is known to be missing, and something cannot be told. */
  readonly untold: number;
  /** Fixes are missing, and approved decisions cover every one of them. */
  readonly excused: number;
  /** No fix is missing that a maker has published. */
  readonly patched: number;
  readonly unpatched: number;
  /** Open findings that are affected, and those of them in these tiers; what is decided is left out. */
  readonly affected: number;
  readonly critical: number;
  readonly high: number;
  readonly riskPoints: number;
  /** Open critical findings older than thirty days. */
  readonly criticalBeyond: number;
  /** Critical findings that ended within ninety days because the device changed, and their days in all. */
  readonly criticalFixed: number;
  readonly criticalFixedDays: number;
}

export const NO_PATCH_FIGURES: PatchFigures = {
  matched: 0,
  unnamed: 0,
  untold: 0,
  excused: 0,
  patched: 0,
  unpatched: 0,
  affected: 0,
  critical: 0,
  high: 0,
  riskPoints: 0,
  criticalBeyond: 0,
  criticalFixed: 0,
  criticalFixedDays: 0,
};

export const PATCH_FIGURE_KEYS = Object.keys(NO_PATCH_FIGURES) as readonly (keyof PatchFigures)[];

/** Days within which a critical finding should be fixed, and after which it counts as open too long. */
export const BEYOND_DAYS = 30;
/** Days that the mean time to fix looks back. */
export const FIXED_DAYS = 90;
