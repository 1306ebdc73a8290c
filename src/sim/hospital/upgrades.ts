import type { Random } from '../random.ts';
import { MODELS, type Model } from './models.ts';
import { type Site, SITES } from './sites.ts';
import { systemOf } from './systems.ts';
import { type Since, WEEKS } from './weeks.ts';

/** A site brings all units of a model to its newest version, within some weeks. */
interface Campaign {
  readonly from: number;
  readonly weeks: number;
  /** How many of the units it reaches. */
  readonly reach: number;
}

export type Campaigns = (model: Model, site: Site) => Campaign | null;

const CAMPAIGN_CHANCE = 0.4;

export function planCampaigns(random: Random): Campaigns {
  const planned = new Map<string, Campaign>();
  for (const model of MODELS.filter((it) => it.versions.length > 1))
    for (const site of SITES)
      if (random.next() < CAMPAIGN_CHANCE)
        planned.set(keyOf(model, site), {
          from: 3 + random.below(WEEKS - 8),
          weeks: 2 + random.below(9),
          reach: 0.65 + random.next() * 0.33,
        });
  return (model, site) => planned.get(keyOf(model, site)) ?? null;
}

function keyOf(model: Model, site: Site): string {
  return `${model.maker} ${model.name} ${site.code}`;
}

interface Upgrading {
  readonly arrives: number;
  readonly random: Random;
}

/** Versions of a unit through the year: what it began with, and the campaign that reached it. */
export function versionsOver(
  model: Model,
  site: Site,
  { arrives, campaigns, random }: Upgrading & { readonly campaigns: Campaigns },
): Since<string | null>[] {
  const { versions } = model;
  const newest = versions.length - 1;
  if (newest < 0) return [{ week: 0, value: null }];
  const start = arrives > 0 ? newest : Math.min(newest, Math.floor(random.next() ** 0.7 * versions.length));
  const story: Since<string | null>[] = [{ week: 0, value: versions[start] ?? null }];
  const campaign = campaigns(model, site);
  const isReached = campaign !== null && random.next() < campaign.reach;
  if (start === newest || !isReached) return story;
  const week = campaign.from + random.below(campaign.weeks);
  return week <= arrives ? story : [...story, { week, value: versions[newest] ?? null }];
}

/** Machines of the desktop team are patched through the year; a maker's system moves once, if at all. */
const DESKTOP_MAKERS = new Set([
  'Dell',
  'HP',
  'HPE',
  'Lenovo',
  'Capsa Healthcare',
  'Ergotron',
  'Epic',
  'Apple',
]);

export function systemsOver(model: Model, { arrives, random }: Upgrading): Since<string | null>[] {
  if (model.os === null) return [{ week: 0, value: null }];
  const { builds } = systemOf(model.os);
  if (DESKTOP_MAKERS.has(model.maker)) return desktopBuilds(builds, random);
  const start = arrives > 0 ? builds.length - 1 : random.below(builds.length);
  const story: Since<string | null>[] = [{ week: 0, value: builds[start] ?? null }];
  const isMoved = start + 1 < builds.length && random.next() < 0.3;
  return isMoved
    ? [...story, { week: 4 + random.below(WEEKS - 6), value: builds[start + 1] ?? null }]
    : story;
}

/** A round every sixteen weeks or so; each machine takes a few weeks to follow, and one in ten is left behind. */
function desktopBuilds(builds: readonly string[], random: Random): Since<string | null>[] {
  const story: Since<string | null>[] = [{ week: 0, value: builds[0] ?? null }];
  if (random.next() < 0.1) return story;
  for (const [index, build] of builds.slice(1).entries())
    story.push({ week: 6 + index * 16 + random.below(6), value: build });
  return story.filter((it) => it.week < WEEKS);
}
