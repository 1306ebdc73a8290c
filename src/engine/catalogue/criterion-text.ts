import type { CpeMatch } from '#engine/words';
import { ANY_VERSION, UNSPECIFIED_VERSION } from './cpe-intake.ts';
import type { Tables } from './tables.ts';
import { withPlainWildcards } from './wildcards.ts';

export interface CriterionTexts {
  productOf(this: void, criterion: number): number;
  /** The criterion as its source writes it. */
  match(this: void, criterion: number, vulnerable: boolean): CpeMatch;
  bounds(this: void, criterion: number): Omit<CpeMatch, 'vulnerable' | 'criteria'>;
}

/** Writes criteria back as NVD writes them. */
export function createCriterionTexts(tables: Tables): CriterionTexts {
  const { texts, versions, attributes, bounds, criterionBounds, criterionVersions } = tables;
  const productOf = productOfCriteria(tables.criterionStarts);

  function nameOf(criterion: number): string {
    const product = productOf[criterion] as number;
    const fields = [tables.productVendors[product] as number, tables.productNames[product] as number];
    const part = String.fromCharCode(tables.productParts[product] as number);
    const [vendor, name] = fields.map((it) => escapeCpe(texts.text(it)));
    const rest = attributes.text(tables.criterionAttributes[criterion] as number);
    return `cpe:2.3:${part}:${vendor}:${name}:${versionOf(criterionVersions[criterion] as number)}:${rest}`;
  }

  function versionOf(version: number): string {
    if (version === ANY_VERSION) return '*';
    return version === UNSPECIFIED_VERSION ? '-' : escapeCpe(versions.text(version));
  }

  function boundsOf(criterion: number): Omit<CpeMatch, 'vulnerable' | 'criteria'> {
    const at = (criterionBounds[criterion] as number) * 4;
    if (at < 0) return {};
    const stated = BOUND_NAMES.map((name, i) => [name, bounds[at + i] as number] as const);
    return Object.fromEntries(
      stated.filter(([, it]) => it !== -1).map(([name, it]) => [name, versions.text(it)]),
    );
  }

  return {
    productOf: (criterion: number): number => productOf[criterion] as number,
    bounds: boundsOf,
    match: (criterion: number, vulnerable: boolean): CpeMatch => ({
      vulnerable,
      criteria: nameOf(criterion),
      ...boundsOf(criterion),
    }),
  };
}

/** In the order of the `bounds` table. */
const BOUND_NAMES = [
  'versionStartIncluding',
  'versionStartExcluding',
  'versionEndIncluding',
  'versionEndExcluding',
] as const;

function productOfCriteria(criterionStarts: Int32Array): Int32Array {
  const productOf = new Int32Array(criterionStarts.at(-1) ?? 0);
  for (let product = 0; product + 1 < criterionStarts.length; product++)
    productOf.fill(product, criterionStarts[product], criterionStarts[product + 1]);
  return productOf;
}

/** Escapes all but letters, digits, "_", "-" and "." (NISTIR 7695, 6.2.2); wildcards get their signs back. */
function escapeCpe(text: string): string {
  return withPlainWildcards(
    text.replaceAll(/[\u0021-\u002c\u002f\u003a-\u0040\u005b-\u005e\u0060\u007b-\u007e]/g, '\\$&'),
  );
}
