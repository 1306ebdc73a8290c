import { useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import * as api from '#contract/inventory/place-routes';
import { call } from '#contract/client';
import type { SegmentsImported, SegmentView } from '#contract/inventory/place';
import { EXPOSURES } from '#engine/words';
import { FieldForm, type FormField } from '../../../parts/FieldForm.tsx';
import { FilePick } from '../../../parts/FilePick.tsx';
import { ActButton } from '../../../ui/ActButton.tsx';
import { Card } from '../../../ui/Card.tsx';
import { Empty } from '../../../ui/Empty.tsx';
import { Notice } from '../../../ui/Notice.tsx';
import type { GridColumn } from '../../../ui/RowGrid.tsx';
import { type Shape, StateText, type Tone } from '../../../ui/StateShape.tsx';
import { capital, countOf, whole } from '../../../ui/words.ts';
import { useActing } from '../act.ts';
import { NounList } from '../NounList.tsx';
import { sendFile } from '../send-file.ts';
import { useReasonNot } from '../session.ts';

const FIELDS: readonly FormField[] = [
  { kind: 'text', key: 'name', label: 'Name of the segment' },
  { kind: 'text', key: 'vlan', label: 'VLAN' },
  {
    kind: 'choice',
    key: 'exposure',
    label: 'How reachable it is',
    choices: EXPOSURES.map((value) => ({ value, label: capital(value) })),
  },
  {
    kind: 'long',
    key: 'cidrs',
    label: 'Blocks of addresses',
    hint: 'One on each line: 10.20.0.0/16 or 2001:db8::/48. The longest prefix rules.',
  },
  { kind: 'long', key: 'notes', label: 'Notes' },
];

const LOOKS: Readonly<Record<(typeof EXPOSURES)[number], readonly [Shape, Tone]>> = {
  'internet-facing': ['octagon', 'bad'],
  flat: ['triangle', 'warn'],
  segmented: ['half', 'idle'],
  isolated: ['check', 'good'],
};

function ExposureText({ of }: { readonly of: SegmentView['exposure'] }) {
  if (of === null)
    return (
      <StateText shape="dashed" tone="warn">
        Not known
      </StateText>
    );
  const [shape, tone] = LOOKS[of];
  return (
    <StateText shape={shape} tone={tone}>
      {capital(of)}
    </StateText>
  );
}

function columnsFor(edit: (it: SegmentView) => void): readonly GridColumn<SegmentView>[] {
  return [
    {
      key: 'name',
      title: 'Segment',
      track: 'minmax(150px, 1.2fr)',
      sort: ['name', '-name'],
      cell: (it) => (
        <button type="button" className="link" onClick={() => edit(it)}>
          <b>{it.name}</b>
        </button>
      ),
    },
    {
      key: 'exposure',
      title: 'Exposure',
      track: '136px',
      sort: ['exposure', '-exposure'],
      cell: (it) => <ExposureText of={it.exposure} />,
    },
    {
      key: 'cidrs',
      title: 'Blocks',
      track: 'minmax(160px, 1.2fr)',
      from: 640,
      cell: (it) =>
        it.cidrs.length === 0 ? (
          <span className="muted">named by devices only</span>
        ) : (
          <span className="mono" title={it.cidrs.join(', ')}>
            {it.cidrs.join(', ')}
          </span>
        ),
    },
    { key: 'vlan', title: 'VLAN', track: '84px', from: 820, cell: (it) => it.vlan ?? '–' },
    {
      key: 'devices',
      title: 'Devices',
      track: '84px',
      align: 'right',
      sort: ['-devices', 'devices'],
      cell: (it) => (
        <Link to="/devices" search={{ filter: `segment:="${it.name}"` }}>
          {whole(it.devices)}
        </Link>
      ),
    },
  ];
}

/** Network segments: which addresses are theirs, and how reachable they are. */
export function SegmentsPage() {
  const [open, setOpen] = useState<SegmentView | 'new' | null>(null);
  const [taken, setTaken] = useState<SegmentsImported | null>(null);
  const navigate = useNavigate();
  const client = useQueryClient();
  const acting = useActing();
  const reasonNot = useReasonNot('inventory.structure');
  const send = (file: File) =>
    acting.run(async () => {
      setTaken(await sendFile(api.importSegments, {}, file));
      await client.invalidateQueries({ queryKey: ['segments'] });
    });
  return (
    <NounList<SegmentView>
      title="Network segments"
      one="segment"
      many="segments"
      intro="a device’s segment follows from its address unless a source names one"
      placeholder="Words or an address, or exposure:flat vlan:88 devices:>10"
      sort="name"
      read={(query, signal) => call(api.listSegments, { query }, { signal })}
      columns={columnsFor(setOpen)}
      keyOf={(it) => it.id}
      onOpen={(it) => void navigate({ to: '/devices', search: { filter: `segment:="${it.name}"` } })}
      card={(it) => (
        <div className="finding-card">
          <div className="row">
            <button type="button" className="link" onClick={() => setOpen(it)}>
              <b>{it.name}</b>
            </button>
            <span className="push small">{countOf(it.devices, 'device')}</span>
          </div>
          <ExposureText of={it.exposure} />
          <div className="cut small muted mono">{it.cidrs.join(', ') || 'no blocks'}</div>
        </div>
      )}
      acts={
        <>
          <FilePick
            label="Choose a CSV list of segments"
            title="Import a list"
            accept=".csv,.txt"
            busy={acting.busy}
            disabledReason={reasonNot}
            onPick={send}
          />
          <ActButton icon="plus" variant="default" disabledReason={reasonNot} onClick={() => setOpen('new')}>
            New segment
          </ActButton>
        </>
      }
      empty={
        <Empty title="No segments yet">
          Make one with its blocks of addresses, or import a CSV with name, CIDR, VLAN and exposure.
        </Empty>
      }
    >
      {acting.problem !== null && (
        <Notice tone="bad" title="Not imported." urgent>
          {acting.problem}
        </Notice>
      )}
      {taken !== null && <TakenCard it={taken} onDone={() => setTaken(null)} />}
      {open !== null && (
        <SegmentCard key={open === 'new' ? 'new' : open.id} it={open} onDone={() => setOpen(null)} />
      )}
    </NounList>
  );
}

function TakenCard({ it, onDone }: { readonly it: SegmentsImported; readonly onDone: () => void }) {
  return (
    <Card
      className="below"
      title="List of segments taken in"
      note={`${it.made} made, ${it.changed} changed, ${it.unchanged} known already, ${countOf(it.rejects.length, 'row')} not taken`}
      acts={
        <ActButton variant="default" size="xs" onClick={onDone}>
          Close
        </ActButton>
      }
    >
      {it.rejects.length > 0 && (
        <ul className="plain-list card-body">
          {it.rejects.map((each) => (
            <li key={`${each.line} ${each.reason}`}>{`Line ${each.line}: ${each.reason}`}</li>
          ))}
        </ul>
      )}
    </Card>
  );
}

type Changes = Readonly<Record<string, string | number | boolean | null>>;

/** What the form says, as the server takes it. */
function segmentBody({ name, vlan, exposure, cidrs, notes }: Changes) {
  return {
    ...(typeof name === 'string' ? { name } : {}),
    ...(vlan === undefined ? {} : { vlan: vlan as string | null }),
    ...(exposure === undefined ? {} : { exposure: exposure as SegmentView['exposure'] }),
    ...(notes === undefined ? {} : { notes: String(notes ?? '') }),
    ...(cidrs === undefined
      ? {}
      : {
          cidrs: String(cidrs ?? '')
            .split(/[\s,;]+/)
            .filter((it) => it !== ''),
        }),
  };
}

function SegmentCard({ it, onDone }: { readonly it: SegmentView | 'new'; readonly onDone: () => void }) {
  const client = useQueryClient();
  const acting = useActing();
  const reasonNot = useReasonNot('inventory.structure');
  const [notes, setNotes] = useState<readonly string[]>([]);
  const save = (changes: Changes) =>
    acting.run(async () => {
      const body = segmentBody(changes);
      const saved =
        it === 'new'
          ? await call(api.addSegment, { body: { ...body, name: body.name ?? '' } })
          : await call(api.editSegment, { params: { id: it.id }, body: { version: it.version, ...body } });
      await client.invalidateQueries({ queryKey: ['segments'] });
      if (saved.overlaps.length === 0) onDone();
      else setNotes(saved.overlaps);
    });
  const remove = (id: string) =>
    acting.run(async () => {
      await call(api.dropSegment, { params: { id } });
      await client.invalidateQueries({ queryKey: ['segments'] });
      onDone();
    });
  return (
    <Card
      className="below"
      title={it === 'new' ? 'New segment' : it.name}
      acts={
        it === 'new' ? undefined : (
          <ActButton
            variant="default"
            size="xs"
            disabledReason={reasonNot ?? (it.devices > 0 ? 'Devices are in it' : null)}
            onClick={() => remove(it.id)}
          >
            Remove
          </ActButton>
        )
      }
    >
      {notes.length > 0 ? (
        <div className="card-body stack">
          <Notice tone="idle" title="Saved. Its blocks touch those of other segments:">
            {notes.join('; ')}
          </Notice>
          <div>
            <ActButton variant="default" onClick={onDone}>
              Close
            </ActButton>
          </div>
        </div>
      ) : (
        <div className="card-body">
          <FieldForm
            label="Segment"
            fields={FIELDS}
            values={it === 'new' ? {} : { ...it, cidrs: it.cidrs.join('\n') }}
            busy={acting.busy}
            problem={acting.problem}
            field={acting.field}
            disabledReason={reasonNot}
            onSave={save}
            onCancel={onDone}
          />
        </div>
      )}
    </Card>
  );
}
