import { valueText } from '#engine/filter';
import { type ActionWords, actionTitle } from '#engine/triage';
import { findActions, findDeviceNames, findTitles } from '#store/finding-group-names';
import {
  type FindingGroup,
  type Grouping,
  groupFindings as group,
  type GroupPlace,
} from '#store/finding-groups';
import type { Db } from '#store/store';
import { see } from '../act.ts';
import type { Context } from '../context.ts';
import { counted } from '../counted.ts';
import { asks, filterOf } from './findings.ts';
import { labelOf } from './judge.ts';

/** A group in words, with the filter that opens its rows. */
export interface NamedGroup extends FindingGroup {
  readonly title: string;
  readonly note: string | null;
  readonly url: string | null;
  /** Kind of act; null: it is grouped by something else. */
  readonly act: ActionWords['kind'] | null;
  readonly filter: string;
}

export interface NamedGroups {
  readonly items: readonly NamedGroup[];
  readonly total: number;
  readonly points: number;
  readonly next: GroupPlace | null;
}

/** Findings by what they have in common; what comes to most risk first. */
export async function groupFindings(
  ctx: Context,
  {
    by,
    filter,
    after,
    limit,
  }: {
    readonly by: Grouping;
    readonly filter: string;
    readonly after: GroupPlace | null;
    readonly limit: number;
  },
): Promise<NamedGroups> {
  return see(ctx, 'findings.read', async (db, scopes) => {
    const asked = filterOf(ctx, filter);
    const selection = {
      filter: asked,
      scopes,
      decided: asks(asked, 'decided') ? 'both' : 'left-out',
    } as const;
    const question = ['groups', by, asked, scopes, after, limit];
    const page = await counted(ctx.store, db, question, () =>
      group(db, selection, by, { after, limit: limit + 1 }),
    );
    const shown = page.items.slice(0, limit);
    const last = page.items.length > limit ? shown.at(-1) : undefined;
    return {
      items: await named(db, by, filter, shown),
      total: page.total,
      points: page.points,
      next: last === undefined ? null : { points: last.riskPoints, findings: last.findings, key: last.key },
    };
  });
}

async function named(
  db: Db,
  by: Grouping,
  filter: string,
  groups: readonly FindingGroup[],
): Promise<NamedGroup[]> {
  const keys = groups.map((it) => it.key);
  const within = (term: string) =>
    [filter === '' ? '' : /\bor\b/.test(filter) ? `(${filter})` : filter, term]
      .filter((it) => it !== '')
      .join(' ');
  const plain = { note: null, url: null, act: null };
  switch (by) {
    case 'device': {
      const names = await findDeviceNames(db, keys);
      return groups.map((it) => {
        const found = names.get(it.key);
        return {
          ...it,
          ...plain,
          title: found?.name ?? 'Unnamed device',
          note: found === undefined ? null : labelOf({ ...found.fields, id: '' }),
          filter: within(`device:=${it.key}`),
        };
      });
    }
    case 'vulnerability':
    case 'advisory': {
      const titles = await findTitles(db, by, keys);
      return groups.map((it) => ({
        ...it,
        ...plain,
        title: it.key,
        note: titles.get(it.key) ?? null,
        filter: within(`${by}:=${valueText(it.key)}`),
      }));
    }
    case 'action': {
      const actions = await findActions(db, keys.map(Number));
      return groups.map((it) => {
        const act = actions.get(Number(it.key));
        return {
          ...it,
          title: act === undefined ? `Act ${it.key}` : actionTitle(act, it.devices),
          note: act?.details ?? null,
          url: act?.url ?? null,
          act: act?.kind ?? null,
          filter: within(`action:${it.key}`),
        };
      });
    }
  }
}
