import { mayAnywhere } from '#engine/access';
import { findPerson, listPeople } from '#store/people';
import { assignVulnerabilities, insertComment, noteReviewed } from '#store/triage';
import type { Tx } from '#store/store';
import { findVulnerabilities } from '#store/vulnerabilities';
import { act, see } from '../act.ts';
import type { Context } from '../context.ts';
import { Refused } from '../refusal.ts';

const TRIAGE = { permission: 'findings.triage', subject: 'anywhere' } as const;

export interface Owner {
  readonly id: string;
  readonly name: string;
}

const OWNERS_MAX = 500;

/** Who may look after vulnerabilities, by name. */
export async function listOwners(ctx: Context): Promise<readonly Owner[]> {
  return see(ctx, 'findings.triage', async (db) => {
    const { people } = await listPeople(
      db,
      { kind: 'person', disabled: false },
      { after: null, limit: OWNERS_MAX },
    );
    return people
      .filter((it) => mayAnywhere(it.grants, 'findings.triage'))
      .map(({ id, name }) => ({ id, name }));
  });
}

/** Gives vulnerabilities to somebody to look after; null: to nobody. */
export async function assign(
  ctx: Context,
  vulnerabilities: readonly string[],
  ownerId: string | null,
): Promise<void> {
  await act(ctx, TRIAGE, async (tx) => {
    await known(tx, vulnerabilities);
    const owner = ownerId === null ? null : await ownerIn(tx, ownerId);
    await assignVulnerabilities(tx, vulnerabilities, owner);
    return {
      value: undefined,
      audit: vulnerabilities.map((id) => ({
        act: 'vulnerability.assign',
        subject: { kind: 'vulnerability', id },
        detail: { owner: owner?.name ?? null },
      })),
    };
  });
}

/** @throws Refused when they cannot look after findings */
export async function ownerIn(tx: Tx, id: string): Promise<Owner> {
  const person = await findPerson(tx, id);
  if (person === null || person.disabledAt !== null || !mayAnywhere(person.grants, 'findings.triage'))
    throw new Refused({
      code: 'invalid',
      because: 'Cannot assign this: the account does not exist, is disabled, or may not triage findings',
      field: 'ownerId',
    });
  return { id, name: person.name };
}

/** Notes that somebody has looked: the next review is due a cycle later. */
export async function review(
  ctx: Context,
  vulnerabilities: readonly string[],
  comment: string | null,
): Promise<void> {
  await act(ctx, TRIAGE, async (tx) => {
    await known(tx, vulnerabilities);
    await noteReviewed(tx, vulnerabilities, { at: ctx.now(), byName: nameOf(ctx) });
    if (comment !== null) for (const id of vulnerabilities) await writeComment(ctx, tx, id, comment);
    return {
      value: undefined,
      audit: vulnerabilities.map((id) => ({
        act: 'vulnerability.review',
        subject: { kind: 'vulnerability', id },
        detail: { comment },
      })),
    };
  });
}

export async function comment(ctx: Context, vulnerability: string, text: string): Promise<void> {
  await act(ctx, TRIAGE, async (tx) => {
    await known(tx, [vulnerability]);
    await writeComment(ctx, tx, vulnerability, text);
    return {
      value: undefined,
      audit: {
        act: 'vulnerability.comment',
        subject: { kind: 'vulnerability', id: vulnerability },
        detail: { text },
      },
    };
  });
}

async function writeComment(ctx: Context, tx: Tx, vulnerability: string, text: string): Promise<void> {
  const byId = 'id' in ctx.actor ? ctx.actor.id : null;
  await insertComment(tx, vulnerability, {
    id: ctx.newId(),
    at: ctx.now(),
    byId,
    byName: nameOf(ctx),
    text,
  });
}

function nameOf({ actor }: Context): string {
  return actor.kind === 'nobody' ? 'Nobody signed in' : actor.name;
}

async function known(tx: Tx, ids: readonly string[]): Promise<void> {
  const found = await findVulnerabilities(tx, ids);
  const unknown = ids.find((it) => !found.has(it));
  if (unknown !== undefined)
    throw new Refused({ code: 'not-found', what: `vulnerability ${unknown} on any device here` });
}
