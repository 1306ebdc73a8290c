import type { AdvisoryProduct, VersionExpression } from '#engine/words';
import { versionOfIdentifiers } from './identified-product.ts';
import { speaksOfARange, splitVersionedName, type VersionedName } from './versioned-name.ts';
import { asList, asObject, asObjects, asText, asTexts, type JsonObject } from './json-shapes.ts';

/** The products of a CSAF document by id, its groups of them, and what was wrong with the tree. */
export interface ProductTree {
  readonly products: ReadonlyMap<string, AdvisoryProduct>;
  readonly groups: ReadonlyMap<string, readonly string[]>;
  /**
   * Products that a branch narrows in a way that an inventory does not record ("x86", "with wireless module"), by id. What
   * is said of them clears no device, as it cannot be told whether the device is one.
   */
  readonly narrowed: ReadonlyMap<string, string>;
  readonly problems: readonly TreeProblem[];
  /** Adds a product of the tree once more in other versions, as a range in words; returns its id. */
  readonly inVersions: (productId: string, versions: string) => string;
  /** What was added so, by the id of the tree's own product. */
  readonly otherVersions: ReadonlyMap<string, readonly string[]>;
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
  readonly narrowing: string | null;
}

const ROOT: Path = {
  vendor: null,
  family: null,
  name: null,
  version: null,
  level: null,
  narrowing: null,
};

/**
 * Reads a product tree of any shape. Source: CSAF 2.0 §3.2.2, 2.1 §3.2.3.
 * @param maker of the products of which the tree names none; null: not known
 */
export function readProductTree(tree: JsonObject | null, maker: string | null = null): ProductTree {
  const root: Path = { ...ROOT, vendor: maker };
  const products = new Map<string, AdvisoryProduct>();
  const narrowed = new Map<string, string>();
  const problems: TreeProblem[] = [];

  const add = (product: JsonObject | null, path: Path, field: string): void => {
    const productId = asText(product?.product_id);
    const fullName = asText(product?.name);
    if (product === null || productId === null) problems.push({ field, reason: 'Product has no product_id' });
    else if (products.has(productId))
      problems.push({ field, reason: `Product "${productId}" is defined more than once: the first counts` });
    else if (fullName === null && path.name === null)
      problems.push({ field, reason: `Product "${productId}" has no name` });
    else {
      const named = namedBy(path, fullName, productId);
      products.set(productId, productOf(productId, product, path, named));
      const narrowing = path.narrowing ?? named.beside;
      if (narrowing !== null) narrowed.set(productId, narrowing);
    }
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

  descend(tree?.branches, root, '/product_tree/branches', 0);
  asList(tree?.full_product_names).forEach((it, index) => {
    add(asObject(it), root, `/product_tree/full_product_names/${index}`);
  });
  const compositions = compositionsOf(tree);
  problems.push(...addCompositions(compositions, products));
  for (const { productId, base } of compositions) {
    const narrowing = narrowed.get(base ?? '');
    if (productId !== null && narrowing !== undefined) narrowed.set(productId, narrowing);
  }
  const otherVersions = new Map<string, string[]>();
  const inVersions = (productId: string, versions: string): string => {
    const id = `${productId} ${versions}`;
    const product = products.get(productId);
    if (product === undefined || products.has(id)) return id;
    products.set(id, { ...product, productId: id, version: { kind: 'range', text: versions } });
    otherVersions.set(productId, [...(otherVersions.get(productId) ?? []), id]);
    return id;
  };
  return { products, groups: groupsOf(tree), narrowed, problems, inVersions, otherVersions };
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
    case 'architecture':
    case 'host_name':
    case 'language':
    case 'legacy':
    case 'specification':
      // What is affected is reported of all of them.
      return { ...above, narrowing: name };
    default:
      return above;
  }
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
  { name, version }: VersionedName,
): AdvisoryProduct {
  const helper = asObject(product.product_identification_helper);
  const cpe = asText(helper?.cpe);
  const purl = asText(helper?.purl) ?? asTexts(helper?.purls)[0] ?? null;
  return {
    productId,
    vendor: path.vendor,
    family: path.family,
    name,
    version: hasVersion(path) ? versionOf(path) : (version ?? versionOfIdentifiers({ purl, cpe })),
    cpe,
    purl,
    modelNumbers: asTexts(helper?.model_numbers),
    serialNumbers: asTexts(helper?.serial_numbers),
    platform: null,
  };
}

function hasVersion({ version, level }: Path): boolean {
  return version !== null || level !== null;
}

interface Named extends VersionedName {
  /** What the product's own name adds to that of its branch, where it is no version: "for Windows". */
  readonly beside: string | null;
}

/** Without a branch for its version, a product says it in a name: that of its branch, or its own. */
function namedBy(path: Path, fullName: string | null, productId: string): Named {
  const branch = path.name ?? path.family;
  const name = branch ?? fullName ?? productId;
  if (hasVersion(path)) return { name, version: null, beside: null };
  const split = splitVersionedName(name);
  if (split.version !== null || branch === null || fullName === null) return { ...split, beside: null };
  const { name: own, version } = splitVersionedName(fullName);
  if (version !== null) return { name, version, beside: null };
  const beside = wordsBeside(own, [path.vendor, path.family, branch]);
  return /^v?\d+(?:\.[\w-]+)+$/i.test(beside)
    ? { name, version: { kind: 'exact', text: beside }, beside: null }
    : { name, version: null, beside: beside === '' ? null : beside };
}

/** Words of a text that none of the others has. */
function wordsBeside(text: string, others: readonly (string | null)[]): string {
  const plain = (word: string) => word.toLowerCase().replaceAll(/[^\p{L}\p{N}.]/gu, '');
  const known = new Set(others.flatMap((it) => (it ?? '').split(/\s+/).map(plain)));
  const joined = others.map((it) => plain((it ?? '').replaceAll(/\s+/g, ''))).join(' ');
  return text
    .split(/\s+/)
    .filter((it) => !known.has(plain(it)) && !joined.includes(plain(it)))
    .join(' ');
}

/** A product made out of others: what it is, and what it stands on, nearest first. */
interface Composition {
  readonly field: string;
  readonly productId: string | null;
  readonly base: string | null;
  readonly platforms: readonly (string | null)[];
}

/** CSAF 2.0 relates two products (`relationships`), 2.1 a whole path of them (`product_paths`). */
function compositionsOf(tree: JsonObject | null): Composition[] {
  const idOf = (it: JsonObject | null): string | null => asText(asObject(it?.full_product_name)?.product_id);
  const relationships = asList(tree?.relationships).map((value, index) => {
    const it = asObject(value);
    return {
      field: `/product_tree/relationships/${index}`,
      productId: idOf(it),
      base: asText(it?.product_reference),
      platforms: [asText(it?.relates_to_product_reference)],
    };
  });
  const paths = asList(tree?.product_paths).map((value, index) => {
    const it = asObject(value);
    return {
      field: `/product_tree/product_paths/${index}`,
      productId: idOf(it),
      base: asText(it?.beginning_product_reference),
      platforms: asObjects(it?.subpaths).map((step) => asText(step.next_product_reference)),
    };
  });
  return [...relationships, ...paths];
}

/** Compositions whose references stand further down resolve in a later round; a real chain has two or three links. */
const COMPOSITION_ROUNDS_MAX = 16;

/**
 * Compositions may refer to each other's products in any order, so they are added in rounds until nothing more
 * resolves; what is left dangles.
 */
function addCompositions(
  compositions: readonly Composition[],
  products: Map<string, AdvisoryProduct>,
): TreeProblem[] {
  let open = compositions;
  for (let round = 0; round < COMPOSITION_ROUNDS_MAX && open.length > 0; round++) {
    const unresolved = open.filter((it) => !addComposition(it, products));
    if (unresolved.length === open.length) break;
    open = unresolved;
  }
  return open.map((it) => ({ field: it.field, reason: whyUnresolved(it, products) }));
}

function addComposition(
  { productId, base, platforms }: Composition,
  products: Map<string, AdvisoryProduct>,
): boolean {
  const product = products.get(base ?? '');
  const below = platforms.map((it) => products.get(it ?? ''));
  if (productId === null || product === undefined || products.has(productId)) return false;
  if (below.length === 0 || below.includes(undefined)) return false;
  // A on B on C: the platform of A is B, whose platform is C.
  const platform = below.reduceRight<AdvisoryProduct | null>(
    (further, it) => (it === undefined ? further : { ...it, platform: further ?? it.platform }),
    null,
  );
  products.set(productId, { ...product, productId, platform });
  return true;
}

function whyUnresolved(it: Composition, products: ReadonlyMap<string, AdvisoryProduct>): string {
  if (it.productId === null) return 'Relationship has no full_product_name with a product_id';
  if (products.has(it.productId))
    return `Product "${it.productId}" is defined more than once: the first counts`;
  const missing = [it.base, ...it.platforms].filter((id) => id === null || !products.has(id));
  const named = missing.map((id) => id ?? 'nothing').join(', ');
  return `Relationship "${it.productId}" refers to what is no product of the tree: ${named || 'nothing'}`;
}

function groupsOf(tree: JsonObject | null): Map<string, readonly string[]> {
  const groups = new Map<string, readonly string[]>();
  for (const group of asObjects(tree?.product_groups)) {
    const id = asText(group.group_id);
    if (id !== null && !groups.has(id)) groups.set(id, asTexts(group.product_ids));
  }
  return groups;
}
