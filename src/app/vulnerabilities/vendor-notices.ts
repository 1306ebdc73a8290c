import { readVector } from '#feeds/cvss';
import type { VendorNotice } from '#engine/words';
import { lockFeed, updateFeedSettings } from '#store/feeds';
import type { Tx } from '#store/store';
import { findNotice, insertNotice, type KeptNotice, updateNotice } from '#store/vendor-notices';
import { act, see } from '../act.ts';
import type { Context } from '../context.ts';
import { syncFeedJob } from '../feeds/feed-jobs.ts';
import { NOTICES_FEED } from '../feeds/known-feeds.ts';
import { startJob } from '../jobs/start.ts';
import { Refused } from '../refusal.ts';

/** A notice that somebody entered or changed, and the job that has devices held against it. */
export interface TakenNotice {
  readonly id: string;
  readonly jobId: string;
}

/**
 * Enters the notice of a vendor that no feed brings: it becomes an advisory like any other.
 * @throws Refused where its CVSS vector cannot be read
 */
export async function enterNotice(ctx: Context, said: VendorNotice): Promise<TakenNotice> {
  refuseVector(said);
  return act(ctx, { permission: 'feeds.manage' }, async (tx) => {
    const id = `VN-${said.publishedOn}-${ctx.newId().slice(-6)}`;
    const byId = 'id' in ctx.actor ? ctx.actor.id : null;
    const byName = ctx.actor.kind === 'nobody' ? 'Nobody signed in' : ctx.actor.name;
    await insertNotice(tx, id, said, { at: ctx.now(), byId, byName });
    return {
      value: { id, jobId: await haveRead(ctx, tx) },
      audit: { act: 'notice.enter', subject: { kind: 'advisory', id }, detail: detailOf(said) },
    };
  });
}

export async function readNotice(ctx: Context, id: string): Promise<KeptNotice> {
  return see(ctx, 'findings.read', async (db) => foundNotice(await findNotice(db, id), id));
}

/** @throws Refused where somebody else was first, where it was withdrawn, or where its CVSS vector cannot be read */
export async function reviseNotice(
  ctx: Context,
  { id, version }: Pick<KeptNotice, 'id' | 'version'>,
  said: VendorNotice,
): Promise<TakenNotice> {
  refuseVector(said);
  return act(ctx, { permission: 'feeds.manage' }, async (tx) => {
    const before = foundNotice(await findNotice(tx, id), id);
    if (!(await updateNotice(tx, { id, version }, { said }, ctx.now()))) throw overtaken(before);
    return {
      value: { id, jobId: await haveRead(ctx, tx) },
      audit: { act: 'notice.revise', subject: { kind: 'advisory', id }, detail: detailOf(said) },
    };
  });
}

/** Takes a notice back: what rests on it alone closes. @throws Refused where somebody else was first */
export async function withdrawNotice(
  ctx: Context,
  { id, version }: Pick<KeptNotice, 'id' | 'version'>,
  because: string,
): Promise<TakenNotice> {
  return act(ctx, { permission: 'feeds.manage' }, async (tx) => {
    const before = foundNotice(await findNotice(tx, id), id);
    const now = ctx.now();
    if (!(await updateNotice(tx, { id, version }, { withdrawnAt: now }, now))) throw overtaken(before);
    return {
      value: { id, jobId: await haveRead(ctx, tx) },
      audit: { act: 'notice.withdraw', subject: { kind: 'advisory', id }, detail: { because } },
    };
  });
}

/** Has the feed of notices read; it is switched on with the first of them. */
async function haveRead(ctx: Context, tx: Tx): Promise<string> {
  const feed = await lockFeed(tx, NOTICES_FEED);
  if (feed === null) throw new Error('The feed of notices is not in the ledger');
  if (!feed.isEnabled) await updateFeedSettings(tx, feed, { ...feed, isEnabled: true });
  const input = { feedId: feed.id, name: feed.name, acceptShorter: false };
  return (await startJob(ctx, tx, syncFeedJob, input, { key: feed.id })).id;
}

function detailOf({ products, cves, remedy, ...said }: VendorNotice) {
  return { ...said, products: products.map((it) => ({ ...it })), cves, remedy: { ...remedy } };
}

function refuseVector({ cvss }: VendorNotice): void {
  if (cvss === null) return;
  const read = readVector(cvss);
  if ('problem' in read) throw new Refused({ code: 'invalid', field: 'cvss', because: read.problem });
}

function foundNotice(it: KeptNotice | null, id: string): KeptNotice {
  if (it === null) throw new Refused({ code: 'not-found', what: `notice ${id}` });
  return it;
}

function overtaken({ id, withdrawnAt }: KeptNotice): Refused {
  return withdrawnAt === null
    ? new Refused({ code: 'stale', what: `notice ${id}` })
    : new Refused({ code: 'conflict', because: `Cannot change ${id}: it was withdrawn` });
}
