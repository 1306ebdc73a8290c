import type { DeviceFields } from '#engine/words';

/** What is recorded of a device's support contract. */
export type ContractFacts = Pick<DeviceFields, 'supportContract' | 'contractEnd'>;

export interface Contract {
  /** `none`: it is said that there is none. Null: nobody says whether there is one. */
  readonly state: 'runs' | 'lapsed' | 'none' | null;
  /** Last day, ISO; null: none is known. */
  readonly end: string | null;
  /** Why it stands so: "the support contract ended on 2025-06-30". */
  readonly because: string;
}

const SAYS_NOTHING = /^(?:n\/?a|-+|\?+|unknown|not known)$/i;
const NONE = /^(?:no\b|none\b|not\b|without\b|out of\b)|\b(?:no contract|none|uncovered)\b/i;
const LAPSED = /\b(?:expired|lapsed|terminated|ended|cancell?ed)\b/i;

/**
 * How a device's support contract stands on a day: by its end where one is recorded, else by a day in the words of its
 * source ("Gold, until 2028-06-30"), else by the words. Words that say no such thing are taken for a contract.
 */
export function contractOf({ supportContract, contractEnd }: ContractFacts, today: string): Contract {
  const words = supportContract?.trim() ?? '';
  const isSaid = words !== '' && !SAYS_NOTHING.test(words);
  const end = contractEnd ?? (isSaid ? (/\d{4}-\d{2}-\d{2}/.exec(words)?.[0] ?? null) : null);
  if (isSaid && LAPSED.test(words))
    return { state: 'lapsed', end, because: `the support contract has lapsed: ${words}` };
  if (isSaid && NONE.test(words))
    return { state: 'none', end: null, because: `there is no support contract: ${words}` };
  if (end !== null && end < today)
    return {
      state: 'lapsed',
      end,
      because:
        contractEnd === undefined
          ? `the support contract has lapsed: ${words}`
          : `the support contract ended on ${end}`,
    };
  if (!isSaid && end === null) return { state: null, end, because: 'no support contract is recorded' };
  return { state: 'runs', end, because: 'a support contract is recorded' };
}
