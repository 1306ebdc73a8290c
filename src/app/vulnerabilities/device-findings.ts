import type { Scope } from '#engine/access';
import type { Device } from '#engine/words';
import { findDevice } from '#store/devices';
import { type ClosedFinding, listClosedFindings, listFindingsOfDevice } from '#store/findings';
import { type DeviceDoubt, listDoubtsOfDevice } from '#store/identifications';
import type { Db } from '#store/store';
import { see } from '../act.ts';
import type { Context } from '../context.ts';
import { configuredFields } from '../inventory/configured.ts';
import { Refused } from '../refusal.ts';
import { readDay, type FindingDay, labelled, type ListedFinding } from './findings.ts';
import { readKnowledge } from './knowledge.ts';

export interface DeviceFindings extends FindingDay {
  readonly items: readonly ListedFinding[];
  readonly total: number;
  readonly isMatched: boolean;
  readonly closed: readonly ClosedFinding[];
  /** What it may be: more findings hang on the answer. */
  readonly doubts: readonly DeviceDoubt[];
}

/** An operating system can have thousands of weaknesses; a page shows so many, the list of findings has all. */
const SHOWN_MAX = 300;

/** What one device has, and had. */
export async function listDeviceFindings(ctx: Context, id: string): Promise<DeviceFindings> {
  return see(ctx, 'findings.read', async (db, scopes) => {
    await seenDevice(db, id, scopes);
    const { items, total, isMatched } = await listFindingsOfDevice(db, id, SHOWN_MAX);
    const closed = await listClosedFindings(db, id, SHOWN_MAX);
    const doubts = await listDoubtsOfDevice(db, id);
    return { items: items.map(labelled), total, isMatched, closed, doubts, ...(await readDay(ctx)) };
  });
}

export interface NotAffected {
  readonly vulnerability: string;
  readonly why: string;
  /** Sources disagree, and this is the rule that decided; null: they do not. */
  readonly contradiction: string | null;
  readonly cvss: number | null;
}

/** What sources name for a product of the device, and exclude; where they disagree first, then the gravest. */
export async function listNotAffected(ctx: Context, id: string): Promise<NotAffected[]> {
  return see(ctx, 'findings.read', async (db, scopes) => {
    const { fields, inherited } = await seenDevice(db, id, scopes);
    const knowledge = await readKnowledge(ctx);
    if (knowledge === null) return [];
    const [effective] = await configuredFields(db, [{ id, fields, inherited }]);
    const device: Device = { ...effective, id };
    const judge = knowledge.judge(ctx.now().toISOString().slice(0, 10));
    const { notAffected } = judge.judge(device);
    judge.forget();
    const disputedFirst = notAffected.toSorted(
      (a, b) => Number(b.contradiction !== null) - Number(a.contradiction !== null),
    );
    return disputedFirst.slice(0, SHOWN_MAX).map(({ vulnerability, why, contradiction }) => ({
      vulnerability: vulnerability.id,
      why,
      contradiction,
      cvss: vulnerability.cvss?.baseScore ?? null,
    }));
  });
}

async function seenDevice(db: Db, id: string, scopes: readonly Scope[]) {
  const device = await findDevice(db, id, scopes);
  if (device === null) throw new Refused({ code: 'not-found', what: `device ${id}` });
  return device;
}
