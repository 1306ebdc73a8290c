import type { SourceKind } from '#engine/words';
import type { Figures } from './figures.ts';

export const METRICS = ['complete', 'versionKnown', 'seen', 'agreed', 'registered', 'supported'] as const;
export type Metric = (typeof METRICS)[number];

/** A share of the devices, and what it says. */
export interface MetricDescription {
  readonly title: string;
  /** How it is worked out, in words that stand under the number. */
  readonly formula: string;
  /** The share a hospital should reach. */
  readonly target: number;
  /** Below this it is bad, not only short of the target. */
  readonly floor: number;
  readonly part: (it: Figures) => number;
  readonly whole: (it: Figures) => number;
  /** Left out of both numbers; null: nothing is. */
  readonly excluded: ((it: Figures) => number) | null;
  readonly excludedWords: string;
  /** The rows that fall short, in the grammar of lists. */
  readonly rows: string;
  /** Without a fresh source of such a kind the number says nothing. */
  readonly needs: readonly SourceKind[];
}

/** Days without a word after which a device counts as unseen. */
export const SEEN_DAYS = 45;

const all = (it: Figures) => it.devices;
const NOTHING = { excluded: null, excludedWords: '' } as const;

export const METRIC_DESCRIPTIONS: Readonly<Record<Metric, MetricDescription>> = {
  complete: {
    title: 'Complete records',
    formula:
      'Devices with maker, model, serial number, version, site, department and criticality ÷ all devices',
    target: 0.9,
    floor: 0.6,
    part: (it) => it.complete,
    whole: all,
    ...NOTHING,
    rows: 'manufacturer:none or model:none or serial:none or (version:none osVersion:none) or site:none or department:none or criticality:none',
    needs: ['cmms', 'register', 'list'],
  },
  versionKnown: {
    title: 'Version known',
    formula: 'Devices whose firmware, software or system version is known ÷ all devices',
    target: 0.95,
    floor: 0.7,
    part: (it) => it.versionKnown,
    whole: all,
    ...NOTHING,
    rows: 'version:none osVersion:none',
    needs: ['discovery', 'scanner', 'cmms', 'list'],
  },
  seen: {
    title: 'Seen lately',
    formula: `Devices some source spoke of within ${SEEN_DAYS} days ÷ all devices`,
    target: 0.95,
    floor: 0.8,
    part: (it) => it.seen,
    whole: all,
    ...NOTHING,
    rows: `seen:>${SEEN_DAYS}d`,
    needs: ['discovery', 'scanner'],
  },
  agreed: {
    title: 'Sources agree',
    formula: 'Devices on which no two sources contradict each other ÷ all devices',
    target: 0.95,
    floor: 0.75,
    part: (it) => it.agreed,
    whole: all,
    ...NOTHING,
    rows: 'conflict:yes',
    needs: ['cmms', 'register', 'list', 'discovery', 'scanner'],
  },
  registered: {
    title: 'Registered',
    formula: 'Devices that stand in a register ÷ all devices; the rest is only seen on the network',
    target: 0.98,
    floor: 0.9,
    part: (it) => it.registered,
    whole: all,
    ...NOTHING,
    rows: 'registered:no',
    needs: ['cmms', 'register', 'list'],
  },
  supported: {
    title: 'Under vendor support',
    formula: 'Devices whose end of support lies ahead ÷ devices with a known end of support',
    target: 0.9,
    floor: 0.75,
    part: (it) => it.supported,
    whole: (it) => it.supported + it.supportEnded,
    excluded: (it) => it.devices - it.supported - it.supportEnded,
    excludedWords: 'without a known end of support',
    rows: 'eosDate:<today',
    needs: ['cmms', 'register', 'list'],
  },
};
