import { ActionIcon } from '@mantine/core';
import { Link, Outlet, useLocation, useParams } from '@tanstack/react-router';
import { useEffect, useState } from 'react';
import { Icon } from '../ui/Icon.tsx';
import { SideBar } from './SideBar.tsx';
import { AccountMenu } from '../pages/record/account/AccountMenu.tsx';
import { Gate } from '../pages/record/Gate.tsx';
import { Jump } from '../pages/record/palette/Jump.tsx';
import { useMe } from '../pages/record/session.ts';
import { ThemeMenu } from './ThemeMenu.tsx';
import { useAssessment } from '../data.ts';
import { useCrumb } from './crumb.ts';
import { placeOf } from './places.ts';
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
  const params = useParams({ strict: false });
  // Other pages have an id in their address too.
  const id = pathname.startsWith('/assessments/') ? (params.id ?? null) : null;
  const hospital = useMe()?.hospital.name ?? '';
  return (
    <div className="shell">
      <a className="skip" href="#page">
        Skip to content
      </a>
      <SideBar id={id} open={open} onClose={() => setOpen(false)} />
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
          {hospital !== '' && <span className="hospital second cut">{hospital}</span>}
          <Where id={id} path={pathname} />
          <Jump />
          <ThemeMenu />
          <AccountMenu />
        </header>
        <main id="page" tabIndex={-1}>
          <Outlet />
        </main>
      </div>
    </div>
  );
}

const PLACES: Readonly<Record<string, string>> = {
  actions: 'Actions',
  findings: 'Findings',
  devices: 'Devices',
  columns: 'Column mapping',
  rejects: 'Rejected rows',
};

/** The way down to the page, as the address and the page itself tell it. */
function Where({ id, path }: { readonly id: string | null; readonly path: string }) {
  const kept = placeOf(path);
  const hasRecord = useMe() !== null;
  return (
    <nav className="where" aria-label="Where you are">
      {kept !== null ? (
        <KeptPlace {...kept} path={path} />
      ) : id === null ? (
        <b>{path === '/' && hasRecord ? 'Today' : 'New assessment'}</b>
      ) : (
        <AssessmentPlace id={id} path={path} />
      )}
    </nav>
  );
}

function KeptPlace({
  section,
  place,
  path,
}: NonNullable<ReturnType<typeof placeOf>> & { readonly path: string }) {
  const crumb = useCrumb();
  const deeper = path !== place.to;
  return (
    <>
      {section.title !== place.title && (
        <>
          <span className="wide-only">{section.title}</span>
          <Between className="wide-only" />
        </>
      )}
      {deeper ? <Link to={place.to}>{place.title}</Link> : <b>{place.title}</b>}
      {deeper && crumb !== null && (
        <>
          <Between />
          <b className="cut">{crumb}</b>
        </>
      )}
    </>
  );
}

function AssessmentPlace({ id, path }: { readonly id: string; readonly path: string }) {
  const [, , place, deviceId] = path.split('/').filter(Boolean);
  const last = deviceId === undefined ? PLACES[place ?? ''] : decodeURIComponent(deviceId);
  return (
    <>
      <AssessmentName id={id} last={last === undefined} />
      {last !== undefined && (
        <>
          <Between />
          <b>{last}</b>
        </>
      )}
    </>
  );
}

function Between({ className }: { readonly className?: string }) {
  return (
    <span aria-hidden="true" className={className}>
      /
    </span>
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
