import { Link } from '@tanstack/react-router';
import type { DeviceDetail } from '#contract/inventory/device';
import { Card } from '../../ui/Card.tsx';
import { Empty } from '../../ui/Empty.tsx';
import { StateShape } from '../../ui/StateShape.tsx';
import { countOf, moment } from '../../ui/words.ts';
import { nameOfField } from './field-names.ts';

type DeviceEvent = DeviceDetail['timeline'][number];

/** What happened to the device, newest first, each with what it changed. */
export function TimelineCard({ events }: { readonly events: readonly DeviceEvent[] }) {
  return (
    <Card title="Timeline" note={countOf(events.length, 'event')}>
      {events.length === 0 && <Empty title="Nothing happened yet" />}
      <ol className="timeline">
        {events.map((it) => (
          <li key={it.id}>
            <span className={`state ${it.kind === 'created' ? 'accent' : 'idle'}`}>
              <StateShape shape={it.kind === 'created' ? 'diamond' : 'ring'} />
            </span>
            <div>
              <p className="strong">
                {it.kind === 'created' ? `First named by ${it.source}` : `${it.source} changed it`}
              </p>
              <p className="small muted">
                <time dateTime={it.at} title={it.at}>
                  {moment(it.at)}
                </time>
                {` · by ${it.by}`}
                {it.importId !== null && (
                  <>
                    {' · '}
                    <Link to="/imports/$importId" params={{ importId: it.importId }}>
                      import
                    </Link>
                  </>
                )}
              </p>
              {it.kind === 'changed' && it.changes.length > 0 && <Changes of={it.changes} />}
              {it.kind === 'created' && it.changes.length > 0 && (
                <p className="small second">{`with ${countOf(it.changes.length, 'field')}`}</p>
              )}
            </div>
          </li>
        ))}
      </ol>
    </Card>
  );
}

function Changes({ of }: { readonly of: DeviceEvent['changes'] }) {
  return (
    <ul className="small change-list">
      {of.map((it) => (
        <li key={it.field}>
          <span className="second">{`${nameOfField(it.field)}: `}</span>
          <del>{it.before ?? 'not known'}</del>
          {' → '}
          <b>{it.after ?? 'not known'}</b>
        </li>
      ))}
    </ul>
  );
}
