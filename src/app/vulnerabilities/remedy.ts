import type { Catalogue } from '#engine/catalogue';
import type { ProductText } from '#engine/identify';
import { itemWords, type Match } from '#engine/match';
import { readCivilDate } from '#engine/risk';
import { chooseFix, type Fix, type Statement as FixStatement } from '#engine/triage';
import { orderTo, readVersion } from '#engine/versions';
import type { Device } from '#engine/words';
import type { Judgement } from './assessment.ts';
import { wordsOf } from './words-of.ts';

/** What can be done about a finding, as advisories say. */
export interface Remedy {
  readonly remediations: Judgement['remediations'];
  readonly fix: Fix;
  readonly patchAvailableOn: string | null;
}

interface Concerned {
  readonly items: readonly ProductText[];
  /** What the items were found to be. */
  readonly products: ReadonlySet<number>;
  readonly device: Device;
}

/** What mends one weakness on one configuration. */
export function remedyFor(
  catalogue: Catalogue,
  match: Match,
  { items, products, device }: Concerned,
): Remedy {
  const remediations = remediationsFor(catalogue, match.vulnerability, products);
  const fix = aheadOf(chooseFix(remediations, statementOf(match, items)), device);
  return {
    remediations,
    fix,
    patchAvailableOn: advisedOn(catalogue, match.vulnerability, fix.advisory),
  };
}

/** What advisories offer for the products that this configuration was found to be. */
function remediationsFor(
  catalogue: Catalogue,
  vulnerability: number,
  products: ReadonlySet<number>,
): Judgement['remediations'] {
  const speaking = catalogue
    .statements(vulnerability)
    .filter((it) => it.products.some((product) => products.has(product)));
  const productIds = new Map<number, Set<string>>();
  for (const { advisory, productId } of speaking) {
    const ids = productIds.get(advisory) ?? new Set<string>();
    productIds.set(advisory, ids.add(productId));
  }
  return [...productIds].flatMap(([advisory, ids]) =>
    catalogue
      .remediations(advisory, vulnerability)
      .filter((it) => it.productIds.length === 0 || it.productIds.some((id) => ids.has(id)))
      .map((it) => ({ ...it, advisory: catalogue.advisory(advisory).id })),
  );
}

/** The fixed version that a deciding source states, if any, and the part of the device it speaks of. */
function statementOf(match: Match, items: readonly ProductText[]): FixStatement {
  // What the hospital itself says brings no fix.
  const grounds = match.grounds.filter((it) => it.source !== 'person' && it.source !== 'policy');
  const deciding =
    grounds.find((it) => it.says === 'affected' && it.fixedIn !== null) ??
    grounds.find((it) => it.says === match.verdict);
  const item = items.find((it) => itemWords(it) === deciding?.item);
  return {
    version: deciding?.says === 'affected' ? deciding.fixedIn : null,
    part: item === undefined || item.kind === 'device' ? null : wordsOf([item.manufacturer, item.model]),
    advisory: deciding === undefined || deciding.source === 'nvd' ? null : deciding.reference,
  };
}

/** A release that is no newer than what is installed is not what to do: the advisory's own words are. */
function aheadOf(fix: Fix, device: Device): Fix {
  const [release, installed] = [readVersion(fix.version), readVersion(device.version)];
  if (fix.part !== null || release === null || installed === null) return fix;
  const order = orderTo(release, installed);
  return order === null || order < 0 ? fix : { ...fix, version: null };
}

/** When the advisory that brings the fix came out. */
function advisedOn(catalogue: Catalogue, vulnerability: number, id: string | null): string | null {
  if (id === null) return null;
  const advisory = catalogue.advisoriesOf(vulnerability).find((it) => catalogue.advisory(it).id === id);
  return advisory === undefined ? null : readCivilDate(catalogue.advisory(advisory).publishedAt);
}
