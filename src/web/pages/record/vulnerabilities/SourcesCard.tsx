import { Link } from '@tanstack/react-router';
import type { AdvisoryWord } from '#contract/vulnerabilities/vulnerability';
import { FEED_NAMES } from '../../../parts/feeds.ts';
import { Card } from '../../../ui/Card.tsx';
import { Empty } from '../../../ui/Empty.tsx';
import { type Shape, StateText, type Tone } from '../../../ui/StateShape.tsx';
import { TableScroll } from '../../../ui/TableScroll.tsx';
import { countOf, day, valueWords } from '../../../ui/words.ts';

const STATUS_LOOKS = {
  affected: ['octagon', 'bad', 'affected'],
  fixed: ['check', 'good', 'fixed'],
  'not-affected': ['check', 'good', 'not affected'],
  'under-investigation': ['dashed', 'warn', 'being looked into'],
} as const satisfies Record<string, readonly [Shape, Tone, string]>;

interface SourcesCardProps {
  readonly title: string;
  readonly words: readonly AdvisoryWord[];
  /** What stands above each: the advisory that says it, or the weakness it is said of. */
  readonly heads: 'advisory' | 'vulnerability';
  readonly empty: string;
}

/** What each advisory says of each product, and what it offers. */
export function SourcesCard({ title, words, heads, empty }: SourcesCardProps) {
  return (
    <Card title={title} note={words.length === 0 ? undefined : countOf(words.length, 'statement')}>
      {words.length === 0 && <Empty title={empty} />}
      {words.map((it) => (
        <section key={`${it.advisory.id} ${it.vulnerability}`} className="card-body stack">
          <p className="row-wrap">
            <Head it={it} heads={heads} />
          </p>
          <Statements it={it} />
          <Offers it={it} />
        </section>
      ))}
    </Card>
  );
}

function Head({ it, heads }: { readonly it: AdvisoryWord; readonly heads: SourcesCardProps['heads'] }) {
  const { advisory } = it;
  if (heads === 'vulnerability')
    return (
      <Link className="mono strong" to="/vulnerabilities/$id" params={{ id: it.vulnerability }}>
        {it.vulnerability}
      </Link>
    );
  if (advisory.feed === 'cve')
    return (
      <>
        <b>CVE record</b>
        <span className="muted small">what the numbering authority lists</span>
      </>
    );
  return (
    <>
      <Link className="mono strong" to="/advisories/$id" params={{ id: advisory.id }}>
        {advisory.id}
      </Link>
      <span>{advisory.title}</span>
      <span className="muted small">
        {[
          advisory.publisher,
          FEED_NAMES[advisory.feed],
          advisory.revisedOn === null ? null : day(advisory.revisedOn),
        ]
          .filter((word) => word !== null)
          .join(' · ')}
      </span>
    </>
  );
}

function Statements({ it }: { readonly it: AdvisoryWord }) {
  return (
    <TableScroll label={`Products that ${it.advisory.id} names`}>
      <table className="plain-table">
        <thead>
          <tr>
            <th>Product</th>
            <th>Versions</th>
            <th>Says</th>
          </tr>
        </thead>
        <tbody>
          {it.statements.map((said) => {
            const [shape, tone, word] = STATUS_LOOKS[said.status];
            return (
              <tr key={`${said.product} ${said.versions} ${said.status}`}>
                <td>{said.product}</td>
                <td className="mono small break">{said.versions ?? 'none named'}</td>
                <td>
                  <StateText shape={shape} tone={tone}>
                    {word}
                  </StateText>
                  {said.justification !== null && (
                    <span className="second small block">{said.justification.replaceAll('_', ' ')}</span>
                  )}
                </td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </TableScroll>
  );
}

function Offers({ it }: { readonly it: AdvisoryWord }) {
  if (it.remedies.length === 0) return <p className="muted small">It offers no fix and no workaround.</p>;
  return (
    <ul className="lines" aria-label={`What ${it.advisory.id} offers`}>
      {it.remedies.map((remedy) => (
        <li key={`${remedy.category} ${remedy.details}`}>
          <span className="tag">{valueWords(remedy.category)}</span>{' '}
          <span className="second">{remedy.details}</span>{' '}
          {remedy.url !== null && /^https?:/i.test(remedy.url) && (
            <a href={remedy.url} target="_blank" rel="noreferrer">
              {URL.canParse(remedy.url) ? new URL(remedy.url).hostname : 'address'}
            </a>
          )}
        </li>
      ))}
    </ul>
  );
}
