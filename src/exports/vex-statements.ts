import { createHash } from 'node:crypto';
import type { Assessment, Judgement, VulnerabilityFacts } from '#app/vulnerabilities/assessment';
import type { Justification } from '#engine/decisions';
import type { Device } from '#engine/words';
import { CannotExport } from './cannot-export.ts';

/** What a statement says of a product, as far as documents tell it. */
export type VexSaying = Pick<
  Judgement,
  'vulnerability' | 'verdict' | 'confidence' | 'justification' | 'why' | 'fix' | 'remediations'
>;

/** Why a product is not affected, in the words that CSAF, OpenVEX and CISA share. */
export function justificationOf({ justification }: VexSaying): Justification {
  return justification ?? 'vulnerable_code_not_present';
}

/**
 * What all VEX formats say, before it is put into either: which product stands how to which vulnerability.
 * A product here is what a statement can be about: everything of one maker, model, version, system and set of
 * components. Devices of one product share its statements.
 */
export interface VexStatements {
  /** ISO date */
  readonly asOf: string;
  readonly products: readonly VexProduct[];
  readonly subjects: readonly VexSubject[];
  /** Hex digest of all of the above: the same assessment always gets the same document id. */
  readonly fingerprint: string;
}

export interface VexProduct {
  readonly id: string;
  readonly maker: string;
  readonly model: string;
  readonly version: string | null;
  /** Operating system and components, where the inventory knows them. */
  readonly platform: string | null;
  readonly name: string;
  readonly deviceIds: readonly string[];
  readonly serials: readonly string[];
}

export interface VexSubject {
  readonly vulnerability: VulnerabilityFacts;
  readonly statements: readonly VexStatement[];
}

/** Strongest first: where a product has two statements on one vulnerability, the more careful one stands. */
export const STATUSES = ['affected', 'under-investigation', 'not-affected'] as const;
export type VexStatus = (typeof STATUSES)[number];

export interface VexStatement {
  readonly product: VexProduct;
  readonly status: VexStatus;
  readonly judgement: VexSaying;
}

/** The statements of an assessment. */
export function vexStatementsOf({ asOf, devices }: Pick<Assessment, 'asOf' | 'devices'>): VexStatements {
  const collector = createVexCollector(asOf);
  for (const { device, label, judgements, notAffected } of devices) {
    const unit = { id: device.id, serial: device.serial ?? null };
    collector.add(device, label, [unit], [...judgements, ...notAffected]);
  }
  return collector.statements();
}

/** Who speaks in a document where nobody said what the hospital is called. */
export const UNNAMED = 'Operator of the device fleet';

/** One device of a product. */
export interface VexUnit {
  readonly id: string;
  readonly serial: string | null;
}

export interface VexCollector {
  /** @throws {CannotExport} when there are more statements than a document can be made of */
  add(device: Device, label: string, units: readonly VexUnit[], sayings: readonly VexSaying[]): void;
  /** Ordered by product id and vulnerability id. */
  statements(): VexStatements;
}

/** Statements stand in memory until all are known, some hundred bytes each. */
const STATEMENTS_MAX = 3_000_000;

/** Collects statements product by product; what several say in the same words is held once. */
export function createVexCollector(asOf: string, max = STATEMENTS_MAX): VexCollector {
  const products = new Map<string, Growing>();
  const said = new Map<string, VexSaying>();
  let count = 0;

  function sameAs(it: VexSaying): VexSaying {
    const { vulnerability, verdict, confidence, justification = null, why, fix, remediations } = it;
    const text = JSON.stringify([
      vulnerability.id,
      verdict,
      confidence,
      justification,
      why,
      fix,
      remediations,
      vulnerability.cvss,
    ]);
    const key = createHash('sha256').update(text).digest('base64');
    const known = said.get(key);
    if (known !== undefined) return known;
    const kept = {
      vulnerability,
      verdict,
      confidence,
      ...(justification === null ? {} : { justification }),
      why,
      fix,
      remediations,
    };
    said.set(key, kept);
    return kept;
  }

  return {
    add(device, label, units, sayings) {
      const key = productKey(device);
      let product = products.get(key);
      if (product === undefined) {
        product = { head: headOf(device, label, key), units: [], strongest: new Map() };
        products.set(key, product);
      }
      product.units.push(...units);
      for (const it of sayings) {
        const { id } = it.vulnerability;
        const before = product.strongest.get(id);
        if (before === undefined) count += 1;
        if (before === undefined || strengthOf(it) < strengthOf(before))
          product.strongest.set(id, sameAs(it));
      }
      if (count > max)
        throw new CannotExport(
          `Cannot write this as one VEX document: it holds more than ${max} statements; narrow it to part of the fleet`,
        );
    },
    statements: () => statementsOf(asOf, [...products.values()]),
  };
}

interface Growing {
  readonly head: Omit<VexProduct, 'deviceIds' | 'serials'>;
  readonly units: VexUnit[];
  /** By vulnerability. */
  readonly strongest: Map<string, VexSaying>;
}

function strengthOf(it: VexSaying): number {
  return STATUSES.indexOf(vexStatusOf(it));
}

function statementsOf(asOf: string, grown: readonly Growing[]): VexStatements {
  const ordered = grown.toSorted((a, b) => compareText(a.head.id, b.head.id));
  const products: VexProduct[] = [];
  const subjects = new Map<string, { vulnerability: VulnerabilityFacts; statements: VexStatement[] }>();
  for (const { head, units, strongest } of ordered) {
    const product = {
      ...head,
      deviceIds: units.map((it) => it.id).toSorted(compareText),
      serials: units.flatMap((it) => it.serial ?? []).toSorted(compareText),
    };
    products.push(product);
    for (const [id, judgement] of strongest) {
      const { vulnerability } = judgement;
      const subject = subjects.get(id) ?? { vulnerability, statements: [] };
      subject.statements.push({ product, status: vexStatusOf(judgement), judgement });
      subjects.set(id, subject);
    }
  }
  const sorted = [...subjects.values()].toSorted((a, b) =>
    compareText(a.vulnerability.id, b.vulnerability.id),
  );
  return { asOf, products, subjects: sorted, fingerprint: fingerprintOf(products, sorted) };
}

/** A candidate link waits for a person, so the product is not yet called affected. */
export function vexStatusOf(judgement: Pick<VexSaying, 'verdict' | 'confidence'>): VexStatus {
  if (judgement.verdict === 'not-affected') return 'not-affected';
  if (judgement.verdict === 'undetermined' || judgement.confidence === 'candidate')
    return 'under-investigation';
  return 'affected';
}

function productKey(device: Device): string {
  const components = (device.components ?? []).map((it) => [it.vendor, it.name, it.version, it.cpe, it.purl]);
  return JSON.stringify([
    device.manufacturer,
    device.model,
    device.version,
    device.os,
    device.osVersion,
    components,
  ]);
}

function headOf(device: Device, label: string, key: string): Growing['head'] {
  const platform = platformOf(device);
  const isHost = device.model === undefined;
  return {
    id: `PW-${sha256(key).slice(0, 16)}`,
    maker: device.manufacturer ?? 'Maker not stated',
    model: device.model ?? device.os ?? 'Model not stated',
    version: device.version ?? (isHost ? device.osVersion : undefined) ?? null,
    platform,
    name: platform === null ? label : `${label} (${platform})`,
  };
}

function platformOf(device: Device): string | null {
  const system =
    device.model === undefined
      ? ''
      : [device.os, device.osVersion].filter((it) => it !== undefined).join(' ');
  const components = (device.components ?? []).map((it) =>
    it.version === undefined ? it.name : `${it.name} ${it.version}`,
  );
  const parts = [
    ...(system === '' ? [] : [`on ${system}`]),
    ...(components.length === 0 ? [] : [`with ${components.join(', ')}`]),
  ];
  return parts.length === 0 ? null : parts.join(' ');
}

function fingerprintOf(products: readonly VexProduct[], subjects: readonly VexSubject[]): string {
  const hash = createHash('sha256');
  for (const it of products) hash.update(`${it.id} ${it.deviceIds.join(' ')}\n`);
  for (const { vulnerability, statements } of subjects)
    for (const it of statements) hash.update(`${vulnerability.id} ${it.product.id} ${it.status}\n`);
  return hash.digest('hex');
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
