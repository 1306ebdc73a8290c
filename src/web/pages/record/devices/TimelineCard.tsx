import { Link } from '@tanstack/react-router';
import type { DeviceDetail } from '#contract/inventory/device';
import { Card } from '../../../ui/Card.tsx';
import { Empty } from '../../../ui/Empty.tsx';
import { StateShape } from '../../../ui/StateShape.tsx';
import { countOf, moment } from '../../../ui/words.ts';
import { nameOfField } from '../field-names.ts';

type DeviceEvent = DeviceDetail['timeline'][number];

const HAPPENED: Readonly<Record<DeviceEvent['kind'], (it: DeviceEvent) => string>> = {
  created: (it) => `First named by ${it.source}`,
  changed: (it) => `${it.source} changed it`,
  edited: (it) => `Corrected by ${it.by}`,
  merged: () => 'Merged with another device',
  split: () => 'Split off another device',
  undone: () => 'A change was undone',
};

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
              <p className="strong">{HAPPENED[it.kind](it)}</p>
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
              {it.note !== null && <p className="small break">{it.note}</p>}
              {it.changes.length > 0 &&
                (it.kind === 'created' ? (
                  <p className="small second">{`with ${countOf(it.changes.length, 'field')}`}</p>
                ) : (
                  <Changes of={it.changes} />
                ))}
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
