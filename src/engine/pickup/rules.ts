/** What an import that nobody looks at may do. Shares are in percent; more makes it wait for a person. */
export interface PickupRules {
  /** `never`: every import waits for a person. */
  readonly apply: 'never' | 'within';
  /** Devices made, of those the file speaks of. */
  readonly createdPctMax: number;
  /** Devices changed or taken away, of those the file speaks of. */
  readonly changedPctMax: number;
  /** Rows rejected, of all. */
  readonly rejectedPctMax: number;
  /** How much shorter the file may be than the last that was applied. */
  readonly shorterPctMax: number;
}

/** What is said of an import before it is applied. */
export interface ImportFacts {
  readonly rows: number;
  readonly rejected: number;
  readonly create: number;
  readonly change: number;
  readonly remove: number;
  readonly unchanged: number;
  /** Inventory fields that a column feeds. */
  readonly fields: readonly string[];
}

/**
 * Why an import has to wait for a person; nothing: it may be applied.
 * @param last the last import of the source that was applied; null: there was none
 */
export function reasonsToWait(
  rules: PickupRules,
  it: ImportFacts,
  last: Pick<ImportFacts, 'rows' | 'fields'> | null,
): string[] {
  if (rules.apply === 'never') return ['Every import of this source waits for a person'];
  if (last === null) return ['It is the first import of this source'];
  if (it.rows === 0) return ['No row of it can be taken'];
  const devices = it.create + it.change + it.remove + it.unchanged;
  const lost = last.fields.filter((field) => !it.fields.includes(field));
  return [
    over(it.create, devices, rules.createdPctMax, (share) => `${share} of its devices would be new`),
    over(
      it.change + it.remove,
      devices,
      rules.changedPctMax,
      (share) => `${share} of its devices would change`,
    ),
    over(
      it.rejected,
      it.rows + it.rejected,
      rules.rejectedPctMax,
      (share) => `${share} of its rows are rejected`,
    ),
    over(
      last.rows - it.rows,
      last.rows,
      rules.shorterPctMax,
      (share) => `It is ${share} shorter than the last one`,
    ),
    lost.length === 0 ? null : `No column feeds ${lost.join(', ')} any more`,
  ].filter((reason) => reason !== null);
}

function over(part: number, whole: number, pctMax: number, say: (share: string) => string): string | null {
  const pct = whole === 0 ? 0 : (part / whole) * 100;
  return pct > pctMax ? `${say(`${shown(pct, pctMax)} %`)}, more than ${pctMax} %` : null;
}

/** Never rounded down to the limit that it is over. */
function shown(pct: number, pctMax: number): string {
  const whole = Math.round(pct);
  return String(whole > pctMax ? whole : Math.ceil(pct * 100) / 100);
}
