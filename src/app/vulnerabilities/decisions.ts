import * as z from 'zod';
import type { DecisionSaying, DecisionState, Justification } from '#engine/decisions';
import { addDays } from '#engine/risk';
import { lockMatching } from '#store/cohorts';
import {
  approveDecision as approve,
  countDecisions,
  coverFindings,
  type Decision,
  type DecisionSelection,
  endDecision,
  findDecision,
  insertDecision,
  listApprovedDecisions,
  listDecisionsBefore,
  listRequestedOf,
  lockDecision,
} from '#store/decisions';
import { noteSaidChanged } from '#store/finding-summary';
import { countFindings, pageFindings } from '#store/finding-pages';
import type { Tx } from '#store/store';
import { findVulnerabilities } from '#store/vulnerabilities';
import { act, see } from '../act.ts';
import type { Actor, Context } from '../context.ts';
import { announce } from '../destinations/announce.ts';
import { decisionApproved, decisionEnded, decisionRequested } from '../destinations/decision-events.ts';
import { jobKind } from '../jobs/kind.ts';
import { startJob } from '../jobs/start.ts';
import { Refused } from '../refusal.ts';
import { decidedSelection } from './decided-selection.ts';
import { filterOf, labelled, type ListedFinding } from './findings.ts';
import { keepPatching } from './keep-lists.ts';

export interface DecisionWish {
  readonly vulnerabilities: readonly string[];
  readonly says: DecisionSaying;
  readonly justification: Justification | null;
  readonly reason: string;
  /** Devices, in the one filter grammar; empty: all. */
  readonly filter: string;
  /** Last day it holds. */
  readonly expiresOn: string;
}

/** Nothing is decided for ever. */
const DAYS_MAX = 366;
const SHOWN = 5;

/** What a decision would cover. */
export interface DecisionPreview {
  readonly findings: number;
  readonly first: readonly ListedFinding[];
}

export async function previewDecision(
  ctx: Context,
  { vulnerabilities, filter }: Pick<DecisionWish, 'vulnerabilities' | 'filter'>,
): Promise<DecisionPreview> {
  return see(ctx, 'findings.triage', async (db, scopes) => {
    let findings = 0;
    const first: ListedFinding[] = [];
    for (const vulnerability of vulnerabilities) {
      const selection = decidedSelection(ctx, { vulnerability, filter, scopes });
      findings += await countFindings(db, selection, null);
      if (first.length < SHOWN)
        first.push(...(await pageFindings(db, selection, { after: null, limit: SHOWN })).map(labelled));
    }
    return { findings, first: first.slice(0, SHOWN) };
  });
}

/** Asks for a decision on each of the vulnerabilities. Somebody else has to approve it before it counts. */
export async function requestDecision(ctx: Context, wish: DecisionWish): Promise<readonly string[]> {
  const today = ctx.now().toISOString().slice(0, 10);
  if (wish.expiresOn <= today || wish.expiresOn > addDays(today, DAYS_MAX))
    throw invalid('expiresOn', `it ends after today, and within ${DAYS_MAX} days`);
  if (wish.says === 'not-affected' && wish.justification === null)
    throw invalid('justification', 'say why the devices are not affected');
  filterOf(ctx, wish.filter);
  return act(ctx, { permission: 'findings.triage', subject: 'anywhere' }, async (tx) => {
    const known = await findVulnerabilities(tx, wish.vulnerabilities);
    const unknown = wish.vulnerabilities.find((it) => !known.has(it));
    if (unknown !== undefined) throw new Refused({ code: 'not-found', what: `vulnerability ${unknown}` });
    const scopes = await see(ctx, 'findings.triage', async (_, its) => its);
    const batch = ctx.newId();
    const made = wish.vulnerabilities.map((vulnerability) => ({
      ...wish,
      id: ctx.newId(),
      batch,
      vulnerability,
      scopes,
      requestedAt: ctx.now(),
      ...requester(ctx.actor),
    }));
    for (const it of made) await insertDecision(tx, it);
    await announce(ctx, tx, decisionRequested(batch, made));
    return {
      value: made.map((it) => it.id),
      audit: made.map(({ id, vulnerability, says, reason, filter, expiresOn }) => ({
        act: 'decision.request',
        subject: { kind: 'decision', id },
        detail: { vulnerability, says, reason, filter, expiresOn },
      })),
    };
  });
}

/** Puts a requested decision into force. Two people: nobody approves what they asked for. */
export async function approveDecision(ctx: Context, id: string): Promise<void> {
  await putInForce(ctx, id);
  await keepPatching(ctx);
}

async function putInForce(ctx: Context, id: string): Promise<void> {
  await act(ctx, { permission: 'findings.approve' }, async (tx) => {
    await lockMatching(tx);
    const it = await standing(tx, id, ['requested']);
    if (ctx.actor.kind !== 'system' && 'id' in ctx.actor && ctx.actor.id === it.requestedBy)
      throw new Refused({
        code: 'conflict',
        because: 'Cannot approve this decision: whoever asked for it cannot approve it',
      });
    if (it.expiresOn < ctx.now().toISOString().slice(0, 10))
      throw new Refused({
        code: 'conflict',
        because: `Cannot approve this decision: it ended on ${it.expiresOn}`,
      });
    const byName = requester(ctx.actor).requestedByName;
    await approve(tx, id, { at: ctx.now(), byName });
    await announce(ctx, tx, decisionApproved(it, byName));
    await coverFindings(tx, id, decidedSelection(ctx, it));
    await noteSaidChanged(tx);
    return {
      value: undefined,
      audit: {
        act: 'decision.approve',
        subject: { kind: 'decision', id },
        detail: { vulnerability: it.vulnerability, says: it.says, requestedBy: it.requestedByName },
      },
    };
  });
}

/** More findings than these are covered by a job, with progress. */
const COVERED_AT_ONCE_MAX = 5000;
const DECISIONS_AT_ONCE_MAX = 20;

/**
 * Puts everything that was asked for together into force. @returns the job that does, where it is much; null: it is done
 */
export async function approveBatch(ctx: Context, batch: string): Promise<string | null> {
  const ids = await see(ctx, 'findings.approve', (db) => listRequestedOf(db, batch));
  const [first] = ids;
  if (first === undefined) throw new Refused({ code: 'not-found', what: `request ${batch} that waits` });
  if (ids.length <= DECISIONS_AT_ONCE_MAX && (await reachOf(ctx, ids)) <= COVERED_AT_ONCE_MAX) {
    for (const id of ids) await putInForce(ctx, id);
    await keepPatching(ctx);
    return null;
  }
  return act(ctx, { permission: 'findings.approve' }, async (tx) => {
    const { reason } = await standing(tx, first, ['requested']);
    const title = `Approve ${ids.length === 1 ? '1 decision' : `${ids.length} decisions`}: ${reason.slice(0, 80)}`;
    const job = await startJob(ctx, tx, APPROVE_DECISIONS_JOB, { batch, title }, { key: batch });
    return {
      value: job.id,
      audit: {
        act: 'decision.approve-all',
        subject: { kind: 'decision', id: batch },
        detail: { decisions: ids.length },
      },
    };
  });
}

async function reachOf(ctx: Context, ids: readonly string[]): Promise<number> {
  return see(ctx, 'findings.approve', async (db) => {
    let findings = 0;
    for (const id of ids) {
      const it = await findDecision(db, id);
      if (it === null) continue;
      findings += await countFindings(db, decidedSelection(ctx, it), COVERED_AT_ONCE_MAX);
      if (findings > COVERED_AT_ONCE_MAX) break;
    }
    return findings;
  });
}

/** One decision after the other: what is in force already stays so when the job is begun again. */
export const APPROVE_DECISIONS_JOB = jobKind({
  name: 'decision.approve',
  words: 'Approve decisions',
  permission: 'findings.read',
  title: ({ title }) => title,
  input: z.object({ batch: z.uuid(), title: z.string() }),
  page: () => '/decisions',
  run: async (ctx, { batch }, { signal, progress }) => {
    const ids = await listRequestedOf(ctx.store.db, batch);
    for (const [done, id] of ids.entries()) {
      signal.throwIfAborted();
      progress(done, ids.length, 'decisions');
      await putInForce(ctx, id);
    }
    await keepPatching(ctx);
    progress(ids.length, ids.length, 'decisions');
    return null;
  },
});

export async function declineDecision(ctx: Context, id: string, because: string): Promise<void> {
  await act(ctx, { permission: 'findings.approve' }, async (tx) => {
    const it = await standing(tx, id, ['requested']);
    const decidedByName = requester(ctx.actor).requestedByName;
    await endDecision(tx, id, { state: 'declined', at: ctx.now(), because, decidedByName });
    await announce(ctx, tx, decisionEnded(it, { how: 'declined', because }));
    return { value: undefined, audit: note('decision.decline', it, because) };
  });
}

/** Takes a decision, or the request for one, back; its findings are open again, unless another one covers them. */
export async function withdrawDecision(ctx: Context, id: string, because: string): Promise<void> {
  await act(ctx, { permission: 'findings.triage', subject: 'anywhere' }, async (tx) => {
    await lockMatching(tx);
    const it = await standing(tx, id, ['requested', 'approved']);
    await endDecision(tx, id, { state: 'withdrawn', at: ctx.now(), because });
    await announce(ctx, tx, decisionEnded(it, { how: 'withdrawn', because }));
    for (const other of await listApprovedDecisions(tx, it.vulnerability))
      await coverFindings(tx, other.id, decidedSelection(ctx, other));
    await noteSaidChanged(tx);
    return { value: undefined, audit: note('decision.withdraw', it, because) };
  });
  await keepPatching(ctx);
}

/** Newest first. */
export async function listDecisions(
  ctx: Context,
  selection: DecisionSelection,
  { before, limit }: { readonly before: string | null; readonly limit: number },
): Promise<{ readonly items: readonly Decision[]; readonly total: number; readonly next: string | null }> {
  return see(ctx, 'findings.read', async (db) => {
    const found = await listDecisionsBefore(db, selection, { before, limit: limit + 1 });
    const items = found.slice(0, limit);
    return {
      items,
      total: await countDecisions(db, selection),
      next: found.length > limit ? (items.at(-1)?.id ?? null) : null,
    };
  });
}

async function standing(tx: Tx, id: string, states: readonly DecisionState[]): Promise<Decision> {
  const it = await lockDecision(tx, id);
  if (it === null) throw new Refused({ code: 'not-found', what: `decision ${id}` });
  if (!states.includes(it.state))
    throw new Refused({
      code: 'conflict',
      because: `Cannot change this decision: it is ${it.state} already`,
    });
  return it;
}

function note(name: string, { id, vulnerability, says }: Decision, because: string) {
  return { act: name, subject: { kind: 'decision', id }, detail: { vulnerability, says, because } };
}

function requester(actor: Actor): Pick<Decision, 'requestedBy' | 'requestedByName'> {
  if (actor.kind === 'system') return { requestedBy: null, requestedByName: actor.name };
  return actor.kind === 'nobody'
    ? { requestedBy: null, requestedByName: 'Nobody signed in' }
    : { requestedBy: actor.id, requestedByName: actor.name };
}

function invalid(field: string, because: string): Refused {
  return new Refused({ code: 'invalid', because: `Cannot ask for this decision: ${because}`, field });
}
