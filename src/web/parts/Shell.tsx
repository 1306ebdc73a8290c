import { ActionIcon } from '@mantine/core';
import { Link, Outlet, useLocation, useParams } from '@tanstack/react-router';
import { useEffect, useState } from 'react';
import { Icon } from '../ui/Icon.tsx';
import { SideBar } from './SideBar.tsx';
import { AccountMenu } from '../pages/record/AccountMenu.tsx';
import { Gate } from '../pages/record/Gate.tsx';
import { ThemeToggle } from './ThemeToggle.tsx';
import { useAssessment } from '../data.ts';
import { titleOf } from './title.ts';

/** The door, and behind it the frame of every page. */
export function Shell() {
  return (
    <Gate>
      <Frame />
    </Gate>
  );
}

/** The frame of every page: side bar, bar on top, the page. On a narrow screen the side bar opens as a sheet. */
function Frame() {
  const [open, setOpen] = useState(false);
  const { pathname } = useLocation();
  useEffect(() => setOpen(false), [pathname]);
  const { id } = useParams({ strict: false });
  return (
    <div className="shell">
      <a className="skip" href="#page">
        Skip to the page
      </a>
      <SideBar id={id ?? null} open={open} onClose={() => setOpen(false)} />
      <div className="shell-main">
        <header className="top">
          <ActionIcon
            className="top-menu"
            variant="subtle"
            size={32}
            aria-label="Open navigation"
            aria-expanded={open}
            onClick={() => setOpen(true)}
          >
            <Icon name="menu" />
          </ActionIcon>
          <Where id={id ?? null} path={pathname} />
          <ThemeToggle />
          <AccountMenu />
        </header>
        <main id="page" tabIndex={-1}>
          <Outlet />
        </main>
      </div>
    </div>
  );
}

/** First part of the address of a page that stands outside every assessment. */
const OUTSIDE: Readonly<Record<string, readonly [string, string]>> = {
  devices: ['Inventory', 'Devices'],
  imports: ['Inventory', 'Imports'],
  audit: ['Settings', 'Audit log'],
  account: ['Settings', 'My sign-in'],
  tokens: ['Settings', 'API tokens'],
  welcome: ['Settings', 'Welcome'],
};

const PLACES: Readonly<Record<string, string>> = {
  actions: 'Actions',
  findings: 'Findings',
  devices: 'Devices',
  columns: 'Column mapping',
  rejects: 'Rejected rows',
};

function Where({ id, path }: { readonly id: string | null; readonly path: string }) {
  const [first = ''] = path.split('/').filter(Boolean);
  const outside = OUTSIDE[first];
  if (outside !== undefined)
    return (
      <div className="where">
        {outside[0]} <span aria-hidden="true">/</span> <b>{outside[1]}</b>
      </div>
    );
  if (id === null) return <div className="where">New assessment</div>;
  const [, , place, deviceId] = path.split('/').filter(Boolean);
  const last = deviceId === undefined ? PLACES[place ?? ''] : decodeURIComponent(deviceId);
  return (
    <nav className="where" aria-label="Where you are">
      <AssessmentName id={id} last={last === undefined} />
      {last !== undefined && (
        <>
          <span aria-hidden="true">/</span>
          <b>{last}</b>
        </>
      )}
    </nav>
  );
}

function AssessmentName({ id, last }: { readonly id: string; readonly last: boolean }) {
  const { data } = useAssessment(id);
  const name = data === undefined ? 'Assessment' : titleOf(data);
  if (last) return <b className="cut">{name}</b>;
  return (
    <Link className="cut" to="/assessments/$id" params={{ id }}>
      {name}
    </Link>
  );
}
