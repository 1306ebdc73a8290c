import type { AdvisoryProduct, AdvisoryRecord, AdvisoryVulnerability, ProductStatus } from '#engine/words';
import { splitCpe } from './cpe-name.ts';
import { SOURCE } from './intake.ts';
import type { VulnerabilityIntake } from './intake.ts';
import { IntList } from './lists.ts';
import { packageOf } from './package-url.ts';
import { NAMED, STATEMENT } from './tables.ts';
import { TextInterner } from './text-pool.ts';
import { encodeUtf8 } from './utf8.ts';

export const PRODUCT_STATUSES = [
  'affected',
  'fixed',
  'not-affected',
  'under-investigation',
] as const satisfies readonly ProductStatus[];

/** Takes in advisories: their products, what they state about them, and what they offer. */
export class AdvisoryIntake {
  readonly records = new TextInterner();
  readonly advisories = new IntList();
  /** `STATEMENT.width` numbers each, and for each the id of its weakness. */
  readonly statements = new IntList();
  readonly statementIds = new IntList();
  readonly remediations = new IntList();
  readonly remediationIds = new IntList();
  readonly #intake: VulnerabilityIntake;

  constructor(intake: VulnerabilityIntake) {
    this.#intake = intake;
  }

  add(record: AdvisoryRecord): void {
    const { products, vulnerabilities, kind: _kind, ...head } = record;
    const advisory = this.advisories.push(this.records.internText(JSON.stringify(head)));
    const byProductId = new Map(products.map((it) => [it.productId, it]));
    for (const it of vulnerabilities) {
      const id = this.#weakness(record, it);
      for (const stated of it.statuses) {
        const product = byProductId.get(stated.productId);
        if (product !== undefined)
          this.#statement(advisory, id, product, stated.status, stated.justification);
      }
      if (it.remediations.length > 0) {
        this.remediations.push(advisory);
        this.remediations.push(this.records.internText(JSON.stringify(it.remediations)));
        this.remediationIds.push(id);
      }
    }
  }

  /** What the advisory says about the weakness itself joins what others say. */
  #weakness(record: AdvisoryRecord, it: AdvisoryVulnerability): number {
    const intake = this.#intake;
    const withBytes = (text: string, use: (bytes: Uint8Array, start: number, end: number) => void) => {
      const bytes = encodeUtf8(text);
      use(bytes, 0, bytes.length);
    };
    intake.begin();
    withBytes(it.id, (...bytes) => intake.id(...bytes));
    for (const alias of it.aliases) withBytes(alias, (...bytes) => intake.alias(...bytes));
    if (record.revisedAt !== null) withBytes(record.revisedAt, (...bytes) => intake.modified(...bytes));
    if (it.title !== null) withBytes(it.title, (...bytes) => intake.summary(...bytes));
    for (const { version, vector, baseScore, by } of it.cvss) {
      const text = intake.texts.internText(vector);
      intake.scores.set(text, { version, baseScore });
      intake.vector(text, intake.texts.internText(by));
    }
    for (const cwe of it.cwes) intake.cwe(intake.texts.internText(cwe));
    intake.commit(SOURCE.advisory);
    return intake.ids.internText(it.id);
  }

  #statement(
    advisory: number,
    id: number,
    product: AdvisoryProduct,
    status: ProductStatus,
    justification: string | null,
  ): void {
    const { platform } = product;
    const record = this.records.internText(
      JSON.stringify({
        version: product.version,
        platformVersion: platform?.version ?? { kind: 'unstated' },
        justification,
        productText: [product.vendor, product.name].filter((it) => it !== null).join(' › '),
        productId: product.productId,
      }),
    );
    const row = new Int32Array(STATEMENT.width);
    row[STATEMENT.advisory] = advisory;
    row[STATEMENT.product] = this.#named(product);
    row[STATEMENT.cpeProduct] = this.#cpeProduct(product);
    row[STATEMENT.platform] = platform === null ? -1 : this.#named(platform);
    row[STATEMENT.cpePlatform] = platform === null ? -1 : this.#cpeProduct(platform);
    row[STATEMENT.status] = PRODUCT_STATUSES.indexOf(status);
    row[STATEMENT.record] = record;
    for (const it of row) this.statements.push(it);
    this.statementIds.push(id);
  }

  /** What is named by a package URL is that package, and no other of the same name. */
  #named({ vendor, name, family, purl }: AdvisoryProduct): number {
    const { products, texts } = this.#intake;
    const text = (it: string) => texts.internText(it);
    const within = (purl === null ? null : packageOf(purl)) ?? family;
    return products.add(NAMED, text(vendor ?? ''), text(name), within === null ? -1 : text(within));
  }

  #cpeProduct({ cpe }: AdvisoryProduct): number {
    const name = cpe === null ? null : splitCpe(cpe);
    if (name === null) return -1;
    const { products, texts } = this.#intake;
    const part = name.part.charCodeAt(0);
    return products.add(part, texts.internText(name.vendor), texts.internText(name.product), -1);
  }
}
