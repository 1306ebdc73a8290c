import type { Role } from '#engine/access';

/** The parts of the page, in the order a kind of reader wants them. */
export interface Home {
  readonly main: readonly Part[];
  readonly side: readonly Part[];
  /** Which numbers stand first. */
  readonly first: 'findings' | 'inventory';
}

export type Part = 'work' | 'needs' | 'map' | 'trend' | 'lifecycle' | 'sources';

const ANALYST: Home = {
  main: ['work', 'map'],
  side: ['needs', 'sources', 'trend', 'lifecycle'],
  first: 'findings',
};
const ENGINEER: Home = {
  main: ['needs', 'work', 'map'],
  side: ['lifecycle', 'trend', 'sources'],
  first: 'inventory',
};
const READER: Home = {
  main: ['map', 'trend', 'work'],
  side: ['lifecycle', 'needs', 'sources'],
  first: 'findings',
};
const KEEPER: Home = {
  main: ['needs', 'map', 'work'],
  side: ['sources', 'trend', 'lifecycle'],
  first: 'inventory',
};

const HOMES: Readonly<Record<Role, Home>> = {
  'vulnerability-analyst': ANALYST,
  'clinical-engineer': ENGINEER,
  technician: ENGINEER,
  administrator: KEEPER,
  'service-account': KEEPER,
  auditor: READER,
  compliance: READER,
  executive: READER,
  'board-chair': READER,
  'board-member': READER,
  'clinical-leader': READER,
};

/** Whoever holds several roles gets the home of the one with most to do. */
const BUSIEST_FIRST: readonly Role[] = [
  'vulnerability-analyst',
  'clinical-engineer',
  'technician',
  'administrator',
  'board-chair',
  'board-member',
  'clinical-leader',
  'compliance',
  'executive',
  'auditor',
  'service-account',
];

export function homeOf(roles: readonly Role[]): Home {
  const busiest = BUSIEST_FIRST.find((it) => roles.includes(it));
  return HOMES[busiest ?? 'auditor'];
}
