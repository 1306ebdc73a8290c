import { groupAliases } from './aliases.ts';
import { groupBy } from './compile.ts';
import { ROW, SOURCE } from './intake.ts';
import type { VulnerabilityIntake } from './intake.ts';
import { IntList } from './lists.ts';
import { encodeUtf8 } from './utf8.ts';

/** Which vulnerabilities there are, and which staged rows speak of each. */
export interface Members {
  readonly count: number;
  /** By index of an id; -1: a name that no record stands behind. */
  readonly vulnerabilityOfId: Int32Array;
  /** The id that stands for each vulnerability. */
  readonly idOfVulnerability: Int32Array;
  /** Rows of each, the first source's first; of NVD and CVE only the newest. */
  readonly rowStarts: Int32Array;
  readonly rows: Int32Array;
}

/** `others`: ids that make a vulnerability even without a row. */
export function gatherMembers(intake: VulnerabilityIntake, others: Iterable<number>): Members {
  const groups = groupAliases(intake.ids.size, (id) => isCve(intake, id), aliasPairs(intake));
  const rowCount = intake.rows.length / ROW.width;
  const present = new Uint8Array(intake.ids.size);
  for (let row = 0; row < rowCount; row++) present[groups.rootOf(rowId(intake, row))] = 1;
  for (const id of others) present[groups.rootOf(id)] = 1;

  const vulnerabilityOfId = new Int32Array(intake.ids.size).fill(-1);
  const idOfVulnerability = new IntList();
  for (let id = 0; id < intake.ids.size; id++) {
    if (present[id] === 1) vulnerabilityOfId[id] = idOfVulnerability.push(groups.canonicalOf(id));
  }
  for (let id = 0; id < intake.ids.size; id++)
    vulnerabilityOfId[id] = vulnerabilityOfId[groups.rootOf(id)] as number;

  const groupOf = new Int32Array(rowCount);
  for (let row = 0; row < rowCount; row++) groupOf[row] = vulnerabilityOfId[rowId(intake, row)] as number;
  return {
    count: idOfVulnerability.length,
    vulnerabilityOfId,
    idOfVulnerability: idOfVulnerability.toArray(),
    ...chooseRows(intake, groupOf, idOfVulnerability.length),
  };
}

function rowId(intake: VulnerabilityIntake, row: number): number {
  return intake.rows.at(row * ROW.width + ROW.id);
}

const CVE_PREFIX = encodeUtf8('CVE-');

function isCve({ ids }: VulnerabilityIntake, id: number): boolean {
  const start = ids.start(id);
  return CVE_PREFIX.every((byte, i) => ids.bytes[start + i] === byte);
}

function aliasPairs(intake: VulnerabilityIntake): IntList {
  const pairs = new IntList();
  for (let row = 0; row < intake.rows.length; row += ROW.width)
    for (let i = intake.rows.at(row + ROW.aliasStart); i < intake.rows.at(row + ROW.aliasEnd); i++) {
      pairs.push(intake.rows.at(row + ROW.id));
      pairs.push(intake.aliases.at(i));
    }
  return pairs;
}

function chooseRows(
  intake: VulnerabilityIntake,
  groupOf: Int32Array,
  groups: number,
): Pick<Members, 'rows' | 'rowStarts'> {
  const { starts, places } = groupBy(groupOf, groups);
  const grouped = new Int32Array(groupOf.length);
  for (let row = 0; row < groupOf.length; row++) grouped[places[row] as number] = row;
  const rows = new IntList();
  const rowStarts = new Int32Array(groups + 1);
  for (let group = 0; group < groups; group++) {
    const [start, end] = [starts[group] as number, starts[group + 1] as number];
    if (end === start + 1) rows.push(grouped[start] as number);
    else for (const row of preferred(intake, grouped.subarray(start, end))) rows.push(row);
    rowStarts[group + 1] = rows.length;
  }
  return { rows: rows.toArray(), rowStarts };
}

function preferred(intake: VulnerabilityIntake, rows: Int32Array): number[] {
  const from = (source: number) =>
    [...rows].filter((row) => intake.rows.at(row * ROW.width + ROW.source) === source);
  return [...newest(intake, from(SOURCE.nvd)), ...newest(intake, from(SOURCE.cve)), ...from(SOURCE.advisory)];
}

/** The row modified last; of equals the one read last. */
function newest({ modifiedAt }: VulnerabilityIntake, rows: readonly number[]): number[] {
  const age = (row: number) => {
    const at = modifiedAt[row] as number;
    return Number.isNaN(at) ? Number.NEGATIVE_INFINITY : at;
  };
  const best = rows.reduce((a, b) => (age(b) >= age(a) ? b : a), rows[0] ?? -1);
  return best === -1 ? [] : [best];
}
