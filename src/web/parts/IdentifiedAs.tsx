import type { Identified } from '#contract/assessments/finding';

const PRODUCTS_SHOWN = 3;

/** What the inventory says, once, with the products it was recognised as. */
export function IdentifiedAs({ links }: { readonly links: readonly Identified[] }) {
  if (links.length === 0) return <p className="muted">No product of any feed: nothing could be compared.</p>;
  const byText = Map.groupBy(links, (it) => it.text);
  return (
    <ul className="lines">
      {[...byText].map(([text, same]) => (
        <li key={text}>
          <span>
            “{text}” is{' '}
            {same.slice(0, PRODUCTS_SHOWN).map((it, index) => (
              <span key={it.product}>
                {index > 0 && ', '}
                <b className="mono wrap">{it.product.replace(/^cpe /, '')}</b>
              </span>
            ))}{' '}
            <span className="tag">{same[0]?.confidence}</span>
          </span>
          <span className="second">{same[0]?.evidence.join(', ')}</span>
        </li>
      ))}
    </ul>
  );
}
