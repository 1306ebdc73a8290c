import { listTold } from '#store/destinations';
import { listToldSubjects, noteTold, takeToldBack } from '#store/told';
import { actUnasked } from '../act.ts';
import type { Context } from '../context.ts';
import { type DoubtfulFeed, standingIn } from '../feeds/standing.ts';
import type { Reconciler } from '../jobs/kind.ts';
import { announce } from './announce.ts';

/** Tells when a feed can no longer be leaned on, and when it can again: once each, however often it fails meanwhile. */
export const watchFeeds: Reconciler = {
  name: 'feed.watch',
  words: 'Tell of feeds that fail or are stale',
  everyMinutes: 10,
  run: async (ctx) => {
    const { db } = ctx.store;
    if ((await listTold(db, ['feed.in-doubt', 'feed.sound'])).length === 0) return null;
    const { inDoubt } = await standingIn(db, ctx.now());
    const known = await listToldSubjects(db, 'feed.in-doubt');
    const doubtful = new Set(inDoubt.map((it) => it.id));
    const fresh = inDoubt.filter((it) => !known.includes(it.id));
    const sound = known.filter((it) => !doubtful.has(it));
    if (fresh.length + sound.length === 0) return null;
    for (const it of fresh) await tellInDoubt(ctx, it);
    for (const id of sound) await tellSound(ctx, id);
    return `${fresh.length} feeds in doubt, ${sound.length} sound again`;
  },
};

async function tellInDoubt(ctx: Context, { id, name, state, asOf, problem }: DoubtfulFeed): Promise<void> {
  await actUnasked(ctx, async (tx) => {
    if (!(await noteTold(tx, 'feed.in-doubt', id, ctx.now()))) return { value: undefined, audit: null };
    const since = asOf === null ? 'It was never read' : `What it says holds as of ${asOf.toISOString()}`;
    await announce(ctx, tx, {
      kind: 'feed.in-doubt',
      title: `Feed ${name} cannot be leaned on: ${state}`,
      lines: [
        ...(problem === null ? [] : [problem]),
        since,
        'What rests on it is shown grey, and never as good.',
      ],
      data: { feedId: id, name, state, problem, asOf: asOf?.toISOString() ?? null },
    });
    return {
      value: undefined,
      audit: { act: 'feed.doubt', subject: { kind: 'feed', id }, detail: { name, state, problem } },
    };
  });
}

async function tellSound(ctx: Context, id: string): Promise<void> {
  await actUnasked(ctx, async (tx) => {
    await takeToldBack(tx, 'feed.in-doubt', id);
    await announce(ctx, tx, {
      kind: 'feed.sound',
      title: `Feed ${id} can be leaned on again`,
      lines: ['It was read again, or it is switched off.'],
      data: { feedId: id },
    });
    return { value: undefined, audit: { act: 'feed.trust', subject: { kind: 'feed', id }, detail: {} } };
  });
}
