import { Button, Checkbox, Menu, Popover, Select, TextInput } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { call } from '#contract/client';
import { ROLE_DESCRIPTIONS, type Role, ROLES } from '#engine/access';
import * as api from '#contract/lists/view-routes';
import type { SavedView } from '#contract/lists/view-routes';
import { Icon } from '../../ui/Icon.tsx';
import { Notice } from '../../ui/Notice.tsx';
import { useActing } from './act.ts';

export interface ViewState {
  readonly filter: string;
  readonly sort: string;
  readonly columns: readonly string[];
}

interface ViewTabsProps {
  readonly page: string;
  readonly state: ViewState;
  readonly onOpen: (query: ViewState) => void;
}

export function useViews(page: string) {
  return useQuery({
    queryKey: ['views', page],
    queryFn: ({ signal }) => call(api.listViews, { query: { page } }, { signal }),
    staleTime: 60_000,
  });
}

/** Saved views of a list as tabs; the open one is the one whose state the list has. */
export function ViewTabs({ page, state, onOpen }: ViewTabsProps) {
  const views = useViews(page).data?.items ?? [];
  const open = views.find((it) => isSame(it.query, state)) ?? null;
  return (
    <nav className="view-tabs no-print" aria-label="Saved views">
      <button
        type="button"
        className={isSame(state, PLAIN) ? 'view-tab open' : 'view-tab'}
        aria-current={isSame(state, PLAIN)}
        onClick={() => onOpen(PLAIN)}
      >
        All
      </button>
      {views.map((it) => (
        <button
          key={it.id}
          type="button"
          className={it === open ? 'view-tab open' : 'view-tab'}
          aria-current={it === open}
          title={it.isOwn ? it.query.filter : `${it.query.filter}\nShared by ${it.ownerName}`}
          onClick={() => onOpen(it.query)}
        >
          {it.name}
        </button>
      ))}
      <span className="push">
        {open !== null && <ViewMenu page={page} view={open} />}
        {open === null && !isSame(state, PLAIN) && <SaveView page={page} state={state} />}
      </span>
    </nav>
  );
}

const PLAIN: ViewState = { filter: '', sort: '', columns: [] };

function isSame(a: ViewState, b: ViewState): boolean {
  return a.filter === b.filter && a.sort === b.sort && a.columns.join() === b.columns.join();
}

const SHARING = [
  { value: 'nobody', label: 'Only me' },
  { value: 'everybody', label: 'Everybody' },
  ...ROLES.map((it) => ({ value: it, label: ROLE_DESCRIPTIONS[it].title })),
];

function sharingOf(value: string) {
  if (value === 'nobody' || value === 'everybody') return { sharedWith: value, role: null } as const;
  return { sharedWith: 'role', role: value as Role } as const;
}

function SaveView({ page, state }: { readonly page: string; readonly state: ViewState }) {
  const [isOpen, setOpen] = useState(false);
  const [name, setName] = useState('');
  const [sharing, setSharing] = useState('nobody');
  const [isDefault, setDefault] = useState(false);
  const client = useQueryClient();
  const acting = useActing();
  const save = () =>
    acting.run(async () => {
      const query = { ...state, columns: [...state.columns] };
      const view = await call(api.addView, { body: { page, name, query, ...sharingOf(sharing) } });
      if (isDefault) await call(api.chooseDefaultView, { body: { page, viewId: view.id } });
      await client.invalidateQueries({ queryKey: ['views', page] });
      setOpen(false);
      setName('');
    });
  return (
    <Popover opened={isOpen} onChange={setOpen} position="bottom-end" width={280} shadow="md" trapFocus>
      <Popover.Target>
        <Button
          variant="subtle"
          size="xs"
          leftSection={<Icon name="plus" size={14} />}
          onClick={() => setOpen(true)}
        >
          Save view
        </Button>
      </Popover.Target>
      <Popover.Dropdown>
        <form
          className="stack"
          aria-label="Save view"
          onSubmit={(event) => {
            event.preventDefault();
            save();
          }}
        >
          <TextInput
            label="Name"
            required
            maxLength={80}
            data-autofocus
            value={name}
            onChange={(event) => setName(event.currentTarget.value)}
          />
          <Select
            label="Who sees it"
            data={SHARING}
            value={sharing}
            allowDeselect={false}
            comboboxProps={{ withinPortal: false }}
            onChange={(it) => setSharing(it ?? 'nobody')}
          />
          <Checkbox
            label="Open this list with it"
            checked={isDefault}
            onChange={(event) => setDefault(event.currentTarget.checked)}
          />
          {acting.problem !== null && <Notice tone="bad" title={acting.problem} urgent />}
          <Button type="submit" loading={acting.busy}>
            Save
          </Button>
        </form>
      </Popover.Dropdown>
    </Popover>
  );
}

function ViewMenu({ page, view }: { readonly page: string; readonly view: SavedView }) {
  const client = useQueryClient();
  const acting = useActing();
  const act = (work: () => Promise<unknown>) =>
    acting.run(async () => {
      await work();
      await client.invalidateQueries({ queryKey: ['views', page] });
    });
  const share = (value: string) =>
    act(() =>
      call(api.editView, { params: { id: view.id }, body: { version: view.version, ...sharingOf(value) } }),
    );
  const shared = view.sharedWith === 'role' ? view.role : view.sharedWith;
  return (
    <>
      {acting.problem !== null && <span className="bad small">{acting.problem}</span>}
      <Menu position="bottom-end" shadow="md" width={240}>
        <Menu.Target>
          <Button
            variant="subtle"
            size="xs"
            loading={acting.busy}
            rightSection={<Icon name="chevron" size={12} />}
          >
            This view
          </Button>
        </Menu.Target>
        <Menu.Dropdown className="view-menu">
          <Menu.Item
            onClick={() =>
              act(() =>
                call(api.chooseDefaultView, { body: { page, viewId: view.isDefault ? null : view.id } }),
              )
            }
          >
            {view.isDefault ? 'No longer open this list with it' : 'Open this list with it'}
          </Menu.Item>
          {view.isOwn ? (
            <>
              <Menu.Label>Who sees it</Menu.Label>
              {SHARING.map((it) => (
                <Menu.Item key={it.value} onClick={() => share(it.value)}>
                  {it.label}
                  {it.value === shared ? ' ✓' : ''}
                </Menu.Item>
              ))}
              <Menu.Divider />
              <Menu.Item
                color="red"
                onClick={() => act(() => call(api.dropView, { params: { id: view.id } }))}
              >
                Remove this view
              </Menu.Item>
            </>
          ) : (
            <Menu.Label>Shared by {view.ownerName}</Menu.Label>
          )}
        </Menu.Dropdown>
      </Menu>
    </>
  );
}
