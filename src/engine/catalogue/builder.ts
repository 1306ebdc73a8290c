import type {
  AdvisoryProduct,
  AdvisoryRecord,
  CpeConfiguration,
  FeedRecord,
  RecallRecord,
  VersionExpression,
  VulnerabilityRecord,
} from '#engine/words';
import type { Catalogue, ProductDirectory, ProductPart, Statement, Vulnerability } from './catalogue.ts';
import { splitCpe } from './cpe-name.ts';

export interface CatalogueBuilder {
  add(record: FeedRecord): void;
  /** Compiles what was added. The builder is spent afterwards. */
  finish(): Catalogue;
}

interface Draft {
  readonly id: string;
  readonly records: VulnerabilityRecord[];
  exploited: Vulnerability['exploited'];
  epss: Vulnerability['epss'];
  ssvc: Vulnerability['ssvc'];
  readonly statements: Statement[];
}

interface Product {
  readonly part: ProductPart;
  readonly vendor: string;
  readonly name: string;
  readonly family: string | null;
}

/** Collects what feeds say, in any order, and compiles it. */
export function createCatalogueBuilder(): CatalogueBuilder {
  const drafts: Draft[] = [];
  const byId = new Map<string, number>();
  const products: Product[] = [];
  const productByKey = new Map<string, number>();
  const advisories: AdvisoryRecord[] = [];
  const recalls: RecallRecord[] = [];
  const naming: number[][] = [];

  function draft(id: string, aliases: readonly string[]): number {
    const known = [id, ...aliases].map((it) => byId.get(it)).find((it) => it !== undefined);
    const index = known ?? drafts.length;
    if (known === undefined) {
      const cve = [id, ...aliases].find((it) => it.startsWith('CVE-'));
      drafts.push({ id: cve ?? id, records: [], exploited: null, epss: null, ssvc: null, statements: [] });
    }
    for (const it of [id, ...aliases]) byId.set(it, index);
    return index;
  }

  function product(it: Product): number {
    const key = `${it.part}\0${it.vendor}\0${it.name}\0${it.family ?? ''}`;
    const known = productByKey.get(key);
    if (known !== undefined) return known;
    products.push(it);
    naming.push([]);
    productByKey.set(key, products.length - 1);
    return products.length - 1;
  }

  function cpeProduct(text: string): number | null {
    const cpe = splitCpe(text);
    return cpe === null
      ? null
      : product({ part: cpe.part, vendor: cpe.vendor, name: cpe.product, family: null });
  }

  function advisoryProducts(it: AdvisoryProduct): number[] {
    const named = product({ part: 'named', vendor: it.vendor ?? '', name: it.name, family: it.family });
    const cpe = it.cpe === null ? null : cpeProduct(it.cpe);
    return cpe === null ? [named] : [named, cpe];
  }

  function name(vulnerability: number, named: Iterable<number>): void {
    for (const it of named) if (!naming[it]?.includes(vulnerability)) naming[it]?.push(vulnerability);
  }

  function addAdvisory(record: AdvisoryRecord): void {
    const advisory = advisories.push(record) - 1;
    const named = new Map(record.products.map((it) => [it.productId, it]));
    for (const weakness of record.vulnerabilities) {
      const vulnerability = draft(weakness.id, weakness.aliases);
      for (const { productId, status, justification } of weakness.statuses) {
        const it = named.get(productId);
        if (it === undefined) continue;
        const statement: Statement = {
          advisory,
          vulnerability,
          products: advisoryProducts(it),
          platforms: it.platform === null ? [] : advisoryProducts(it.platform),
          platformVersion: it.platform?.version ?? UNSTATED,
          version: it.version,
          status,
          justification,
          productText: [it.vendor, it.name].filter((part) => part !== null).join(' › '),
          productId,
        };
        drafts[vulnerability]?.statements.push(statement);
        name(vulnerability, statement.products);
      }
    }
  }

  function add(record: FeedRecord): void {
    switch (record.kind) {
      case 'vulnerability':
        drafts[draft(record.id, record.aliases)]?.records.push(record);
        break;
      case 'exploited':
        (drafts[draft(record.id, [])] as Draft).exploited = record;
        break;
      case 'epss':
        (drafts[draft(record.id, [])] as Draft).epss = record;
        break;
      case 'ssvc':
        (drafts[draft(record.id, [])] as Draft).ssvc = record;
        break;
      case 'advisory':
        addAdvisory(record);
        break;
      case 'recall':
        recalls.push(record);
        break;
    }
  }

  function finish(): Catalogue {
    const vulnerabilities = drafts.map((it) => merge(it));
    const configurations = drafts.map((it) => applicability(it.records));
    configurations.forEach((all, vulnerability) => {
      if (vulnerabilities[vulnerability]?.state === 'rejected') return;
      const named = all.flatMap((it) => it.nodes.flatMap((node) => node.matches));
      name(vulnerability, new Set(named.map((it) => cpeProduct(it.criteria)).filter((it) => it !== null)));
    });
    const directory: ProductDirectory = {
      size: products.length,
      part: (index) => (products[index] as Product).part,
      vendor: (index) => (products[index] as Product).vendor,
      name: (index) => (products[index] as Product).name,
      family: (index) => (products[index] as Product).family,
      find: (part, vendor, name) => productByKey.get(`${part}\0${vendor}\0${name}\0`) ?? -1,
    };
    return {
      directory,
      size: drafts.length,
      vulnerability: (index) => vulnerabilities[index] as Vulnerability,
      indexOf: (id) => byId.get(id) ?? -1,
      advisoryCount: advisories.length,
      advisory: (index) => advisories[index] as AdvisoryRecord,
      remediations: (advisory, vulnerability) =>
        (advisories[advisory]?.vulnerabilities ?? [])
          .filter((it) => byId.get(it.id) === vulnerability)
          .flatMap((it) => it.remediations),
      advisoriesOf: (vulnerability) => [
        ...new Set((drafts[vulnerability]?.statements ?? []).map((it) => it.advisory)),
      ],
      recalls,
      configurations: (vulnerability) => configurations[vulnerability] ?? [],
      statements: (vulnerability) => drafts[vulnerability]?.statements ?? [],
      vulnerabilitiesNaming: (index) => naming[index] ?? [],
    };
  }

  return { add, finish };
}

const UNSTATED: VersionExpression = { kind: 'unstated' };

/** Newest first; a record without a date is the oldest. */
function newestFirst(records: readonly VulnerabilityRecord[]): VulnerabilityRecord[] {
  return [...records].sort((a, b) => (b.modifiedAt ?? '').localeCompare(a.modifiedAt ?? ''));
}

function newestPerFeed(records: readonly VulnerabilityRecord[]): VulnerabilityRecord[] {
  const newest = newestFirst(records);
  return newest.filter((it, index) => newest.findIndex((other) => other.feed === it.feed) === index);
}

function merge(draft: Draft): Vulnerability {
  const records = newestPerFeed(draft.records);
  const nvdFirst = [...records].sort((a, b) => Number(b.feed === 'nvd') - Number(a.feed === 'nvd'));
  const first = <T>(pick: (it: VulnerabilityRecord) => T | null): T | null =>
    nvdFirst.map(pick).find((it) => it !== null) ?? null;
  return {
    id: draft.id,
    aliases: [...new Set(records.flatMap((it) => [it.id, ...it.aliases]))].filter((it) => it !== draft.id),
    state: stateOf(records),
    publishedAt: first((it) => it.publishedAt),
    modifiedAt: first((it) => it.modifiedAt),
    summary: first((it) => it.summary),
    cvss: nvdFirst.flatMap((it) => it.cvss),
    cwes: [...new Set(nvdFirst.flatMap((it) => it.cwes))],
    exploited: draft.exploited,
    epss: draft.epss,
    ssvc: draft.ssvc,
  };
}

function stateOf(records: readonly VulnerabilityRecord[]): VulnerabilityRecord['state'] {
  if (records.some((it) => it.state === 'rejected')) return 'rejected';
  return records.some((it) => it.state === 'published') ? 'published' : 'awaiting-analysis';
}

function applicability(records: readonly VulnerabilityRecord[]): readonly CpeConfiguration[] {
  const newest = newestPerFeed(records);
  const nvd = newest.find((it) => it.feed === 'nvd' && it.configurations.length > 0);
  return (nvd ?? newest.find((it) => it.configurations.length > 0))?.configurations ?? [];
}
