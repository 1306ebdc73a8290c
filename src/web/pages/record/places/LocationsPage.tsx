import { TextInput } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { type ReactNode, useState } from 'react';
import * as api from '#contract/inventory/place-routes';
import { call } from '#contract/client';
import type { LocationView } from '#contract/inventory/place';
import { ActButton } from '../../../ui/ActButton.tsx';
import { Card } from '../../../ui/Card.tsx';
import { Empty } from '../../../ui/Empty.tsx';
import { Icon } from '../../../ui/Icon.tsx';
import { Notice } from '../../../ui/Notice.tsx';
import { Pending } from '../../../ui/Pending.tsx';
import { Waiting } from '../../../ui/Waiting.tsx';
import { countOf, whole } from '../../../ui/words.ts';
import { useActing } from '../act.ts';
import { useReasonNot } from '../session.ts';

/** The tree of places: site, building, floor, room, each with the devices below it. */
export function LocationsPage() {
  const { data, error } = usePlaces(null);
  const devices = data?.items.reduce((sum, it) => sum + it.devices, 0) ?? 0;
  return (
    <div className="page">
      <title>Locations · Patchward</title>
      <div className="head">
        <div>
          <h1>Locations</h1>
          <p className="muted" role="status">
            {data === undefined ? 'Counting' : `${countOf(devices, 'device')} stand somewhere that is known`}
          </p>
        </div>
        <div className="head-acts">
          <Link className="button-link" to="/departments">
            Departments
          </Link>
          <Link className="button-link" to="/segments">
            Network segments
          </Link>
        </div>
      </div>
      <Card
        title="Sites"
        footer="Places make themselves from what devices say. One that is renamed is still found by the name devices use."
      >
        <Pending what="locations" lines={6} data={data} error={error} />
        {data?.total === 0 && (
          <Empty title="No locations yet">
            <span>No device says where it stands.</span>
            <Link to="/imports">Import an inventory</Link>
          </Empty>
        )}
        {data !== undefined && data.total > 0 && <Places places={data.items} path={[]} />}
      </Card>
    </div>
  );
}

function usePlaces(within: string | null, enabled = true) {
  return useQuery({
    queryKey: ['locations', within],
    queryFn: ({ signal }) =>
      call(api.listLocations, { query: within === null ? {} : { within } }, { signal }),
    staleTime: 0,
    enabled,
  });
}

type Path = readonly LocationView[];

function Places({ places, path }: { readonly places: readonly LocationView[]; readonly path: Path }) {
  return (
    <ul className="tree">
      {places.map((it) => (
        <PlaceItem key={it.id} it={it} path={[...path, it]} />
      ))}
    </ul>
  );
}

function PlaceItem({ it, path }: { readonly it: LocationView; readonly path: Path }) {
  const [open, setOpen] = useState(path.length === 1 && it.places > 0 && it.places < 4);
  const [naming, setNaming] = useState(false);
  const { data } = usePlaces(it.id, open && it.places > 0);
  return (
    <li>
      <div className="tree-row">
        {it.places > 0 ? (
          <button
            type="button"
            className="tree-fold"
            aria-expanded={open}
            aria-label={`Places in ${it.name}`}
            onClick={() => setOpen(!open)}
          >
            <Icon name={open ? 'chevron' : 'right'} size={14} />
          </button>
        ) : (
          <span className="tree-fold" />
        )}
        {naming ? (
          <Rename it={it} onDone={() => setNaming(false)} />
        ) : (
          <PlaceWords it={it} path={path}>
            <RenameButton name={it.name} onClick={() => setNaming(true)} />
          </PlaceWords>
        )}
      </div>
      {open && it.places > 0 && data === undefined && (
        <Waiting lines={2} label={`Loading places in ${it.name}`} />
      )}
      {open && data !== undefined && <Places places={data.items} path={path} />}
    </li>
  );
}

function PlaceWords({
  it,
  path,
  children,
}: {
  readonly it: LocationView;
  readonly path: Path;
  readonly children: ReactNode;
}) {
  return (
    <>
      <span className="tag">{it.kind}</span>
      <span className="strong break">{it.name}</span>
      <Link className="push nowrap" to="/devices" search={{ filter: filterOf(path) }}>
        {it.devices === 1 ? '1 device' : `${whole(it.devices)} devices`}
      </Link>
      {children}
    </>
  );
}

/** The devices of a place, in the grammar of the device list. */
function filterOf(path: Path): string {
  return path.map(({ kind, name }) => `${kind}:="${name.replaceAll('"', '')}"`).join(' ');
}

function RenameButton({ name, onClick }: { readonly name: string; readonly onClick: () => void }) {
  const reasonNot = useReasonNot('inventory.structure');
  return (
    <span className="no-print">
      <ActButton variant="subtle" size="xs" disabledReason={reasonNot} onClick={onClick}>
        Rename
        <span className="visually-hidden">{` ${name}`}</span>
      </ActButton>
    </span>
  );
}

function Rename({ it, onDone }: { readonly it: LocationView; readonly onDone: () => void }) {
  const client = useQueryClient();
  const acting = useActing();
  const [name, setName] = useState(it.name);
  const save = () =>
    acting.run(async () => {
      await call(api.editLocation, { params: { id: it.id }, body: { name, version: it.version } });
      await client.invalidateQueries({ queryKey: ['locations'] });
      onDone();
    });
  return (
    <form
      className="row grow"
      onSubmit={(event) => {
        event.preventDefault();
        save();
      }}
    >
      <TextInput
        className="grow"
        size="xs"
        aria-label={`Name of the ${it.kind}`}
        value={name}
        onChange={(event) => setName(event.currentTarget.value)}
      />
      <ActButton
        size="xs"
        loading={acting.busy}
        disabledReason={name.trim() === '' ? 'It needs a name' : null}
        onClick={save}
      >
        Save
      </ActButton>
      <ActButton variant="default" size="xs" onClick={onDone}>
        Cancel
      </ActButton>
      {acting.problem !== null && (
        <Notice tone="bad" title="Not saved." urgent>
          {acting.problem}
        </Notice>
      )}
    </form>
  );
}
