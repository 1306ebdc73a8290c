import { splitCpe } from '#engine/catalogue';
import type { Catalogue } from '#engine/catalogue';
import type { ProductText } from '#engine/identify';
import { configurationKey, itemKey } from './configuration.ts';
import type { Configuration } from './configuration.ts';
import { confidenceOf, verdictOfDegree } from './degree.ts';
import { explain } from './explain.ts';
import { linkItem } from './linked-item.ts';
import type { Identifier, LinkedItem } from './linked-item.ts';
import type { Match } from './match.ts';

export interface Matcher {
  /** Every weakness that any source speaks of for this configuration, with the verdict. */
  match(configuration: Configuration): readonly Match[];
}

/** Matches configurations against a catalogue. Equal configurations and equal items are worked out once. */
export function createMatcher(catalogue: Catalogue, identifier: Identifier): Matcher {
  const linked = new Map<string, LinkedItem>();
  const matched = new Map<string, readonly Match[]>();
  const naming = vulnerabilitiesByProduct(catalogue);

  function link(text: ProductText): LinkedItem {
    const key = itemKey(text);
    const known = linked.get(key) ?? linkItem(catalogue, identifier, text);
    linked.set(key, known);
    return known;
  }

  function matchAnew(configuration: Configuration): Match[] {
    const items = configuration.items.map(link);
    const products = new Set(items.flatMap((it) => it.links.map((to) => to.product)));
    const vulnerabilities = new Set([...products].flatMap((it) => [...(naming.get(it) ?? [])]));
    return [...vulnerabilities].flatMap((vulnerability) => {
      const found = explain(catalogue, items, vulnerability);
      if (found === null) return [];
      const { degree, grounds, contradiction } = found;
      const verdict = verdictOfDegree(degree);
      return [{ vulnerability, verdict, confidence: confidenceOf(degree), grounds, contradiction }];
    });
  }

  return {
    match(configuration) {
      const key = configurationKey(configuration);
      const known = matched.get(key) ?? matchAnew(configuration);
      matched.set(key, known);
      return known;
    },
  };
}

function vulnerabilitiesByProduct(catalogue: Catalogue): Map<number, Set<number>> {
  const naming = new Map<number, Set<number>>();
  for (let it = 0; it < catalogue.size; it++) {
    const products = catalogue.statements(it).flatMap((statement) => statement.products);
    for (const { nodes } of catalogue.configurations(it))
      for (const match of nodes.flatMap((node) => node.matches)) {
        const name = splitCpe(match.criteria);
        if (name !== null) products.push(catalogue.directory.find(name.part, name.vendor, name.product));
      }
    for (const product of products) naming.set(product, (naming.get(product) ?? new Set()).add(it));
  }
  return naming;
}
