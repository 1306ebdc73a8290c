import type { Explanation } from '#contract/assessments/finding';

type Fact = Explanation['impact'][number];

const PARTS = {
  technical: 'Technical',
  clinical: 'For the patient',
  regulatory: 'By the rules on patient data',
} as const satisfies Record<Fact['part'], string>;

/** What a weakness could come to on a device, in three parts; what nobody says is said to be unknown. */
export function Impact({ facts }: { readonly facts: Explanation['impact'] }) {
  return (
    <section className="why-more" aria-label="What it could come to">
      <h3>What it could come to</h3>
      {Object.entries(PARTS).map(([part, title]) => (
        <div key={part} className="impact">
          <h4>{title}</h4>
          <dl className="facts">
            {facts
              .filter((it) => it.part === part)
              .map((it) => (
                <div key={it.name}>
                  <dt>{it.name}</dt>
                  <dd>
                    <Answer it={it} />
                  </dd>
                </div>
              ))}
          </dl>
        </div>
      ))}
    </section>
  );
}

function Answer({ it: { value, origin, note } }: { readonly it: Fact }) {
  return (
    <>
      {value === null ? <span className="muted">can’t be told</span> : value}
      {value !== null && origin === 'derived' && (
        <>
          {' '}
          <span
            className="tag"
            title="Nobody says: worked out from the vector, the weakness and the inventory"
          >
            derived
          </span>
        </>
      )}
      {note !== null && <span className="muted small block">{note}</span>}
    </>
  );
}
