import type {
  AdvisoryProduct,
  AdvisoryVulnerability,
  CvssVector,
  ProductStatus,
  Remediation,
} from '#engine/words';
import type { ProductTree, TreeProblem } from './csaf-products.ts';
import { readVector } from './cvss.ts';
import { asList, asObject, asObjects, asText, asTexts, type JsonObject } from './json-shapes.ts';
import { aliasesOf, asCveId, asCweIds, asVulnerabilityId } from './vulnerability-id.ts';

/** One vulnerability of a document, or why it cannot be taken; `problems` are parts of it that were left out. */
export interface ReadVulnerability {
  readonly vulnerability: AdvisoryVulnerability | null;
  /** It names products, and its document knows none of them: the first of these. */
  readonly ofNobody?: TreeProblem | undefined;
  readonly problems: readonly TreeProblem[];
}

type Cvss = AdvisoryVulnerability['cvss'][number];
type Status = AdvisoryVulnerability['statuses'][number];

/** Reads `/vulnerabilities/*` of a CSAF 2.0 or 2.1 document; `pointer` is its JSON pointer, `by` the advisory id. */
export function readVulnerability(
  vulnerability: JsonObject,
  tree: ProductTree,
  pointer: string,
  by: string,
): ReadVulnerability {
  const problems: TreeProblem[] = [];
  const others = asObjects(vulnerability.ids).flatMap((it) => asVulnerabilityId(it.text) ?? []);
  const cve = readCveId(vulnerability, pointer, problems);
  const id = cve ?? others[0];
  if (id === undefined)
    return {
      vulnerability: null,
      problems: [{ field: pointer, reason: 'Vulnerability has neither a cve nor ids' }, ...problems],
    };
  const cited = citedProducts(tree, problems);
  const known = problems.length;
  const statuses = readStatuses(vulnerability, pointer, cited, tree);
  return {
    ofNobody: statuses.length === 0 ? problems[known] : undefined,
    vulnerability: {
      id,
      aliases: aliasesOf(id, others),
      title: asText(vulnerability.title) ?? describedIn(vulnerability),
      cvss: readCvss(vulnerability, pointer, by, problems, cited),
      cwes: asCweIds([asObject(vulnerability.cwe)?.id, ...asObjects(vulnerability.cwes).map((it) => it.id)]),
      statuses,
      remediations: readRemediations(vulnerability, pointer, cited, tree),
    },
    problems,
  };
}

/** Categories of the notes that describe a weakness, the best first. */
const DESCRIBING = ['summary', 'description', 'general'];

/** What a weakness is, where it has no title: most documents of CISA say it in a note alone. */
function describedIn(vulnerability: JsonObject): string | null {
  const notes = asObjects(vulnerability.notes);
  for (const category of DESCRIBING) {
    const text = asText(notes.find((it) => it.category === category)?.text);
    if (text !== null) return text;
  }
  return null;
}

function readCveId(vulnerability: JsonObject, pointer: string, problems: TreeProblem[]): string | null {
  const text = asText(vulnerability.cve);
  const cve = asCveId(text);
  if (text !== null && cve === null)
    problems.push({ field: `${pointer}/cve`, reason: `"${text.slice(0, 60)}" is not a CVE id` });
  return cve;
}

/** The products that a member of a document cites by `product_ids` and `group_ids`, dangling ones left out. */
type Cited = (productIds: unknown, groupIds: unknown, pointer: string) => string[];

function citedProducts(tree: ProductTree, problems: TreeProblem[]): Cited {
  return (productIds, groupIds, pointer) => {
    const cited = new Set<string>();
    const cite = (id: string, field: string): void => {
      if (tree.products.has(id)) cited.add(id);
      else problems.push({ field, reason: `Product "${id}" is not in the product tree` });
    };
    for (const id of asTexts(productIds)) cite(id, pointer);
    for (const groupId of asTexts(groupIds)) {
      const members = tree.groups.get(groupId);
      if (members === undefined)
        problems.push({ field: pointer, reason: `Product group "${groupId}" is not in the product tree` });
      for (const id of members ?? []) cite(id, pointer);
    }
    return [...cited];
  };
}

// `recommended` names what to move to and may go with any other status, so it speaks last (CSAF 2.0 §6.1.6).
const STATUS_OF_GROUP: readonly (readonly [group: string, status: ProductStatus])[] = [
  ['known_affected', 'affected'],
  ['first_affected', 'affected'],
  ['last_affected', 'affected'],
  ['fixed', 'fixed'],
  ['first_fixed', 'fixed'],
  ['known_not_affected', 'not-affected'],
  ['under_investigation', 'under-investigation'],
  // 2.1: "it is not known whether": a person must look, as with an open investigation.
  ['unknown', 'under-investigation'],
  ['recommended', 'fixed'],
];

function readStatuses(vulnerability: JsonObject, pointer: string, cited: Cited, tree: ProductTree): Status[] {
  const groups = asObject(vulnerability.product_status);
  const justifications = readJustifications(vulnerability, pointer, cited);
  const statuses: Status[] = [];
  const seen = new Set<string>();
  for (const [group, status] of STATUS_OF_GROUP) {
    for (const productId of cited(groups?.[group], null, `${pointer}/product_status/${group}`)) {
      if (seen.has(`${status} ${productId}`) || (group === 'recommended' && seen.has(productId))) continue;
      seen.add(`${status} ${productId}`).add(productId);
      const justification = status === 'not-affected' ? (justifications.get(productId) ?? null) : null;
      statuses.push({ productId: aboutWhole(productId, status, tree), status, justification });
    }
  }
  const ends = (group: string) => cited(groups?.[group], null, `${pointer}/product_status/${group}`);
  return asList(groups?.['known_affected']).length > 0
    ? statuses
    : [...statuses, ...betweenEnds(ends('first_affected'), ends('last_affected'), tree)];
}

/** The product a status speaks of; of one that is narrowed, a clearing status speaks under that condition only. */
function aboutWhole(productId: string, status: ProductStatus, tree: ProductTree): string {
  const narrowing = tree.narrowed.get(productId);
  const product = tree.products.get(productId);
  if (narrowing === undefined || product === undefined) return productId;
  if (status !== 'fixed' && status !== 'not-affected') return productId;
  const versions = versionText(product.version) ?? '*';
  return tree.inVersions(productId, `${versions} (only ${narrowing.replaceAll(/[()]/g, ' ')})`);
}

function versionText(version: AdvisoryProduct['version']): string | null {
  return version.kind === 'exact' || version.kind === 'range' ? version.text : null;
}

/**
 * Where a document names the first and the last affected version and no others, those between are affected too. Where it
 * names one end only, how far the weakness reaches is not said.
 */
function betweenEnds(firsts: readonly string[], lasts: readonly string[], tree: ProductTree): Status[] {
  const exact = (id: string): string | null => {
    const version = tree.products.get(id)?.version;
    return version?.kind === 'exact' ? version.text : null;
  };
  const [first, last] = [firsts[0] ?? '', lasts[0] ?? ''];
  const [from, to] = [exact(first), exact(last)];
  const isOne = firsts.length === 1 && lasts.length === 1 && from !== null && to !== null;
  if (isOne && tree.products.get(first)?.name === tree.products.get(last)?.name)
    return [affectedIn(tree.inVersions(first, `>= ${from} | <= ${to}`))];
  const open = (ids: readonly string[], wording: (version: string) => string): Status[] =>
    ids.flatMap((id) => {
      const version = exact(id);
      return version === null ? [] : [affectedIn(tree.inVersions(id, wording(version)))];
    });
  return [
    ...open(firsts, (it) => `>= ${it} (unless fixed since)`),
    ...open(lasts, (it) => `<= ${it} (if affected already)`),
  ];
}

function affectedIn(productId: string): Status {
  return { productId, status: 'affected', justification: null };
}

/** Product id → why it is not affected: the first flag that cites it, or else the statement of impact in words. */
function readJustifications(vulnerability: JsonObject, pointer: string, cited: Cited): Map<string, string> {
  const justifications = new Map<string, string>();
  const note = (text: string | null, it: JsonObject, field: string): void => {
    if (text === null) return;
    for (const id of cited(it.product_ids, it.group_ids, field))
      if (!justifications.has(id)) justifications.set(id, text);
  };
  asObjects(vulnerability.flags).forEach((flag, index) =>
    note(asText(flag.label), flag, `${pointer}/flags/${index}`),
  );
  asObjects(vulnerability.threats).forEach((threat, index) => {
    if (threat.category === 'impact') note(asText(threat.details), threat, `${pointer}/threats/${index}`);
  });
  return justifications;
}

const CVSS_MEMBERS = ['cvss_v2', 'cvss_v3', 'cvss_v4'] as const;

/** CVSS of `scores` (2.0) and `metrics[].content` (2.1). A vector that fails validation is left out and named. */
function readCvss(
  vulnerability: JsonObject,
  pointer: string,
  by: string,
  problems: TreeProblem[],
  cited: Cited,
): Cvss[] {
  const metrics = [
    ...asObjects(vulnerability.scores).map((it, index) => ({
      content: it,
      productIds: it.products,
      field: `${pointer}/scores/${index}`,
    })),
    ...asObjects(vulnerability.metrics).map((it, index) => ({
      content: asObject(it.content),
      productIds: it.products,
      field: `${pointer}/metrics/${index}/content`,
    })),
  ];
  return metrics.flatMap(({ content, productIds, field }) => {
    const vectors = CVSS_MEMBERS.flatMap((member): CvssVector[] => {
      const text = asText(asObject(content?.[member])?.vectorString);
      if (text === null) return [];
      const vector = readVector(text);
      if (!('problem' in vector)) return [{ ...vector, by }];
      problems.push({ field: `${field}/${member}/vectorString`, reason: vector.problem });
      return [];
    });
    if (vectors.length === 0) return [];
    const products = cited(productIds, null, `${field.replace('/content', '')}/products`);
    return vectors.map((it) => ({ ...it, productIds: products }));
  });
}

const REMEDIATION_CATEGORY: Readonly<Record<string, Remediation['category']>> = {
  vendor_fix: 'vendor-fix',
  mitigation: 'mitigation',
  workaround: 'workaround',
  optional_patch: 'optional-patch',
  no_fix_planned: 'no-fix-planned',
  none_available: 'none-available',
  fix_planned: 'fix-planned',
};

function readRemediations(
  vulnerability: JsonObject,
  pointer: string,
  cited: Cited,
  tree: ProductTree,
): Remediation[] {
  return asObjects(vulnerability.remediations).flatMap((it, index) => {
    const category = REMEDIATION_CATEGORY[asText(it.category) ?? ''];
    const productIds = cited(it.product_ids, it.group_ids, `${pointer}/remediations/${index}`);
    const named = asTexts(it.product_ids).length + asTexts(it.group_ids).length > 0;
    // A remediation whose products all dangle must not turn into one for every product.
    if (category === undefined || (named && productIds.length === 0)) return [];
    return [
      {
        category,
        details: detailsOf(it),
        url: asText(it.url),
        productIds: productIds.flatMap((id) => [id, ...(tree.otherVersions.get(id) ?? [])]),
        date: asText(it.date),
      },
    ];
  });
}

/** The text, with what must be restarted: an operator plans the downtime by it. */
function detailsOf(remediation: JsonObject): string {
  const details = asText(remediation.details) ?? '';
  const restart = asText(asObject(remediation.restart_required)?.category);
  if (restart === null || restart === 'none') return details;
  return `${details}${details === '' ? '' : ' '}Restart required: ${restart.replaceAll('_', ' ')}.`;
}
