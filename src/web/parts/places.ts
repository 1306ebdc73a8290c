import type { LinkProps } from '@tanstack/react-router';
import type { IconName } from '../ui/Icon.tsx';

/** A page of what the server keeps: the side bar links to it, the bar on top names it. */
export interface Place {
  readonly to: NonNullable<LinkProps['to']>;
  readonly title: string;
  /** What the side bar counts beside it. */
  readonly counts?: 'strangers';
}

export interface Section {
  readonly title: string;
  readonly icon: IconName;
  /** Seldom gone to: the side bar keeps it folded until somebody does. */
  readonly isFolded?: boolean;
  readonly places: readonly Place[];
}

/** The side bar, top to bottom. */
export const SECTIONS: readonly Section[] = [
  {
    title: 'Inventory',
    icon: 'device',
    places: [
      { to: '/devices', title: 'Devices' },
      { to: '/models', title: 'Models' },
      { to: '/vendors', title: 'Vendors' },
      { to: '/imports', title: 'Imports' },
      { to: '/sources', title: 'Sources' },
      { to: '/conflicts', title: 'Conflicts' },
      { to: '/reconciliations', title: 'Reconciliation' },
      { to: '/unregistered', title: 'Unregistered', counts: 'strangers' },
      { to: '/lifecycle', title: 'Lifecycle' },
      { to: '/procurement', title: 'Procurement' },
      { to: '/locations', title: 'Locations' },
    ],
  },
  {
    title: 'Vulnerabilities',
    icon: 'bug',
    places: [
      { to: '/triage', title: 'Triage' },
      { to: '/findings', title: 'Findings' },
      { to: '/vulnerabilities', title: 'Vulnerabilities' },
      { to: '/advisories', title: 'Advisories' },
      { to: '/recalls', title: 'Recalls' },
      { to: '/decisions', title: 'Decisions' },
      { to: '/readiness', title: 'Readiness' },
      { to: '/tickets', title: 'Tickets' },
      { to: '/identifications', title: 'Identification' },
      { to: '/pattern-rules', title: 'Pattern rules' },
      { to: '/feeds', title: 'Feeds' },
      { to: '/absence', title: 'Absence' },
    ],
  },
  {
    title: 'Settings',
    icon: 'gear',
    isFolded: true,
    places: [
      { to: '/hospital', title: 'Hospital' },
      { to: '/policy', title: 'Policy' },
      { to: '/people', title: 'People' },
      { to: '/sign-in', title: 'Sign-in' },
      { to: '/tokens', title: 'API tokens' },
      { to: '/destinations', title: 'Destinations' },
      { to: '/outgoing', title: 'Outgoing' },
      { to: '/backups', title: 'Backup' },
      { to: '/jobs', title: 'Jobs' },
      { to: '/custom-fields', title: 'Fields and tags' },
      { to: '/audit', title: 'Audit log' },
      { to: '/about', title: 'About' },
    ],
  },
];

/** Pages that others lead to. */
const ELSEWHERE: readonly Section[] = [
  {
    title: 'Inventory',
    icon: 'device',
    places: [
      { to: '/departments', title: 'Departments' },
      { to: '/segments', title: 'Network segments' },
      { to: '/labels', title: 'Labels' },
    ],
  },
  {
    title: 'Account',
    icon: 'lock',
    places: [
      { to: '/account', title: 'My sign-in' },
      { to: '/welcome', title: 'Welcome' },
      { to: '/demonstration', title: 'Demonstration hospital' },
    ],
  },
];

/** Every page of what the server keeps. */
export const ALL_SECTIONS: readonly Section[] = [...SECTIONS, ...ELSEWHERE];

/** Where an address is; null: on no page of what the server keeps. */
export function placeOf(path: string): { readonly section: Section; readonly place: Place } | null {
  for (const section of ALL_SECTIONS)
    for (const place of section.places)
      if (path === place.to || path.startsWith(`${place.to}/`)) return { section, place };
  return null;
}
