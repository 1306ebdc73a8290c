import type { AdvisoryProduct, VersionExpression } from '#engine/words';
import { productOfIdentifiers, versionOfIdentifiers } from './identified-product.ts';
import { asObject, asObjects, asText, type JsonObject } from './json-shapes.ts';

/** The products that an entry of `affects` means, each with the status of its version where the entry gives one. */
export interface BomProducts {
  affected(affects: JsonObject): { readonly product: AdvisoryProduct; readonly status: string | null }[];
}

/** Components may hold components; no real bill of materials nests this deep. */
const NESTED_MAX = 50;

/** The components of a CycloneDX document by their `bom-ref`. */
export function bomProducts(document: JsonObject): BomProducts {
  const subject = asObject(asObject(document.metadata)?.component);
  const platform = subject === null ? null : productOfComponent(subject, null);
  const byRef = new Map<string, AdvisoryProduct>();
  const add = (component: JsonObject, depth: number): void => {
    const ref = asText(component['bom-ref']);
    if (ref !== null && !byRef.has(ref)) byRef.set(ref, productOfComponent(component, platform));
    if (depth < NESTED_MAX) for (const it of asObjects(component.components)) add(it, depth + 1);
  };
  if (subject !== null && platform !== null) {
    byRef.set(asText(subject['bom-ref']) ?? '', platform);
    for (const it of asObjects(subject.components)) add(it, 0);
  }
  for (const it of [...asObjects(document.components), ...asObjects(document.services)]) add(it, 0);
  return {
    affected: (affects) => {
      const ref = asText(affects.ref);
      if (ref === null) return [];
      return withVersions(byRef.get(ref) ?? productOfLink(ref, byRef), asObjects(affects.versions));
    },
  };
}

/** What a bill of materials says about a component holds within the product it describes: `platform`. */
function productOfComponent(component: JsonObject, platform: AdvisoryProduct | null): AdvisoryProduct {
  const name = asText(component.name) ?? 'unnamed';
  const version = asText(component.version);
  const ref = asText(component['bom-ref']) ?? name;
  const [purl, cpe] = [asText(component.purl), asText(component.cpe)];
  return {
    productId: ref,
    vendor:
      asText(asObject(component.supplier)?.name) ??
      asText(asObject(component.manufacturer)?.name) ??
      asText(component.publisher) ??
      asText(component.group),
    family: null,
    name,
    version: version === null ? versionOfIdentifiers({ purl, cpe }) : { kind: 'exact', text: version },
    cpe,
    purl,
    modelNumbers: [],
    serialNumbers: [],
    platform,
  };
}

/**
 * A BOM-Link, `urn:cdx:SERIAL/VERSION#REF`, into a document that is not at hand. What it says must not spread to every
 * product with such a component, so the document stands as the platform, and nothing matches until it is known.
 */
function productOfLink(link: string, byRef: ReadonlyMap<string, AdvisoryProduct>): AdvisoryProduct {
  const [, document, fragment] = /^(urn:cdx:[^#]+)#(.+)$/.exec(link) ?? [];
  if (document === undefined || fragment === undefined)
    return productOfIdentifiers(link, { purl: null, cpe: null });
  const ref = decoded(fragment);
  const product = byRef.get(ref);
  if (product !== undefined) return product;
  const platform = productOfIdentifiers(document, { purl: null, cpe: null });
  return { ...productOfIdentifiers(ref, { purl: null, cpe: null }), productId: link, platform };
}

function decoded(fragment: string): string {
  return /%(?![0-9A-Fa-f]{2})/.test(fragment) ? fragment : safeDecode(fragment);
}

function safeDecode(fragment: string): string {
  try {
    return decodeURIComponent(fragment);
  } catch (error) {
    if (error instanceof URIError) return fragment; // bytes that are no UTF-8: the text as it stands
    throw error;
  }
}

function withVersions(product: AdvisoryProduct, versions: readonly JsonObject[]) {
  if (versions.length === 0) return [{ product, status: null }];
  return versions.map((it) => {
    const exact = asText(it.version);
    const range = asText(it.range);
    const text = exact ?? range;
    const version: VersionExpression =
      exact !== null
        ? { kind: 'exact', text: exact }
        : range !== null
          ? { kind: 'range', text: range }
          : product.version;
    const productId = text === null ? product.productId : `${product.productId} ${text}`;
    return { product: { ...product, productId, version }, status: asText(it.status) };
  });
}
