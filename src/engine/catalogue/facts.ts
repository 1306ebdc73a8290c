import type { ExploitedRecord, SsvcRecord } from '#engine/words';
import type { AdvisoryIntake } from './advisory-intake.ts';
import { ROW, SOURCE, STATES } from './intake.ts';
import type { VulnerabilityIntake } from './intake.ts';
import { IntList } from './lists.ts';
import type { Members } from './members.ts';
import { CVSS_VERSIONS, EPSS_ABSENT } from './tables.ts';
import type { Tables } from './tables.ts';
import { TextCollector } from './text-pool.ts';

type RowFacts = Pick<
  Tables,
  | 'states'
  | 'publishedAt'
  | 'modifiedAt'
  | 'summaries'
  | 'cvssStarts'
  | 'cvss'
  | 'cweStarts'
  | 'cwes'
  | 'vectorTexts'
  | 'vectorVersions'
  | 'vectorScores'
>;

/** What the chosen rows of each vulnerability say about it, joined. */
export function compileRowFacts(intake: VulnerabilityIntake, members: Members): RowFacts {
  const { count, rows, rowStarts } = members;
  const states = new Uint8Array(count);
  const publishedAt = new Float64Array(count).fill(Number.NaN);
  const modifiedAt = new Float64Array(count).fill(Number.NaN);
  const summaries = new TextCollector();
  const cvssStarts = new Int32Array(count + 1);
  const cweStarts = new Int32Array(count + 1);
  const cvss = new IntList();
  const cwes = new IntList();
  const vectors = createVectorTable(intake);
  for (let i = 0; i < count; i++) {
    const own = rows.subarray(rowStarts[i] as number, rowStarts[i + 1] as number);
    states[i] = stateOf(intake, own);
    const summarised = summaryRow(intake, own);
    summaries.add(
      intake.summaries.values,
      summarised === -1 ? 0 : intake.rows.at(summarised * ROW.width + ROW.summaryStart),
      summarised === -1 ? 0 : intake.rows.at(summarised * ROW.width + ROW.summaryEnd),
    );
    for (const row of own) {
      if (Number.isNaN(publishedAt[i])) publishedAt[i] = intake.publishedAt[row] as number;
      if (Number.isNaN(modifiedAt[i])) modifiedAt[i] = intake.modifiedAt[row] as number;
      addCvss(intake, row, cvss, cvssStarts[i] as number, vectors.indexOfText);
      addCwes(intake, row, cwes, cweStarts[i] as number);
    }
    cvssStarts[i + 1] = cvss.length;
    cweStarts[i + 1] = cwes.length;
  }
  return {
    states,
    publishedAt,
    modifiedAt,
    summaries: summaries.toPool(),
    cvssStarts,
    cvss: cvss.toArray(),
    cweStarts,
    cwes: cwes.toArray(),
    ...vectors.tables(),
  };
}

/** Rejected by any source is rejected; analysed by any is published. */
function stateOf(intake: VulnerabilityIntake, rows: Int32Array): number {
  let state: number = STATES.indexOf('awaiting-analysis');
  for (const row of rows) {
    if (intake.rows.at(row * ROW.width + ROW.source) === SOURCE.advisory && rows.length > 1) continue;
    const its = intake.rows.at(row * ROW.width + ROW.state);
    if (STATES[its] === 'rejected') return its;
    if (STATES[its] === 'published') state = its;
  }
  return state;
}

/** The first row with a summary; -1: none has one. */
function summaryRow(intake: VulnerabilityIntake, rows: Int32Array): number {
  for (const row of rows) {
    const start = intake.rows.at(row * ROW.width + ROW.summaryStart);
    if (intake.rows.at(row * ROW.width + ROW.summaryEnd) > start) return row;
  }
  return -1;
}

function addCvss(
  intake: VulnerabilityIntake,
  row: number,
  into: IntList,
  from: number,
  indexOfText: Int32Array,
): void {
  const end = intake.rows.at(row * ROW.width + ROW.cvssEnd);
  for (let i = intake.rows.at(row * ROW.width + ROW.cvssStart); i < end; i += 2) {
    const text = intake.cvss.at(i);
    const vector = indexOfText[text] as number;
    const by = intake.cvss.at(i + 1);
    if (vector === -1)
      throw new Error(`Cannot compile CVSS vector "${intake.texts.text(text)}": it has no score`);
    if (holdsPair(into, from, vector, by)) continue;
    into.push(vector);
    into.push(by);
  }
}

function holdsPair(list: IntList, from: number, a: number, b: number): boolean {
  for (let i = from; i < list.length; i += 2) if (list.at(i) === a && list.at(i + 1) === b) return true;
  return false;
}

function addCwes(intake: VulnerabilityIntake, row: number, into: IntList, from: number): void {
  const end = intake.rows.at(row * ROW.width + ROW.cweEnd);
  for (let i = intake.rows.at(row * ROW.width + ROW.cweStart); i < end; i++) {
    const cwe = intake.cwes.at(i);
    let known = false;
    for (let j = from; j < into.length; j++) known ||= into.at(j) === cwe;
    if (!known) into.push(cwe);
  }
}

function createVectorTable(intake: VulnerabilityIntake) {
  const texts = [...intake.scores.keys()];
  const indexOfText = new Int32Array(intake.texts.size).fill(-1);
  texts.forEach((text, index) => {
    indexOfText[text] = index;
  });
  const scores = [...intake.scores.values()];
  return {
    /** By the index of a text; -1: it is no vector that was scored. */
    indexOfText,
    tables: (): Pick<Tables, 'vectorTexts' | 'vectorVersions' | 'vectorScores'> => ({
      vectorTexts: Int32Array.from(texts),
      vectorVersions: Uint8Array.from(scores, (it) => CVSS_VERSIONS.indexOf(it.version)),
      vectorScores: Uint8Array.from(scores, (it) => Math.round(it.baseScore * 10)),
    }),
  };
}

type EpssFacts = Pick<Tables, 'epssProbability' | 'epssPercentile' | 'epssScoredOn'>;

/** Scores of ids that no other feed knows are left out: there is nothing they could be about. */
export function compileEpss(epss: IntList, members: Members): EpssFacts {
  const epssProbability = new Uint32Array(members.count).fill(EPSS_ABSENT);
  const epssPercentile = new Uint32Array(members.count);
  const epssScoredOn = new Int32Array(members.count).fill(-1);
  for (let i = 0; i < epss.length; i += 4) {
    const vulnerability = members.vulnerabilityOfId[epss.at(i)] as number;
    if (vulnerability === -1) continue;
    epssProbability[vulnerability] = epss.at(i + 1);
    epssPercentile[vulnerability] = epss.at(i + 2);
    epssScoredOn[vulnerability] = epss.at(i + 3);
  }
  return { epssProbability, epssPercentile, epssScoredOn };
}

/** What KEV and SSVC say of a weakness, as they stand together in one record. */
export interface Decisions {
  readonly exploited: Omit<ExploitedRecord, 'kind' | 'feed' | 'id'> | null;
  readonly ssvc: Omit<SsvcRecord, 'kind' | 'feed' | 'id'> | null;
}

export function compileDecisions(
  exploited: ReadonlyMap<number, ExploitedRecord>,
  ssvc: ReadonlyMap<number, SsvcRecord>,
  members: Members,
  { records }: AdvisoryIntake,
): Int32Array {
  const decisions = new Int32Array(members.count).fill(-1);
  for (const id of new Set([...exploited.keys(), ...ssvc.keys()])) {
    const vulnerability = members.vulnerabilityOfId[id] as number;
    if (vulnerability === -1) continue;
    const both: Decisions = {
      exploited: bare(exploited.get(id)),
      ssvc: bare(ssvc.get(id)),
    };
    decisions[vulnerability] = records.internText(JSON.stringify(both));
  }
  return decisions;
}

function bare<T extends { kind: string; feed: string; id: string }>(
  record: T | undefined,
): Omit<T, 'kind' | 'feed' | 'id'> | null {
  if (record === undefined) return null;
  const { kind: _kind, feed: _feed, id: _id, ...rest } = record;
  return rest;
}
