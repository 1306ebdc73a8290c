import { createHash } from 'node:crypto';
import type {
  AssessedDevice,
  Assessment,
  Judgement,
  VulnerabilityFacts,
} from '#app/vulnerabilities/assessment';
import type { Justification } from '#engine/decisions';
import type { Device } from '#engine/words';

/** What documents are made of: the day, and devices with what was judged of them. */
export type VexAssessment = Pick<Assessment, 'asOf' | 'devices'>;

/** Why a product is not affected, in the words that CSAF, OpenVEX and CISA share. */
export function justificationOf({ justification }: Judgement): Justification {
  return justification ?? 'vulnerable_code_not_present';
}

/**
 * What all VEX formats say, before it is put into either: which product stands how to which vulnerability.
 * A product here is what a statement can be about: everything of one maker, model, version, system and set of
 * components. Devices of one product share its statements.
 */
export interface VexStatements {
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
  readonly judgement: Judgement;
}

/** Collects the statements of an assessment, ordered by product id and vulnerability id. */
export function vexStatementsOf(assessment: VexAssessment): VexStatements {
  const byProduct = Map.groupBy(assessment.devices, (it) => productKey(it.device));
  const groups = [...byProduct.values()]
    .map((devices) => ({ product: productOf(devices), devices }))
    .toSorted((a, b) => compareText(a.product.id, b.product.id));

  const byVulnerability = new Map<
    string,
    { vulnerability: VulnerabilityFacts; statements: VexStatement[] }
  >();
  for (const { product, devices } of groups)
    for (const statement of statementsOf(product, devices)) {
      const { vulnerability } = statement.judgement;
      const subject = byVulnerability.get(vulnerability.id) ?? { vulnerability, statements: [] };
      subject.statements.push(statement);
      byVulnerability.set(vulnerability.id, subject);
    }
  const subjects = [...byVulnerability.values()].toSorted((a, b) =>
    compareText(a.vulnerability.id, b.vulnerability.id),
  );
  const products = groups.map((it) => it.product);
  return { products, subjects, fingerprint: fingerprintOf(products, subjects) };
}

/** A candidate link waits for a person, so the product is not yet called affected. */
export function vexStatusOf(judgement: Judgement): VexStatus {
  if (judgement.verdict === 'not-affected') return 'not-affected';
  if (judgement.verdict === 'undetermined' || judgement.confidence === 'candidate')
    return 'under-investigation';
  return 'affected';
}

function statementsOf(product: VexProduct, devices: readonly AssessedDevice[]): Iterable<VexStatement> {
  const strongest = new Map<string, VexStatement>();
  for (const device of devices)
    for (const judgement of [...device.judgements, ...device.notAffected]) {
      const { id } = judgement.vulnerability;
      const status = vexStatusOf(judgement);
      const before = strongest.get(id);
      if (before === undefined || STATUSES.indexOf(status) < STATUSES.indexOf(before.status))
        strongest.set(id, { product, status, judgement });
    }
  return strongest.values();
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

function productOf(devices: readonly AssessedDevice[]): VexProduct {
  const [first] = devices;
  if (first === undefined) throw new Error('Cannot describe a product: no device has it');
  const { device, label } = first;
  const key = productKey(device);
  const platform = platformOf(device);
  const isHost = device.model === undefined;
  return {
    id: `PW-${sha256(key).slice(0, 16)}`,
    maker: device.manufacturer ?? 'Maker not stated',
    model: device.model ?? device.os ?? 'Model not stated',
    version: device.version ?? (isHost ? device.osVersion : undefined) ?? null,
    platform,
    name: platform === null ? label : `${label} (${platform})`,
    deviceIds: devices.map((it) => it.device.id).toSorted(compareText),
    serials: devices.flatMap((it) => it.device.serial ?? []).toSorted(compareText),
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
