import { configurationOf } from '#engine/match';
import { lockMatching } from '#store/cohorts';
import { listStandingVerdicts } from '#store/absence-statements';
import { countDevicesOf, forgetJudged, listConfigurations } from '#store/identifications';
import { endRule as end, insertRules, type KeptRule, listRulesBefore } from '#store/pattern-rules';
import type { Db, Tx } from '#store/store';
import { act, see, seeWhole } from '../act.ts';
import type { Context } from '../context.ts';
import { Refused } from '../refusal.ts';
import { readKnowledge, weaknessesOf } from './knowledge.ts';
import { startMatching } from './match-job.ts';
import { isOfPattern, type Pattern, patternIn } from './pattern.ts';

export interface RuleWish {
  readonly filter: string;
  readonly vulnerabilities: readonly string[];
  /** Everything that these name, now and later. */
  readonly advisories: readonly string[];
  readonly reason: string;
}

/** What a rule would touch now. */
export interface RulePreview {
  readonly configurations: number;
  readonly devices: number;
  /** Findings that it would add: affected by now are left out. */
  readonly added: number;
}

/** What a rule would touch now; nothing is changed. @throws Refused where feeds know nothing of what it is about */
export async function previewRule(
  ctx: Context,
  { filter, ...about }: Pick<RuleWish, 'filter' | 'vulnerabilities' | 'advisories'>,
): Promise<RulePreview> {
  const pattern = readPattern(filter);
  return seeWhole(ctx, 'findings.triage', async (db) => {
    const vulnerabilities = await knownAbout(ctx, about);
    const ids = await configurationsOf(db, pattern);
    const devices = await countDevicesOf(db, ids);
    let added = 0;
    for (const vulnerability of vulnerabilities) {
      const asked = { vulnerabilities: [vulnerability], advisory: null };
      const verdicts = await listStandingVerdicts(db, ids, asked);
      for (const [id, count] of devices) if (verdicts.get(id)?.isAffected !== true) added += count;
    }
    return {
      configurations: devices.size,
      devices: [...devices.values()].reduce((sum, it) => sum + it, 0),
      added,
    };
  });
}

/** Has all devices of a pattern be affected, now and later. Only configurations of the pattern are judged anew. */
export async function makeRules(ctx: Context, wish: RuleWish): Promise<readonly string[]> {
  const pattern = readPattern(wish.filter);
  await see(ctx, 'findings.triage', async () => knownAbout(ctx, wish));
  return act(ctx, { permission: 'findings.triage' }, async (tx) => {
    await lockMatching(tx);
    const { actor } = ctx;
    const about = [
      ...wish.vulnerabilities.map((vulnerability) => ({ vulnerability, advisory: null })),
      ...wish.advisories.map((advisory) => ({ vulnerability: null, advisory })),
    ];
    const rules = about.map((it) => ({
      ...it,
      id: ctx.newId(),
      filter: wish.filter,
      reason: wish.reason,
      madeAt: ctx.now(),
      madeBy: 'id' in actor ? actor.id : null,
      madeByName: nameOf(ctx),
    }));
    await insertRules(tx, rules);
    await rejudge(ctx, tx, pattern);
    return {
      value: rules.map((it) => it.id),
      audit: rules.map(({ id, filter, vulnerability, advisory, reason }) => ({
        act: 'pattern-rule.make',
        subject: { kind: 'pattern-rule', id },
        detail: { filter, reason, ...(advisory === null ? { vulnerability } : { advisory }) },
      })),
    };
  });
}

export async function endRule(ctx: Context, id: string): Promise<void> {
  await act(ctx, { permission: 'findings.triage' }, async (tx) => {
    await lockMatching(tx);
    const ended = await end(tx, id, { at: ctx.now(), byName: nameOf(ctx) });
    if (ended === null) throw new Refused({ code: 'not-found', what: `rule ${id} that counts` });
    await rejudge(ctx, tx, readPattern(ended.filter));
    return {
      value: undefined,
      audit: {
        act: 'pattern-rule.end',
        subject: { kind: 'pattern-rule', id },
        detail: {
          filter: ended.filter,
          ...(ended.advisory === null
            ? { vulnerability: ended.vulnerability }
            : { advisory: ended.advisory }),
        },
      },
    };
  });
}

/** Ids of all that a rule is about now. @throws Refused where feeds know nothing of one */
async function knownAbout(
  ctx: Context,
  { vulnerabilities, advisories }: Pick<RuleWish, 'vulnerabilities' | 'advisories'>,
): Promise<readonly string[]> {
  if (vulnerabilities.length + advisories.length === 0)
    throw new Refused({
      code: 'invalid',
      because: 'Cannot make this rule: name a vulnerability or an advisory',
      field: 'vulnerabilities',
    });
  const catalogue = (await readKnowledge(ctx))?.catalogue;
  const unknown = vulnerabilities.find((it) => (catalogue?.indexOf(it) ?? -1) === -1);
  if (unknown !== undefined) throw new Refused({ code: 'not-found', what: `vulnerability ${unknown}` });
  const named = catalogue === undefined ? new Map() : weaknessesOf(catalogue, new Set(advisories));
  const silent = advisories.find((it) => !named.has(it));
  if (silent !== undefined)
    throw new Refused({ code: 'not-found', what: `advisory ${silent} that names a vulnerability` });
  return [...new Set([...vulnerabilities, ...[...named.values()].flat()])];
}

/** The latest first. */
export async function listPatternRules(
  ctx: Context,
  page: { readonly before: string | null; readonly limit: number },
): Promise<{ readonly items: readonly KeptRule[]; readonly next: string | null }> {
  return see(ctx, 'findings.read', async (db) => {
    const found = await listRulesBefore(db, { ...page, limit: page.limit + 1 });
    const items = found.slice(0, page.limit);
    return { items, next: found.length > page.limit ? (items.at(-1)?.id ?? null) : null };
  });
}

/** Has the configurations of a pattern judged anew. */
export async function rejudge(ctx: Context, tx: Tx, pattern: Pattern): Promise<void> {
  await forgetJudged(tx, await configurationsOf(tx, pattern));
  await startMatching(ctx, tx);
}

export async function configurationsOf(db: Db | Tx, pattern: Pattern): Promise<number[]> {
  const all = await listConfigurations(db);
  return all.flatMap(({ id, fields }) =>
    isOfPattern(pattern, configurationOf({ ...fields, id: '' })) ? [id] : [],
  );
}

/** @throws Refused naming the character at fault */
export function readPattern(text: string): Pattern {
  const read = patternIn(text);
  if ('pattern' in read) return read.pattern;
  throw new Refused({ code: 'invalid', because: `Cannot read pattern ${read.problem}`, field: 'filter' });
}

function nameOf({ actor }: Context): string {
  return actor.kind === 'nobody' ? 'Nobody signed in' : actor.name;
}
