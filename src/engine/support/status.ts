import { type Contract, type ContractFacts, contractOf } from '#engine/contract';

/** Days of a device's life, each meaning something else, and what is known of its contract. ISO days. */
export interface LifeDates extends ContractFacts {
  readonly endOfSale?: string | undefined;
  readonly eolDate?: string | undefined;
  readonly eosDate?: string | undefined;
  readonly osEosDate?: string | undefined;
  readonly warrantyEnd?: string | undefined;
}

export type SupportState =
  /** The maker's support is over. */
  | 'ended'
  /** The maker supports it, the operating system it runs is past its end. */
  | 'os-ended'
  /** Over within six months. */
  | 'ending'
  | 'supported'
  /** Nothing tells. */
  | 'unknown';

/** Where the next end lies: past, within so many months, later; null: no end is known. */
export type Horizon = 'past' | '6' | '12' | '24' | 'later';

export interface SupportStatus {
  readonly state: SupportState;
  readonly because: string;
  /** Until when support lasts, or when it ended; null: not known. */
  readonly day: string | null;
  readonly daysLeft: number | null;
  readonly horizon: Horizon | null;
  /** Null: nobody says whether there is a contract. */
  readonly hasContract: boolean | null;
}

const DAY_MS = 86_400_000;
/** Six months: an end so near is told. */
const NEAR_DAYS = 183;
/** Months of the horizon, in days. */
const HORIZONS: readonly (readonly [Horizon, number])[] = [
  ['6', NEAR_DAYS],
  ['12', 365],
  ['24', 731],
];

/** Whether a device is supported today, by the dates and the contract that are known. */
export function supportStatus(dates: LifeDates, today: string): SupportStatus {
  const contract = contractOf(dates, today);
  const hasContract = contract.state === null ? null : contract.state === 'runs';
  const end = endOf(dates, today, contract);
  const daysLeft = end.day === null ? null : daysBetween(today, end.day);
  return { ...end, daysLeft, horizon: daysLeft === null ? null : horizonOf(daysLeft), hasContract };
}

function endOf(
  { eosDate, osEosDate, eolDate }: LifeDates,
  today: string,
  contract: Contract,
): Pick<SupportStatus, 'state' | 'because' | 'day'> {
  if (eosDate !== undefined && eosDate < today)
    return { state: 'ended', because: 'The maker’s support is over', day: eosDate };
  if (osEosDate !== undefined && osEosDate < today)
    return { state: 'os-ended', because: 'Its operating system is no longer supported', day: osEosDate };
  const ends = [eosDate, osEosDate].filter((it) => it !== undefined).toSorted();
  const [next] = ends;
  if (next !== undefined) {
    const what = next === eosDate ? 'The maker’s support ends' : 'Support of its operating system ends';
    const isNear = daysBetween(today, next) <= NEAR_DAYS;
    if (eosDate !== undefined || isNear)
      return { state: isNear ? 'ending' : 'supported', because: what, day: next };
  }
  if (contract.state === 'runs')
    return {
      state: contract.end !== null && daysBetween(today, contract.end) <= NEAR_DAYS ? 'ending' : 'supported',
      because:
        contract.end === null
          ? 'A support contract is recorded; no end of support is known'
          : 'No end of support is known; the support contract ends',
      day: contract.end,
    };
  if (eolDate !== undefined && eolDate < today)
    return { state: 'unknown', because: 'Past its end of life; its end of support is not known', day: null };
  return { state: 'unknown', because: `No end of support is known, and ${contract.because}`, day: null };
}

function horizonOf(daysLeft: number): Horizon {
  if (daysLeft < 0) return 'past';
  return HORIZONS.find(([, days]) => daysLeft <= days)?.[0] ?? 'later';
}

function daysBetween(from: string, to: string): number {
  return Math.round((Date.parse(`${to}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / DAY_MS);
}
