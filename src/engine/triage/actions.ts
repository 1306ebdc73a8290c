import { compareVersions, readVersion, type Version } from '#engine/versions';
import type { Confidence, Device, Tier, Verdict } from '#engine/words';
import { TIERS } from '#engine/words';
import type { Fix } from './fix.ts';
import type { Readiness } from './readiness.ts';

/** What telling acts apart needs to know of a finding. */
export interface ActView {
  readonly device: {
    readonly device: Device;
    /** What the parts of the device were recognised as. */
    readonly identified: readonly Identified[];
  };
  readonly judgement: {
    readonly vulnerability: { readonly id: string };
    readonly verdict: Verdict;
    readonly fix: Fix;
  };
}

/** What grouping needs to know of a finding. */
export interface FindingView extends ActView {
  readonly judgement: ActView['judgement'] & {
    readonly score: number;
    readonly tier: Tier;
    readonly readiness: Readiness;
    readonly ruling: { readonly dueBy: string | null } | null;
  };
}

interface Identified {
  readonly item: 'device' | 'os' | 'component';
  readonly product: string;
  readonly confidence: Confidence;
}

/** One act a person can carry out, and what it clears. */
export interface Action {
  /** Stable for the same inventory and feeds. */
  readonly id: string;
  /** `clarify`: nothing can be told until somebody looks, so no risk is cleared yet. */
  readonly kind: Fix['kind'] | 'clarify';
  /** Why somebody has to look, where that is the act. */
  readonly ask: 'recheck' | 'record-version' | 'check' | null;
  /** Done to a part of the devices, not to the devices themselves. */
  readonly isPart: boolean;
  /** "Update 212 BD Alaris 8015 to 12.3" */
  readonly title: string;
  /** "clears 9 CVEs, 3 critical, 1,140 risk points" */
  readonly clears: string;
  /** Model or part that the act is done to. */
  readonly subject: string;
  readonly version: string | null;
  readonly advisory: string | null;
  readonly details: string | null;
  readonly url: string | null;
  readonly deviceIds: readonly string[];
  /** Most urgent first. */
  readonly vulnerabilities: readonly string[];
  readonly findings: number;
  /** Vulnerabilities that are critical on at least one of the devices. */
  readonly critical: number;
  readonly highestTier: Tier;
  /** Sum of the scores of the findings it clears. */
  readonly points: number;
  /** Earliest due date among the findings; null: none runs. */
  readonly dueBy: string | null;
  readonly overdue: number;
  /** Devices on which it cannot be done now: out of support, contract lapsed. */
  readonly heldDevices: number;
}

/** An act apart from how much it clears. */
export type Act = ActionWords & Pick<Action, 'id' | 'details' | 'url'>;

/** The acts that settle findings, each with those it settles; see `actionsOf`. */
export function actsOf<View extends ActView>(
  findings: readonly View[],
): { readonly act: Act; readonly settles: readonly View[] }[] {
  return groupsOf(findings).map(([id, needs]) => ({
    act: actOf(id, needs),
    settles: needs.flatMap((it) => it.findings),
  }));
}

/**
 * Groups findings into single acts, those that clear most risk first, then those that clear none by themselves. One update clears all findings that it or an
 * earlier version fixes, so a device needs only the highest of the versions asked for. Linear in the findings.
 */
export function actionsOf(findings: readonly FindingView[], asOf: string): Action[] {
  return groupsOf(findings)
    .map(([id, group]) => actionOf(id, group, asOf))
    .sort(byWorth);
}

function groupsOf<View extends ActView>(findings: readonly View[]): [string, Need<View>[]][] {
  const newer = versionOrder();
  const subjects = subjectReader();
  const needs = new Map<string, Map<string, Need<View>[]>>();
  for (const finding of findings)
    addToNeeds(needs, actKey(finding, subjects(finding), newer), finding, newer);
  const all = [...needs.values()].flatMap((byDevice) => [...byDevice.values()].flat());
  return [...Map.groupBy(all, (it) => join(it.act, it.fix.version ?? ''))];
}

/** What one device needs done to one part, with the findings that this settles. */
interface Need<View extends ActView> {
  /** Same for needs that one act serves, apart from the version. */
  readonly act: string;
  readonly device: Device;
  readonly findings: View[];
  fix: Fix;
}

function addToNeeds<View extends ActView>(
  needs: Map<string, Map<string, Need<View>[]>>,
  act: string,
  finding: View,
  newer: VersionOrder,
): void {
  const { device } = finding.device;
  const { fix } = finding.judgement;
  const byDevice = needs.get(act) ?? new Map<string, Need<View>[]>();
  needs.set(act, byDevice);
  const ofDevice = byDevice.get(device.id) ?? [];
  byDevice.set(device.id, ofDevice);
  for (const need of ofDevice) {
    const order = newer(fix.version, need.fix.version);
    if (order === null) continue; // versions of different series: nobody can tell whether one covers the other
    need.findings.push(finding);
    if (order === 'newer') need.fix = fix;
    return;
  }
  ofDevice.push({ act, device, findings: [finding], fix });
}

/** Kind of act, what it is done to, and the advisory where that is all there is to go by. */
function actKey(finding: ActView, subject: string, newer: VersionOrder): string {
  const { fix, verdict } = finding.judgement;
  if (verdict !== 'affected') return join('clarify', subject, String(hasVersion(finding.device.device)));
  if (isBehind(finding, newer)) return join('recheck', subject, fix.advisory ?? '');
  return join(fix.kind, subject, fix.version === null ? (fix.advisory ?? '') : '');
}

/**
 * The fix named is not newer than what runs: the advisory's words and its version range contradict each other.
 * Updating to it is no act; somebody has to look.
 */
function isBehind({ device: { device }, judgement: { fix } }: ActView, newer: VersionOrder): boolean {
  if (fix.kind !== 'vendor-fix' || fix.part !== null || device.version === undefined) return false;
  const order = newer(fix.version, device.version);
  return fix.version !== null && (order === 'older' || order === 'same');
}

/**
 * Names what an act is done to. Devices whose texts differ ("BD Alaris 8015", "CareFusion PCU 8015") were recognised
 * as the same product, and the most specific name of it (they extend each other: windows_10, windows_10_22h2) stands
 * for all. Where nothing was recognised, the text itself does. Worked out once per device, not per finding.
 */
function subjectReader(): (finding: ActView) => string {
  const known = new Map<string, { readonly device: string; readonly os: string; readonly osText: string }>();
  return ({ device: { device, identified }, judgement: { fix } }) => {
    let subjects = known.get(device.id);
    if (subjects === undefined) {
      const osText = fold(device.os ?? '');
      const named = mostSpecific(identified, 'device') ?? fold(modelOf(device));
      subjects = { device: named, os: mostSpecific(identified, 'os') ?? osText, osText };
      known.set(device.id, subjects);
    }
    if (fix.part === null) return subjects.device;
    const part = fold(fix.part);
    return part === subjects.osText ? subjects.os : part;
  };
}

function mostSpecific(identified: readonly Identified[], item: Identified['item']): string | null {
  let last: string | null = null;
  for (const it of identified)
    if (it.item === item && it.confidence !== 'candidate' && (last === null || it.product > last))
      last = it.product;
  return last;
}

function join(...words: string[]): string {
  return words.join('\u0001');
}

/** "B. Braun" and "B Braun" are one maker. */
function fold(text: string): string {
  return text.toLowerCase().replaceAll(/[^\p{L}\p{N}]+/gu, '');
}

function modelOf(device: Device): string {
  const words = device.model === undefined ? [device.os] : [device.manufacturer, device.model];
  return (
    words.filter((it) => it !== undefined && it !== '').join(' ') || (device.deviceType ?? 'unnamed device')
  );
}

function hasVersion(device: Device): boolean {
  return (device.version ?? device.osVersion ?? '') !== '';
}

function actOf(id: string, needs: readonly Need<ActView>[]): Act {
  const [{ fix, act }] = needs as [Need<ActView>, ...Need<ActView>[]];
  const kind = act.startsWith('clarify') || act.startsWith('recheck') ? 'clarify' : fix.kind;
  return {
    id: id.replaceAll('\u0001', '~'),
    kind,
    ask: kind === 'clarify' ? askOf(act, needs) : null,
    isPart: fix.part !== null,
    subject: commonest(needs.map((it) => it.fix.part ?? modelOf(it.device))),
    version: fix.version,
    advisory: fix.advisory,
    details: fix.details,
    url: fix.url,
  };
}

function actionOf(id: string, needs: readonly Need<FindingView>[], asOf: string): Action {
  const act = actOf(id, needs);
  const findings = needs.flatMap((it) => it.findings);
  const { kind } = act;
  const tierById = highestTiers(findings);
  const points = findings.reduce((sum, it) => sum + it.judgement.score, 0);
  const critical = [...tierById.values()].filter((it) => it === 'critical').length;
  const dueDates = findings.map((it) => it.judgement.ruling?.dueBy ?? null).filter((it) => it !== null);
  return {
    ...act,
    title: actionTitle(act, needs.length),
    clears: clearsOf(kind, tierById.size, critical, points),
    deviceIds: needs.map((it) => it.device.id),
    vulnerabilities: [...tierById.keys()],
    findings: findings.length,
    critical,
    highestTier: TIERS.find((tier) => [...tierById.values()].includes(tier)) ?? 'low',
    points,
    dueBy: dueDates.reduce<string | null>((first, it) => (first === null || it < first ? it : first), null),
    overdue: dueDates.filter((it) => it < asOf).length,
    heldDevices: kind === 'vendor-fix' ? needs.filter((it) => it.findings.every(isHeld)).length : 0,
  };
}

function isHeld({ judgement }: FindingView): boolean {
  return judgement.readiness.kind !== 'patchable';
}

/** By vulnerability, the most urgent tier it has on any of the devices, most urgent first. */
function highestTiers(findings: readonly FindingView[]): Map<string, Tier> {
  const tiers = new Map<string, Tier>();
  for (const { judgement } of findings) {
    const { id } = judgement.vulnerability;
    const known = tiers.get(id);
    if (known === undefined || TIERS.indexOf(judgement.tier) < TIERS.indexOf(known))
      tiers.set(id, judgement.tier);
  }
  const urgency = ([id, tier]: [string, Tier]) => `${TIERS.indexOf(tier)}${id}`;
  return new Map([...tiers].sort((a, b) => (urgency(a) < urgency(b) ? -1 : 1)));
}

function askOf(act: string, needs: readonly Need<ActView>[]): Action['ask'] {
  if (act.startsWith('recheck')) return 'recheck';
  return needs.every((it) => hasVersion(it.device)) ? 'check' : 'record-version';
}

/** What tells one act from another; with the number of devices it reads as a title. */
export type ActionWords = Pick<Action, 'kind' | 'ask' | 'isPart' | 'subject' | 'version' | 'advisory'>;

/** "Update 212 BD Alaris 8015 to 12.3" */
export function actionTitle(
  { kind, ask, isPart, subject, version, advisory }: ActionWords,
  devices: number,
): string {
  const count = grouped(devices);
  const many = isPart
    ? `${subject} on ${count} ${count === '1' ? 'device' : 'devices'}`
    : `${count} ${subject}`;
  switch (kind) {
    case 'vendor-fix':
      if (version !== null) return `Update ${many} to ${version}`;
      return `Apply the vendor's fix${advisory === null ? '' : ` from ${advisory}`} to ${many}`;
    case 'mitigation':
      return `Mitigate ${many} as ${advisory ?? 'the vendor'} advises`;
    case 'none':
      if (isPart) return `Install the current updates of ${many}: no source names the fixed version`;
      return `Ask the vendor about, isolate or replace ${many}: no fix known`;
    case 'clarify':
      if (ask === 'recheck')
        return `Ask the vendor about ${many}: they run ${version ?? ''} or later, which ${advisory ?? 'the source'} calls the fix`;
      return ask === 'check'
        ? `Check ${many} by hand: version and sources cannot be compared`
        : `Record the version of ${many}`;
  }
}

/** The text that most of them have; the first of equals. */
function commonest(texts: readonly string[]): string {
  const counts = new Map<string, number>();
  for (const it of texts) counts.set(it, (counts.get(it) ?? 0) + 1);
  let best = '';
  for (const [text, count] of counts) if (count > (counts.get(best) ?? 0)) best = text;
  return best;
}

function clearsOf(kind: Action['kind'], vulnerabilities: number, critical: number, points: number): string {
  const cves = `${grouped(vulnerabilities)} ${vulnerabilities === 1 ? 'CVE' : 'CVEs'}`;
  const severe = critical === 0 ? '' : `, ${grouped(critical)} critical`;
  const verb = { 'vendor-fix': 'clears', mitigation: 'mitigates', none: 'leaves open', clarify: 'settles' }[
    kind
  ];
  return `${verb} ${cves}${severe}, ${grouped(points)} ${kind === 'clarify' ? 'possible risk points' : 'risk points'}`;
}

/** 1140 → "1,140" */
function grouped(value: number): string {
  return String(value).replaceAll(/\B(?=(?:\d{3})+$)/g, ',');
}

// What a ward can do comes before what it can only ask for, and that before what is not even certain.
const TURN: Readonly<Record<Action['kind'], number>> = {
  'vendor-fix': 0,
  mitigation: 0,
  none: 1,
  clarify: 2,
};

function byWorth(a: Action, b: Action): number {
  return TURN[a.kind] - TURN[b.kind] || b.points - a.points || (a.id < b.id ? -1 : 1);
}

/** Whether the first version is newer; null: the two cannot be ordered. Either may be unstated; answers are kept. */
type VersionOrder = (a: string | null, b: string | null) => 'newer' | 'same' | 'older' | null;

/** "2022-08-10": sources give a day where they know no release; it says nothing beside "5.19". */
function isDated(version: string): boolean {
  return /^(?:19|20)\d{2}[-./]\d{1,2}(?:[-./]\d{1,2})?$/.test(version);
}

function versionOrder(): VersionOrder {
  const known = new Map<string, Version | null>();
  const read = (text: string): Version | null => {
    let version = known.get(text);
    if (version === undefined) known.set(text, (version = readVersion(text)));
    return version;
  };
  const compare: VersionOrder = (a, b) => {
    if (a === null || b === null || isDated(a) !== isDated(b)) return null;
    const [first, second] = [read(a), read(b)];
    const order = first === null || second === null ? null : compareVersions(first, second);
    return order === null ? null : order > 0 ? 'newer' : order < 0 ? 'older' : 'same';
  };
  const orders = new Map<string | null, Map<string | null, ReturnType<VersionOrder>>>();
  return (a, b) => {
    if (a === b) return 'same';
    const row = orders.get(a) ?? new Map<string | null, ReturnType<VersionOrder>>();
    orders.set(a, row);
    let order = row.get(b);
    if (order === undefined) row.set(b, (order = compare(a, b)));
    return order;
  };
}
