/** What CISA BOD 26-04 asks for. `days` null: fix on the next scheduled system upgrade. */
export interface BodTimeline {
  readonly days: 3 | 14 | 60 | null;
  readonly forensic: boolean;
}

const UPGRADE: BodTimeline = { days: null, forensic: false };
const SIXTY: BodTimeline = { days: 60, forensic: false };
const FOURTEEN: BodTimeline = { days: 14, forensic: false };
const THREE: BodTimeline = { days: 3, forensic: false };
const THREE_FORENSIC: BodTimeline = { days: 3, forensic: true };

// Directive of 10 June 2026, decision table "cisa:BOD2604 1.0.0": 16 rows.
// Key: in KEV, publicly exposed, automatable (Y or N each), technical impact (Partial or Total).
const TABLE: Readonly<Record<string, BodTimeline>> = {
  NNNP: UPGRADE,
  NNNT: UPGRADE,
  NNYP: SIXTY,
  NNYT: SIXTY,
  NYNP: SIXTY,
  NYNT: FOURTEEN,
  NYYP: FOURTEEN,
  NYYT: THREE,
  YNNP: FOURTEEN,
  YNNT: FOURTEEN,
  YNYP: FOURTEEN,
  YNYT: THREE_FORENSIC,
  YYNP: FOURTEEN,
  YYNT: THREE_FORENSIC,
  YYYP: THREE,
  YYYT: THREE_FORENSIC,
};

export function bodTimeline(inputs: {
  readonly inKev: boolean;
  readonly publiclyExposed: boolean;
  readonly automatable: boolean;
  readonly totalImpact: boolean;
}): BodTimeline {
  const { inKev, publiclyExposed, automatable, totalImpact } = inputs;
  const key = [inKev, publiclyExposed, automatable].map((it) => (it ? 'Y' : 'N')).join('');
  return TABLE[key + (totalImpact ? 'T' : 'P')] as BodTimeline;
}
