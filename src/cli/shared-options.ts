import type { Option } from './options.ts';

/** Options that mean the same in every command that reads an inventory or feeds. */

export const HELP: Option = { name: 'help', short: 'h', help: 'Show this help' };

export const DATA: Option = {
  name: 'data',
  value: 'DIR',
  help: 'Data folder of the system of record; without it DATABASE_URL and PATCHWARD_KEY say where and how',
};

/** Where the result goes, of commands that write one thing. */
export const OUT_FILE: Option = {
  name: 'out',
  short: 'o',
  value: 'FILE',
  isWritten: true,
  help: 'File to write; the terminal unless given',
};

export const QUIET: Option = {
  name: 'quiet',
  short: 'q',
  help: 'No progress and no notices; only results and errors',
};

export const FEEDS: Option = {
  name: 'feeds',
  value: 'PATH',
  repeatable: true,
  help: 'Feeds: a file, a folder (walked) or an archive (.gz, .tar.gz); formats are told by content',
};

export const OUT: Option = {
  name: 'out',
  short: 'o',
  value: 'FILE',
  isWritten: true,
  help: 'Write the result to a file instead of the terminal; its ending sets the format',
};

export const MAP: Option = {
  name: 'map',
  value: 'FIELD=COLUMN',
  repeatable: true,
  help: 'Take a field from a column, where the guess is wrong: model="Model name"',
};

export const INVENTORY_OPTIONS: readonly Option[] = [
  {
    name: 'inventory',
    short: 'i',
    value: 'FILE',
    repeatable: true,
    help: 'Inventory: CSV, XLSX, JSON, JSONL, FHIR, Nmap, Nessus, DHCP leases, CycloneDX or SPDX; several files are joined',
  },
  MAP,
  FEEDS,
  {
    name: 'catalogue',
    value: 'FILE',
    help: 'Use a catalogue compiled by "catalogue build" instead of feeds',
  },
  {
    name: 'aliases',
    value: 'FILE',
    help: 'Your own names of makers and models (JSON), laid over those that ship',
  },
  {
    name: 'as-of',
    value: 'DATE',
    help: 'Judge every deadline as of this day, YYYY-MM-DD; today unless given',
  },
  QUIET,
  HELP,
];

export const POLICY_OPTIONS: readonly Option[] = [
  {
    name: 'policy',
    value: 'FILE',
    help: 'Your policy (JSON), or "graded" (the default) or "strict", which ship',
  },
  {
    name: 'min-confidence',
    value: 'WORD',
    help: 'Weakest identification to report: confirmed, probable (the default) or candidate',
  },
];

export const REJECTS: Option = {
  name: 'rejects',
  value: 'FILE',
  isWritten: true,
  help: 'Save all rejected input to a CSV file, with line, field and reason',
};
