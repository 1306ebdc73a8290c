import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { api } from '#contract/api';
import { call } from '#contract/client';
import type { PickupView, SourceView } from '#contract/inventory/pickup';
import { scheduleWords } from '../../../parts/ScheduleFields.tsx';
import { ActButton } from '../../../ui/ActButton.tsx';
import { Card } from '../../../ui/Card.tsx';
import { Empty } from '../../../ui/Empty.tsx';
import { Instant } from '../../../ui/Instant.tsx';
import { Notice } from '../../../ui/Notice.tsx';
import { Pending } from '../../../ui/Pending.tsx';
import { Sheet } from '../../../ui/Sheet.tsx';
import { StateText } from '../../../ui/StateShape.tsx';
import { TableScroll } from '../../../ui/TableScroll.tsx';
import { countOf } from '../../../ui/words.ts';
import { useActing } from '../act.ts';
import { PickupForm } from './PickupForm.tsx';
import { PickupState } from './PickupState.tsx';
import { useReasonNot } from '../session.ts';

const LOOK_EVERY_MS = 5000;

/** A pickup to change, or a source that gets one; "new": any. */
type Open = PickupView | { readonly forSource: string };

/** Who says something of devices, and how their files come. */
export function SourcesPage() {
  const [open, setOpen] = useState<Open | null>(null);
  const reasonNot = useReasonNot('inventory.import');
  const mayNotEdit = useReasonNot('inventory.structure');
  const { data, error } = useQuery({
    queryKey: ['sources'],
    queryFn: ({ signal }) => call(api.listSources, {}, { signal }),
    staleTime: 0,
    refetchInterval: LOOK_EVERY_MS,
    enabled: reasonNot === null,
  });
  return (
    <div className="page">
      <title>Sources · Patchward</title>
      <div className="head">
        <div>
          <h1>Sources</h1>
          <p className="muted">Where device data comes from, and how its files arrive</p>
        </div>
        <div className="head-acts">
          <Link className="button-link" to="/imports">
            Imports
          </Link>
          <ActButton icon="plus" disabledReason={mayNotEdit} onClick={() => setOpen({ forSource: '' })}>
            Set up pickup
          </ActButton>
        </div>
      </div>
      <Card
        title="Sources"
        note={data === undefined ? undefined : countOf(data.items.length, 'source')}
        footer="A file that came by itself is applied only within the rules of its source; otherwise it waits for a person, and nothing else of the source is taken meanwhile."
      >
        {reasonNot !== null && <Empty title="You have no permission to see sources">{reasonNot}</Empty>}
        {reasonNot === null && <Pending what="sources" lines={4} data={data} error={error} />}
        {data?.items.length === 0 && (
          <Empty title="No sources yet">
            The first import makes the first one, or let files be picked up from a folder or an address.
          </Empty>
        )}
        {data !== undefined && data.items.length > 0 && (
          <SourcesTable sources={data.items} mayNotEdit={mayNotEdit} onOpen={setOpen} />
        )}
      </Card>
      <Sheet label="Pickup" side="right" width={560} open={open !== null} onClose={() => setOpen(null)}>
        {open !== null && (
          <PickupForm
            it={'id' in open ? open : null}
            source={'id' in open ? open.source : open.forSource}
            inbox={data?.inbox ?? null}
            onDone={() => setOpen(null)}
          />
        )}
      </Sheet>
    </div>
  );
}

interface SourcesTableProps {
  readonly sources: readonly SourceView[];
  readonly mayNotEdit: string | null;
  readonly onOpen: (it: Open) => void;
}

function SourcesTable({ sources, mayNotEdit, onOpen }: SourcesTableProps) {
  const client = useQueryClient();
  const acting = useActing();
  const run = (id: string) =>
    acting.run(async () => {
      await call(api.runPickup, { params: { id } });
      await client.invalidateQueries({ queryKey: ['sources'] });
    });
  return (
    <>
      {acting.problem !== null && (
        <Notice tone="bad" title="That did not work." urgent>
          {acting.problem}
        </Notice>
      )}
      <TableScroll label="Sources">
        <table className="plain-table">
          <thead>
            <tr>
              <th>Source</th>
              <th>State</th>
              <th className="wide-only">Pickup</th>
              <th className="wide-only">Last success</th>
              <th className="wide-only">Next check</th>
              <th>
                <span className="visually-hidden">Actions</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {sources.map((it) => (
              <SourceRow key={it.source} it={it} mayNotEdit={mayNotEdit} onOpen={onOpen} onRun={run} />
            ))}
          </tbody>
        </table>
      </TableScroll>
    </>
  );
}

interface SourceRowProps {
  readonly it: SourceView;
  readonly mayNotEdit: string | null;
  readonly onOpen: (it: Open) => void;
  readonly onRun: (id: string) => void;
}

function SourceRow({ it, mayNotEdit, onOpen, onRun }: SourceRowProps) {
  const { pickup } = it;
  const lastWell = pickup === null ? it.lastAppliedAt : pickup.lastSuccessAt;
  return (
    <tr>
      <td className="break">
        <span className="strong">{it.source}</span>
        {it.chosenFields > 0 && (
          <span className="muted small block">{`${countOf(it.chosenFields, 'column')} chosen by hand`}</span>
        )}
      </td>
      <td className="break">
        {pickup === null ? (
          <StateText shape="ring" tone="idle">
            By hand
          </StateText>
        ) : (
          <PickupState it={pickup} />
        )}
      </td>
      <td className="second break wide-only">
        {pickup === null ? 'brought by people or programs' : placeWords(pickup)}
      </td>
      <td className="second wide-only nowrap">{lastWell === null ? '–' : <Instant at={lastWell} />}</td>
      <td className="second wide-only nowrap">
        {pickup === null || pickup.pausedAt !== null || pickup.open !== null ? (
          '–'
        ) : (
          <Instant at={pickup.nextRunAt} />
        )}
      </td>
      <td className="right">
        {pickup === null ? (
          <ActButton
            variant="default"
            size="xs"
            disabledReason={mayNotEdit}
            onClick={() => onOpen({ forSource: it.source })}
          >
            Set up pickup
          </ActButton>
        ) : (
          <span className="row-acts">
            <ActButton
              variant="default"
              size="xs"
              disabledReason={pickup.open === null ? null : 'The last file is not in the inventory yet'}
              onClick={() => onRun(pickup.id)}
            >
              Check now
            </ActButton>
            <ActButton variant="default" size="xs" onClick={() => onOpen(pickup)}>
              Settings
            </ActButton>
          </span>
        )}
      </td>
    </tr>
  );
}

function placeWords({ place, schedule }: PickupView): string {
  const when = scheduleWords(schedule);
  switch (place.kind) {
    case 'folder':
      return `Folder ${place.folder === '' ? 'inbox' : place.folder}, ${place.pattern ?? 'all files'}, ${when}`;
    case 'address':
      return `${new URL(place.url).host}, ${when}`;
  }
}
