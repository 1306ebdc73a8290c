import type { AdvisoryProduct, AdvisoryVulnerability, ProductStatus, Remediation } from '#engine/words';
import { asList, asObject, asText, type JsonObject } from './json-shapes.ts';
import { productOfIdentifiers } from './identified-product.ts';
import type { FeedSink, Place } from './sink.ts';
import { aliasesOf, asVulnerabilityId } from './vulnerability-id.ts';

const STATUSES: Readonly<Record<string, ProductStatus>> = {
  affected: 'affected',
  fixed: 'fixed',
  not_affected: 'not-affected',
  under_investigation: 'under-investigation',
};

/** What one statement says, with the instant that decides between statements about the same product. */
interface Statement {
  readonly id: string;
  readonly aliases: readonly string[];
  readonly status: ProductStatus;
  readonly justification: string | null;
  readonly action: string | null;
  readonly saidAt: string;
  readonly products: readonly AdvisoryProduct[];
}

/**
 * Reads one OpenVEX document, 0.0.1 or 0.2.0. Of several statements about the same product and vulnerability the
 * latest counts. Source: github.com/openvex/spec, OPENVEX-SPEC.md.
 */
export function readOpenVex(json: unknown, place: Place, sink: FeedSink): void {
  const document = asObject(json);
  const id = asText(document?.['@id']);
  if (document === null || id === null) {
    sink.reject({ ...place, field: '@id', reason: 'OpenVEX document has no @id' });
    return;
  }
  const issuedAt = asText(document.timestamp);
  const statements = asList(document.statements).flatMap((it, index) => {
    const read = readStatement(asObject(it), issuedAt ?? '');
    if (typeof read !== 'string') return read;
    sink.reject({ ...place, field: `/statements/${index}`, reason: read });
    return [];
  });
  const author = asText(document.author);
  sink.accept({
    kind: 'advisory',
    feed: 'openvex',
    id,
    title: author === null ? `VEX document ${id}` : `VEX document of ${author}`,
    publisher: author,
    publisherRole: 'other',
    isVex: true,
    publishedAt: issuedAt,
    revisedAt: asText(document.last_updated) ?? issuedAt,
    url: /^https?:/.test(id) ? id : null,
    products: [
      ...new Map(
        statements.flatMap((it) => it.products.map((product) => [product.productId, product] as const)),
      ).values(),
    ],
    vulnerabilities: groupByVulnerability(statements),
  });
}

/** The statement, or why it cannot be taken. */
function readStatement(statement: JsonObject | null, issuedAt: string): Statement | string {
  if (statement === null) return 'Statement is not an object';
  const vulnerability = asObject(statement.vulnerability);
  const name =
    asText(vulnerability?.name) ?? asText(statement.vulnerability) ?? asText(vulnerability?.['@id']);
  const id = asVulnerabilityId(name);
  if (id === null) return 'Statement names no vulnerability';
  const status = STATUSES[asText(statement.status) ?? ''];
  if (status === undefined) return `Statement about ${id} has no known status`;
  const products = asList(statement.products).flatMap((it) => productsOf(it, statement));
  if (products.length === 0) return `Statement about ${id} names no product`;
  return {
    id,
    aliases: aliasesOf(id, asList(vulnerability?.aliases)),
    status,
    justification: asText(statement.justification) ?? asText(statement.impact_statement),
    action: asText(statement.action_statement),
    saidAt: asText(statement.last_updated) ?? asText(statement.timestamp) ?? issuedAt,
    products,
  };
}

/** The product, and each component in it that the statement is about: there it holds only within the product. */
function productsOf(value: unknown, statement: JsonObject): AdvisoryProduct[] {
  const product = identified(value);
  if (product === null) return [];
  const subcomponents = [...asList(asObject(value)?.subcomponents), ...asList(statement.subcomponents)];
  const parts = subcomponents.flatMap((it) => identified(it) ?? []);
  return [
    product,
    ...parts.map((it) => ({ ...it, productId: `${product.productId} › ${it.productId}`, platform: product })),
  ];
}

/** Products are objects since 0.2.0, plain identifiers before. */
function identified(value: unknown): AdvisoryProduct | null {
  const product = asObject(value) ?? {};
  const identifiers = asObject(product.identifiers);
  const id =
    asText(value) ?? asText(product['@id']) ?? asText(identifiers?.purl) ?? asText(identifiers?.cpe23);
  if (id === null) return null;
  return productOfIdentifiers(id, {
    purl: asText(identifiers?.purl),
    cpe: asText(identifiers?.cpe23) ?? asText(identifiers?.cpe22),
  });
}

function groupByVulnerability(statements: readonly Statement[]): AdvisoryVulnerability[] {
  const byId = Map.groupBy(statements, (it) => it.id);
  return [...byId].map(([id, said]) => {
    // Instants without a zone or with different ones are rare; text order is the document's own order then.
    const inOrder = said.toSorted((a, b) => (Date.parse(a.saidAt) || 0) - (Date.parse(b.saidAt) || 0));
    const statuses = new Map<string, AdvisoryVulnerability['statuses'][number]>();
    for (const { products, status, justification } of inOrder)
      for (const { productId } of products) statuses.set(productId, { productId, status, justification });
    return {
      id,
      aliases: aliasesOf(
        id,
        said.flatMap((it) => it.aliases),
      ),
      title: null,
      cvss: [],
      cwes: [],
      statuses: [...statuses.values()],
      remediations: inOrder.flatMap(remediationOf),
    };
  });
}

function remediationOf({ action, products }: Statement): Remediation[] {
  if (action === null) return [];
  const productIds = products.map((it) => it.productId);
  return [{ category: 'mitigation', details: action, url: null, productIds, date: null }];
}
