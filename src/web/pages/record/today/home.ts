import type { Role } from '#engine/access';

/** The parts of the page, in the order a kind of reader wants them; both columns come to about the same height. */
export interface Home {
  readonly main: readonly Part[];
  readonly side: readonly Part[];
  /** The rows of numbers: the first stands on top, the others below what needs doing. */
  readonly numbers: readonly [Numbers, ...Numbers[]];
}

export type Part =
  | 'work'
  | 'news'
  | 'needs'
  | 'map'
  | 'critical'
  | 'trend'
  | 'lifecycle'
  | 'sources'
  | 'decisions';
export type Numbers = 'programme' | 'findings' | 'inventory';

const ANALYST: Home = {
  main: ['work', 'needs', 'map', 'trend'],
  side: ['news', 'decisions', 'critical', 'sources', 'lifecycle'],
  numbers: ['findings', 'programme', 'inventory'],
};
const ENGINEER: Home = {
  main: ['needs', 'work', 'map', 'trend'],
  side: ['lifecycle', 'news', 'critical', 'sources', 'decisions'],
  numbers: ['programme', 'inventory', 'findings'],
};
const BOARD: Home = {
  main: ['work', 'map', 'trend', 'needs'],
  side: ['decisions', 'news', 'critical', 'lifecycle', 'sources'],
  numbers: ['programme', 'findings', 'inventory'],
};
const EXECUTIVE: Home = {
  main: ['map', 'trend', 'work', 'needs'],
  side: ['critical', 'lifecycle', 'decisions', 'news', 'sources'],
  numbers: ['programme', 'findings', 'inventory'],
};
const WARD: Home = {
  main: ['work', 'needs', 'map', 'trend'],
  side: ['news', 'critical', 'lifecycle', 'decisions', 'sources'],
  numbers: ['findings', 'programme', 'inventory'],
};
const AUDITOR: Home = {
  main: ['trend', 'work', 'map', 'needs'],
  side: ['decisions', 'critical', 'sources', 'lifecycle', 'news'],
  numbers: ['programme', 'inventory', 'findings'],
};
const KEEPER: Home = {
  main: ['needs', 'map', 'work', 'decisions'],
  side: ['sources', 'news', 'critical', 'trend', 'lifecycle'],
  numbers: ['inventory', 'programme', 'findings'],
};

const HOMES: Readonly<Record<Role, Home>> = {
  'vulnerability-analyst': ANALYST,
  'clinical-engineer': ENGINEER,
  technician: ENGINEER,
  administrator: KEEPER,
  'service-account': KEEPER,
  auditor: AUDITOR,
  compliance: AUDITOR,
  executive: EXECUTIVE,
  'board-chair': BOARD,
  'board-member': BOARD,
  'clinical-leader': WARD,
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
