import type { AdvisoryProduct, VersionExpression } from '#engine/words';
import { asList, asObject, asObjects, asText, asTexts, type JsonObject } from './json-shapes.ts';

/** The products of a CSAF document by id, its groups of them, and what was wrong with the tree. */
export interface ProductTree {
  readonly products: ReadonlyMap<string, AdvisoryProduct>;
  readonly groups: ReadonlyMap<string, readonly string[]>;
  readonly problems: readonly TreeProblem[];
}

export interface TreeProblem {
  /** JSON pointer into the document. */
  readonly field: string;
  readonly reason: string;
}

/** CSAF 2.1 §3.1.2 allows 30 levels of branches; a document that exceeds this limit is not an advisory. */
const BRANCH_DEPTH_MAX = 100;

/** What the branches above a product say about it. The nearest branch of a category wins. */
interface Path {
  readonly vendor: string | null;
  readonly family: string | null;
  readonly name: string | null;
  readonly version: { readonly text: string; readonly isRange: boolean } | null;
  /** Service pack and patch level: they refine the version. */
  readonly level: string | null;
}

const ROOT: Path = { vendor: null, family: null, name: null, version: null, level: null };

/** Reads a product tree of any shape. Source: CSAF 2.0 §3.2.2, 2.1 §3.2.3. */
export function readProductTree(tree: JsonObject | null): ProductTree {
  const products = new Map<string, AdvisoryProduct>();
  const problems: TreeProblem[] = [];

  const add = (product: JsonObject | null, path: Path, field: string): void => {
    const productId = asText(product?.product_id);
    const fullName = asText(product?.name);
    if (product === null || productId === null) problems.push({ field, reason: 'Product has no product_id' });
    else if (products.has(productId))
      problems.push({ field, reason: `Product "${productId}" is defined more than once: the first counts` });
    else if (fullName === null && path.name === null)
      problems.push({ field, reason: `Product "${productId}" has no name` });
    else products.set(productId, productOf(productId, product, path, fullName));
  };

  const descend = (branches: unknown, above: Path, pointer: string, depth: number): void => {
    if (depth > BRANCH_DEPTH_MAX) {
      problems.push({ field: pointer, reason: `Branches are nested deeper than ${BRANCH_DEPTH_MAX} levels` });
      return;
    }
    asList(branches).forEach((it, index) => {
      const branch = asObject(it);
      const field = `${pointer}/${index}`;
      if (branch === null) {
        problems.push({ field, reason: 'Branch is not an object' });
        return;
      }
      const path = stepInto(above, branch);
      if (branch.product !== undefined) add(asObject(branch.product), path, `${field}/product`);
      descend(branch.branches, path, `${field}/branches`, depth + 1);
    });
  };

  descend(tree?.branches, ROOT, '/product_tree/branches', 0);
  asList(tree?.full_product_names).forEach((it, index) => {
    add(asObject(it), ROOT, `/product_tree/full_product_names/${index}`);
  });
  problems.push(...addRelationships(asList(tree?.relationships), products));
  return { products, groups: groupsOf(tree), problems };
}

function stepInto(above: Path, branch: JsonObject): Path {
  const name = asText(branch.name);
  if (name === null) return above;
  switch (branch.category) {
    case 'vendor':
      return { ...above, vendor: name };
    case 'product_family':
      return { ...above, family: name };
    case 'product_name':
      return { ...above, name };
    case 'product_version':
      return { ...above, version: { text: name, isRange: speaksOfARange(name) } };
    case 'product_version_range':
      return { ...above, version: { text: name, isRange: true } };
    case 'service_pack':
    case 'patch_level':
      return { ...above, level: above.level === null ? name : `${above.level} ${name}` };
    default:
      // architecture, host_name, language, legacy, specification: they narrow a product in a way an inventory
      // does not record; leaving them out can only report more, never hide.
      return above;
  }
}

// Vendors put ranges where CSAF wants one version (6.1.31): 209 of the 607 version texts in CISA's medical
// advisories are "vers:all/*" in a product_version.
const RANGE_SIGN =
  /^vers:|[<>≤≥*]|\b(?:all|any|prior|before|earlier|older|below|lower|through|thru|until|up to|later|newer|above)\b|\d\.x\b/i;

function speaksOfARange(version: string): boolean {
  return RANGE_SIGN.test(version);
}

function versionOf(path: Path): VersionExpression {
  const level = path.level === null ? '' : ` ${path.level}`;
  if (path.version === null)
    return path.level === null ? { kind: 'unstated' } : { kind: 'exact', text: path.level };
  const text = path.version.text + level;
  return { kind: path.version.isRange ? 'range' : 'exact', text };
}

function productOf(
  productId: string,
  product: JsonObject,
  path: Path,
  fullName: string | null,
): AdvisoryProduct {
  const helper = asObject(product.product_identification_helper);
  return {
    productId,
    vendor: path.vendor,
    family: path.family,
    name: path.name ?? path.family ?? fullName ?? productId,
    version: versionOf(path),
    cpe: asText(helper?.cpe),
    purl: asText(helper?.purl) ?? asTexts(helper?.purls)[0] ?? null,
    modelNumbers: asTexts(helper?.model_numbers),
    serialNumbers: asTexts(helper?.serial_numbers),
    platform: null,
  };
}

/** Relationships whose references stand further down resolve in a later round; a real chain has two or three links. */
const RELATIONSHIP_ROUNDS_MAX = 16;

/**
 * A relationship makes a product out of two: what it is, and what it stands on. They may refer to each other's
 * results in any order, so they are added in rounds until nothing more resolves; what is left dangles.
 */
function addRelationships(
  relationships: readonly unknown[],
  products: Map<string, AdvisoryProduct>,
): TreeProblem[] {
  let open = relationships.map((it, index) => ({ relationship: asObject(it), index }));
  for (let round = 0; round < RELATIONSHIP_ROUNDS_MAX && open.length > 0; round++) {
    const unresolved = open.filter(({ relationship }) => !addRelationship(relationship, products));
    if (unresolved.length === open.length) break;
    open = unresolved;
  }
  return open.map(({ relationship, index }) => ({
    field: `/product_tree/relationships/${index}`,
    reason: whyUnresolved(relationship, products),
  }));
}

function addRelationship(relationship: JsonObject | null, products: Map<string, AdvisoryProduct>): boolean {
  const productId = asText(asObject(relationship?.full_product_name)?.product_id);
  const base = products.get(asText(relationship?.product_reference) ?? '');
  const platform = products.get(asText(relationship?.relates_to_product_reference) ?? '');
  if (productId === null || base === undefined || platform === undefined || products.has(productId))
    return false;
  products.set(productId, { ...base, productId, platform });
  return true;
}

function whyUnresolved(
  relationship: JsonObject | null,
  products: ReadonlyMap<string, AdvisoryProduct>,
): string {
  const productId = asText(asObject(relationship?.full_product_name)?.product_id);
  if (productId === null) return 'Relationship has no full_product_name with a product_id';
  if (products.has(productId)) return `Product "${productId}" is defined more than once: the first counts`;
  const references = [relationship?.product_reference, relationship?.relates_to_product_reference];
  const missing = references.map(asText).filter((it) => it === null || !products.has(it));
  return `Relationship "${productId}" refers to no product of the tree: ${missing.map((it) => it ?? 'nothing').join(', ')}`;
}

function groupsOf(tree: JsonObject | null): Map<string, readonly string[]> {
  const groups = new Map<string, readonly string[]>();
  for (const group of asObjects(tree?.product_groups)) {
    const id = asText(group.group_id);
    if (id !== null && !groups.has(id)) groups.set(id, asTexts(group.product_ids));
  }
  return groups;
}
