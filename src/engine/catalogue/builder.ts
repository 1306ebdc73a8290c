import type { EpssRecord, ExploitedRecord, FeedRecord, SsvcRecord } from '#engine/words';
import { AdvisoryIntake } from './advisory-intake.ts';
import type { Catalogue } from './catalogue.ts';
import { compileCriteria, compilePrograms, compileVersions, groupBy } from './compile.ts';
import { compileDecisions, compileEpss, compileRowFacts } from './facts.ts';
import { ROW, STATES, VulnerabilityIntake } from './intake.ts';
import { IntList } from './lists.ts';
import { gatherMembers } from './members.ts';
import type { Members } from './members.ts';
import { overlay } from './overlay.ts';
import { namesEveryProduct } from './overlay-products.ts';
import { addVulnerability } from './record-intake.ts';
import { REMEDIATION, STATEMENT } from './tables.ts';
import type { Tables } from './tables.ts';
import { TextCollector } from './text-pool.ts';
import type { TextInterner } from './text-pool.ts';
import { createCatalogue } from './view.ts';

export interface CatalogueBuilder {
  add(record: FeedRecord): void;
  /** The way in for readers that work on bytes; see `VulnerabilityIntake`. */
  readonly intake: VulnerabilityIntake;
  /** Compiles what was added. The builder is spent afterwards. */
  finish(): Catalogue;
}

const BILLION = 1e9;

/** What makes a vulnerability. */
export interface BuilderOptions {
  /**
   * Every id that any record speaks of. Unless it is set, an id that only forecasts and decisions name is none: there is
   * nothing they could be about.
   */
  readonly countsAll?: boolean;
}

/**
 * Collects what feeds say, in any order, and compiles it. Of several records of one source on one weakness the one
 * modified last wins; NVD's words come before the CVE record's, and those before an advisory's.
 */
export function createCatalogueBuilder({ countsAll = false }: BuilderOptions = {}): CatalogueBuilder {
  const staged = stage();
  const { intake, advisories, exploited, ssvc, epss, recalls } = staged;

  function addEpss({ id, probability, percentile, scoredOn }: EpssRecord): void {
    epss.push(intake.ids.internText(id));
    epss.push(Math.round(probability * BILLION));
    epss.push(Math.round(percentile * BILLION));
    epss.push(scoredOn === null ? -1 : intake.texts.internText(scoredOn));
  }

  function add(record: FeedRecord): void {
    switch (record.kind) {
      case 'vulnerability':
        addVulnerability(intake, record);
        break;
      case 'exploited':
        join(exploited, intake.ids.internText(record.id), record, fuller);
        break;
      case 'epss':
        addEpss(record);
        break;
      case 'ssvc':
        join(ssvc, intake.ids.internText(record.id), record, latest);
        break;
      case 'advisory':
        advisories.add(record);
        break;
      case 'recall':
        recalls.push(JSON.stringify(record));
        break;
    }
  }
  return {
    add,
    intake,
    finish: () => withoutUnnamed(createCatalogue(compile(staged, countsAll))),
  };
}

/** Products that only records name which do not count, such as rejected ones, are no products anything is known of. */
function withoutUnnamed(catalogue: Catalogue): Catalogue {
  if (namesEveryProduct(catalogue.tables)) return catalogue;
  const nothing = createCatalogue(compile(stage(), false));
  return overlay(catalogue, nothing, []);
}

function join<T>(kept: Map<number, T>, id: number, it: T, joined: (known: T, it: T) => T): void {
  const known = kept.get(id);
  kept.set(id, known === undefined ? it : joined(known, it));
}

/** The KEV catalogue says by when; a CVE record only repeats since when. */
function fuller(known: ExploitedRecord, it: ExploitedRecord): ExploitedRecord {
  return known.dueOn !== null && it.dueOn === null ? known : it;
}

/** The later decision on each point. One that was derived from a reference has no instant and is the earliest. */
function latest(known: SsvcRecord, it: SsvcRecord): SsvcRecord {
  const [earlier, later] = (it.decidedAt ?? '') < (known.decidedAt ?? '') ? [it, known] : [known, it];
  return {
    ...later,
    exploitation: later.exploitation ?? earlier.exploitation,
    automatable: later.automatable ?? earlier.automatable,
    technicalImpact: later.technicalImpact ?? earlier.technicalImpact,
  };
}

function* epssIds(epss: IntList): Generator<number> {
  for (let at = 0; at < epss.length; at += 4) yield epss.at(at);
}

interface Staged {
  readonly intake: VulnerabilityIntake;
  readonly advisories: AdvisoryIntake;
  readonly exploited: Map<number, ExploitedRecord>;
  readonly ssvc: Map<number, SsvcRecord>;
  /** Id, probability and percentile in billionths, index of the date. */
  readonly epss: IntList;
  readonly recalls: string[];
}

function stage(): Staged {
  const intake = new VulnerabilityIntake();
  return {
    intake,
    advisories: new AdvisoryIntake(intake),
    exploited: new Map(),
    ssvc: new Map(),
    epss: new IntList(),
    recalls: [],
  };
}

function compile({ intake, advisories, exploited, ssvc, epss, recalls }: Staged, countsAll: boolean): Tables {
  const members = gatherMembers(intake, [
    ...exploited.keys(),
    ...(countsAll ? [...ssvc.keys(), ...epssIds(epss)] : []),
    ...advisories.statementIds.toArray(),
    ...advisories.remediationIds.toArray(),
  ]);
  const { placeOf, ...criteria } = compileCriteria(intake);
  const { products, ids } = intake;
  return {
    ...compileIds(ids, members),
    ...compileRowFacts(intake, members),
    ...compileEpss(epss, members),
    decisions: compileDecisions(exploited, ssvc, members, advisories),
    ...criteria,
    ...compilePrograms(intake, programRows(intake, members), placeOf),
    ...compileVersions(intake.cpes.versions),
    attributes: intake.cpes.attributes.toPool(),
    productParts: products.parts.toArray(),
    productVendors: products.vendors.toArray(),
    productNames: products.names.toArray(),
    productFamilies: products.families.toArray(),
    ...compileStatements(advisories, members),
    advisories: advisories.advisories.toArray(),
    recalls: Int32Array.from(recalls, (it) => advisories.records.internText(it)),
    texts: intake.texts.toPool(),
    records: advisories.records.toPool(),
  };
}

/** Only ids that lead somewhere are kept. */
function compileIds(
  ids: TextInterner,
  { vulnerabilityOfId, idOfVulnerability }: Members,
): Pick<Tables, 'ids' | 'vulnerabilityOfId' | 'idOfVulnerability'> {
  const kept = new TextCollector();
  const places = new Int32Array(ids.size).fill(-1);
  const targets = new IntList();
  for (let id = 0; id < ids.size; id++) {
    if (vulnerabilityOfId[id] === -1) continue;
    places[id] = kept.add(ids.bytes, ids.start(id), ids.end(id));
    targets.push(vulnerabilityOfId[id] as number);
  }
  return {
    ids: kept.toPool(),
    vulnerabilityOfId: targets.toArray(),
    idOfVulnerability: idOfVulnerability.map((id) => places[id] as number),
  };
}

/** The row whose criteria count: NVD's, or where it has none the CVE record's; -1: none, or it was rejected. */
function programRows(intake: VulnerabilityIntake, { count, rows, rowStarts }: Members): Int32Array {
  const chosen = new Int32Array(count).fill(-1);
  const columns = intake.rows.values;
  for (let i = 0; i < count; i++) {
    const end = rowStarts[i + 1] as number;
    for (let at = end - 1; at >= (rowStarts[i] as number); at--) {
      const row = rows[at] as number;
      const start = row * ROW.width;
      if (columns[start + ROW.state] === REJECTED) {
        chosen[i] = -1;
        break;
      }
      if ((columns[start + ROW.programEnd] as number) > (columns[start + ROW.programStart] as number))
        chosen[i] = row;
    }
  }
  return chosen;
}

const REJECTED = STATES.indexOf('rejected');

type StatementTables = Pick<Tables, 'statements' | 'statementStarts' | 'remediations' | 'remediationStarts'>;

function compileStatements(advisories: AdvisoryIntake, members: Members): StatementTables {
  const statements = byVulnerability(
    advisories.statements,
    STATEMENT.width,
    advisories.statementIds,
    members,
  );
  const remediations = byVulnerability(
    advisories.remediations,
    REMEDIATION.width,
    advisories.remediationIds,
    members,
  );
  return {
    statements: statements.rows,
    statementStarts: statements.starts,
    remediations: remediations.rows,
    remediationStarts: remediations.starts,
  };
}

function byVulnerability(rows: IntList, width: number, ids: IntList, members: Members) {
  const owners = ids.toArray().map((id) => members.vulnerabilityOfId[id] as number);
  const { starts, places } = groupBy(owners, members.count);
  const ordered = new Int32Array(rows.length);
  for (let i = 0; i < owners.length; i++)
    ordered.set(rows.values.subarray(i * width, (i + 1) * width), (places[i] as number) * width);
  return { rows: ordered, starts };
}
