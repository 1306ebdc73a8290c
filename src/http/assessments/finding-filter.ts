import type { AssessedDevice, Finding, Judgement } from '#app/vulnerabilities/assessment';
import type { FindingSort } from '#contract/assessments/finding';
import { NOT_RECORDED } from '#contract/assessments/lists';
import { addDays } from '#engine/risk';
import type { Action } from '#engine/triage';
import type { FindingsAsk } from './desk.ts';

export type Filter = Omit<FindingsAsk, 'cursor' | 'limit'>;

const DUE_DAYS = { week: 7, month: 30 } as const;

/** The findings that a filter asks for, in the order it asks for. The ranked list itself is left as it is. */
export function selectFindings(
  findings: readonly Finding[],
  filter: Filter,
  context: { readonly actions: readonly Action[]; readonly asOf: string },
): readonly Finding[] {
  const tests = testsOf(filter, context);
  const chosen = tests.length === 0 ? findings : findings.filter((it) => tests.every((test) => test(it)));
  return sorted(chosen, filter.sort);
}

type Test = (it: Finding) => boolean;

function testsOf(
  { tier, verdict, site, department, action, due, disputed, q }: Filter,
  context: { readonly actions: readonly Action[]; readonly asOf: string },
): Test[] {
  const tests: Test[] = [];
  if (tier !== undefined) tests.push((it) => tier.includes(it.judgement.tier));
  if (verdict !== undefined) tests.push((it) => verdict.some((name) => name === it.judgement.verdict));
  if (site !== undefined) tests.push((it) => site.includes(it.device.device.site ?? NOT_RECORDED));
  if (department !== undefined)
    tests.push((it) => department.includes(it.device.device.department ?? NOT_RECORDED));
  if (disputed !== undefined) tests.push((it) => it.judgement.contradiction !== null);
  if (due !== undefined) tests.push(dueTest(due, context.asOf));
  if (action !== undefined) tests.push(clearedBy(context.actions.find((it) => it.id === action)));
  if (q !== undefined && q.trim() !== '') tests.push(textTest(q));
  return tests;
}

function dueTest(due: NonNullable<Filter['due']>, asOf: string): Test {
  const dueBy = (it: Finding) => it.judgement.ruling?.dueBy ?? null;
  if (due === 'overdue')
    return (it) => {
      const by = dueBy(it);
      return by !== null && by < asOf;
    };
  const until = addDays(asOf, DUE_DAYS[due]);
  return (it) => {
    const by = dueBy(it);
    return by !== null && by <= until;
  };
}

/** A device has one finding per vulnerability, so the two lists of an act and its kind tell its findings. */
function clearedBy(action: Action | undefined): Test {
  if (action === undefined) return () => false;
  const devices = new Set(action.deviceIds);
  const vulnerabilities = new Set(action.vulnerabilities);
  const kindOf = ({ verdict, fix }: Judgement) => (verdict === 'affected' ? fix.kind : 'clarify');
  return ({ device, judgement }) =>
    devices.has(device.device.id) &&
    vulnerabilities.has(judgement.vulnerability.id) &&
    kindOf(judgement) === action.kind &&
    (judgement.fix.part === null || judgement.fix.part === action.subject);
}

/** Every word must stand somewhere in the device or the judgement. Their texts are put together once each. */
function textTest(q: string): Test {
  const words = q.toLowerCase().split(/\s+/).filter(Boolean);
  const devices = new WeakMap<AssessedDevice, string>();
  const judgements = new WeakMap<Judgement, string>();
  return ({ device, judgement }) => {
    const deviceText = textOf(devices, device, deviceWords);
    const judgementText = textOf(judgements, judgement, judgementWords);
    return words.every((word) => deviceText.includes(word) || judgementText.includes(word));
  };
}

function textOf<Key extends object>(
  known: WeakMap<Key, string>,
  key: Key,
  read: (key: Key) => string,
): string {
  let text = known.get(key);
  if (text === undefined) known.set(key, (text = read(key).toLowerCase()));
  return text;
}

export function deviceWords({ device, label }: AssessedDevice): string {
  const { id, serial, assetTag, hostname, ip, deviceType, department, site } = device;
  return [label, id, serial, assetTag, hostname, ip, deviceType, department, site].join('\n');
}

function judgementWords({ vulnerability, why, fix }: Judgement): string {
  const { id, aliases, advisories, summary } = vulnerability;
  return [id, ...aliases, ...advisories, summary, why, fix.advisory].join('\n');
}

function sorted(findings: readonly Finding[], sort: FindingSort): readonly Finding[] {
  if (sort === 'rank') return findings;
  const falling = sort.startsWith('-');
  const key = sort.replace(/^-/, '') as Exclude<FindingSort, `-${string}`>;
  const ranked = key === 'rank' ? [...findings] : findings.toSorted(ORDERS[key]);
  return falling ? ranked.reverse() : ranked;
}

const ORDERS = {
  score: (a, b) => a.judgement.score - b.judgement.score,
  due: (a, b) => compare(a.judgement.ruling?.dueBy ?? '9999', b.judgement.ruling?.dueBy ?? '9999'),
  device: (a, b) =>
    compare(a.device.label, b.device.label) || compare(a.device.device.id, b.device.device.id),
  vulnerability: (a, b) => compare(a.judgement.vulnerability.id, b.judgement.vulnerability.id),
  place: (a, b) => compare(placeOf(a), placeOf(b)),
} as const satisfies Record<string, (a: Finding, b: Finding) => number>;

function placeOf({ device: { device } }: Finding): string {
  return `${device.site ?? NOT_RECORDED}›${device.department ?? NOT_RECORDED}`;
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
