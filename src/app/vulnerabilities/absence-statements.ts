import { setImmediate as nextTurn } from 'node:timers/promises';
import * as z from 'zod';
import { causeOf, type Question, stateAbsence, type Standing, standingText } from '#engine/absence';
import type { Scope } from '#engine/access';
import { type Catalogue, splitCpe } from '#engine/catalogue';
import type { Device } from '#engine/words';
import { ABSENCE_COLUMNS } from '#exports/absence-statement';
import { csvPages } from '#exports/csv';
import {
  type AbsenceKind,
  type AbsenceRow,
  type ConfigurationStanding,
  countStandings,
  dropRows,
  findStatement,
  finishStatement,
  insertStandings,
  insertStatement,
  insertUnmatched,
  type KeptStatement,
  listAbsenceRows,
  listCauses,
  listConfigurationsAfter,
  listStandingVerdicts,
  listStatements as listKept,
  setStatementJob,
  type StandingConfiguration,
} from '#store/absence-statements';
import { findAdvisory } from '#store/advisories';
import { findNamingCatalogue } from '#store/catalogues';
import { countDevicesSeen } from '#store/place-tally';
import { act, see, seenScopes } from '../act.ts';
import type { Context } from '../context.ts';
import { jobKind } from '../jobs/kind.ts';
import { startJob } from '../jobs/start.ts';
import { Refused } from '../refusal.ts';
import type { Judgement } from './assessment.ts';
import { questionAbout, questionAboutProducts, subjectOf } from './absence.ts';
import { type Judge, labelOf } from './judge.ts';
import { type Knowledge, readKnowledge } from './knowledge.ts';

export interface AbsenceAsk {
  readonly kind: AbsenceKind;
  /** Id of the vulnerability or advisory; the product as a person writes it. */
  readonly about: string;
}

/** Asks for a statement of where something is, is known not to be, and cannot be told. */
export async function askForStatement(ctx: Context, { kind, about }: AbsenceAsk): Promise<KeptStatement> {
  const scopes = seenScopes(ctx.actor, 'findings.read');
  await refuseUnknown(ctx, { kind, about }, scopes);
  return act(ctx, { permission: 'findings.triage', subject: 'anywhere' }, async (tx) => {
    const id = ctx.newId();
    const { actor } = ctx;
    await insertStatement(tx, {
      id,
      kind,
      about,
      askedAt: ctx.now(),
      askedBy: 'id' in actor ? actor.id : null,
      askedByName: actor.kind === 'nobody' ? 'Nobody signed in' : actor.name,
      scopes,
    });
    const job = await startJob(ctx, tx, STATE_ABSENCE_JOB, { statementId: id, about });
    await setStatementJob(tx, id, job.id);
    return {
      value: (await findStatement(tx, id)) as KeptStatement,
      audit: { act: 'absence.ask', subject: { kind: 'absence', id }, detail: { kind, about } },
    };
  });
}

async function refuseUnknown(ctx: Context, ask: AbsenceAsk, scopes: readonly Scope[]): Promise<void> {
  await see(ctx, 'findings.triage', async () => {
    const knowledge = await readKnowledge(ctx);
    if (knowledge === null)
      throw new Refused({ code: 'conflict', because: 'Cannot state this: no feeds have been read yet' });
    questionOf(knowledge, await speakingOf(ctx, ask, scopes), ask.about);
  });
}

const CONFIGURATIONS_PER_STEP = 200;

export const STATE_ABSENCE_JOB = jobKind({
  name: 'absence.state',
  words: 'State where something is, and where it is not',
  permission: 'findings.read',
  title: ({ about }) => `State where ${about} is, and where it is not`,
  input: z.object({ statementId: z.uuid(), about: z.string() }),
  limit: 2,
  page: ({ statementId }) => `/absence/${statementId}`,
  run: async (ctx, { statementId }, { signal, progress }) => {
    const it = await findStatement(ctx.store.db, statementId);
    if (it === null || it.madeAt !== null) return null;
    const knowledge = await readKnowledge(ctx);
    if (knowledge === null) throw new Error(`Cannot make statement ${statementId}: there are no feeds`);
    const speaking = await speakingOf(ctx, it, it.scopes);
    const question = questionOf(knowledge, speaking, it.about);
    const judge = knowledge.judge(ctx.now().toISOString().slice(0, 10));
    const total = await countDevicesSeen(ctx.store.db, it.scopes);
    await ctx.store.db.transaction().execute((tx) => dropRows(tx, statementId));
    let done = 0;
    for (let after = 0; ; ) {
      signal.throwIfAborted();
      const page = { after, limit: CONFIGURATIONS_PER_STEP };
      const configurations = await listConfigurationsAfter(ctx.store.db, it.scopes, page);
      const last = configurations.at(-1);
      if (last === undefined) break;
      const standings = await standingsOf(ctx, { knowledge, judge, question, speaking }, configurations);
      await ctx.store.db
        .transaction()
        .execute((tx) => insertStandings(tx, statementId, it.scopes, standings));
      judge.forget();
      after = last.id;
      done += configurations.reduce((sum, one) => sum + one.devices, 0);
      progress(done, Math.max(done, total), 'devices');
    }
    await finish(ctx, it);
    return null;
  },
});

async function finish(ctx: Context, it: KeptStatement): Promise<void> {
  const catalogue = await findNamingCatalogue(ctx.store.db);
  const feeds =
    catalogue === null
      ? 'no feeds'
      : `${catalogue.name}, compiled ${catalogue.madeAt.toISOString().slice(0, 16).replace('T', ' ')} UTC`;
  await act(ctx, { permission: 'findings.read', subject: 'anywhere' }, async (tx) => {
    await insertUnmatched(tx, it.id, it.scopes, 'it has changed and is not matched yet');
    const counts = await countStandings(tx, it.id);
    const causes = new Map<string, number>();
    for (const { because, devices } of await listCauses(tx, it.id)) {
      const cause = causeOf({ because });
      causes.set(cause, devices + (causes.get(cause) ?? 0));
    }
    const asOf = ctx.now().toISOString().slice(0, 10);
    const text = standingText({ about: it.about, kind: it.kind, asOf, feeds, counts, causes });
    await finishStatement(tx, it.id, { at: ctx.now(), feeds, counts, text });
    return {
      value: undefined,
      audit: {
        act: 'absence.state',
        subject: { kind: 'absence', id: it.id },
        detail: { about: it.about, counts: { ...counts } },
      },
    };
  });
}

/** The weaknesses that are spoken of, and the advisory whose word alone counts. */
interface Speaking {
  readonly kind: AbsenceKind;
  readonly vulnerabilities: readonly string[];
  readonly advisory: string | null;
}

async function speakingOf(
  ctx: Context,
  { kind, about }: AbsenceAsk,
  scopes: readonly Scope[],
): Promise<Speaking> {
  if (kind === 'product') return { kind, vulnerabilities: [], advisory: null };
  if (kind === 'vulnerability') return { kind, vulnerabilities: [about], advisory: null };
  const advisory = await findAdvisory(ctx.store.db, about, scopes);
  if (advisory === null) throw new Refused({ code: 'not-found', what: `advisory ${about}` });
  return { kind, vulnerabilities: advisory.vulnerabilities, advisory: about };
}

/** Which products are asked for. @throws Refused when no feed knows what is asked about */
function questionOf(
  { catalogue }: Knowledge,
  { kind, vulnerabilities, advisory }: Speaking,
  about: string,
): Question {
  if (kind === 'product') return questionAbout(about, catalogue);
  const products = new Set<number>();
  for (const id of vulnerabilities) {
    const index = catalogue.indexOf(id);
    if (index === -1) throw new Refused({ code: 'not-found', what: `vulnerability ${id}` });
    addProducts(catalogue, index, advisory, products);
  }
  return questionAboutProducts(about, products, catalogue);
}

function addProducts(catalogue: Catalogue, index: number, advisory: string | null, into: Set<number>): void {
  for (const it of catalogue.statements(index))
    if (advisory === null || catalogue.advisory(it.advisory).id === advisory)
      for (const product of it.products) into.add(product);
  if (advisory !== null) return;
  for (const { nodes } of catalogue.configurations(index))
    for (const { criteria, vulnerable } of nodes.flatMap(({ matches }) => matches)) {
      if (!vulnerable) continue;
      const name = splitCpe(criteria);
      if (name === null) continue;
      const product = catalogue.directory.find(name.part, name.vendor, name.product);
      if (product !== -1) into.add(product);
    }
}

interface Asking {
  readonly knowledge: Knowledge;
  readonly judge: Judge;
  readonly question: Question;
  readonly speaking: Speaking;
}

async function standingsOf(
  ctx: Context,
  { knowledge, judge, question, speaking }: Asking,
  configurations: readonly StandingConfiguration[],
): Promise<ConfigurationStanding[]> {
  const ids = configurations.map(({ id }) => id);
  const verdicts = await listStandingVerdicts(ctx.store.db, ids, speaking);
  const standings: ConfigurationStanding[] = [];
  for (const { id, fields } of configurations) {
    const device: Device = { ...fields, id: '' };
    const verdict = verdicts.get(id);
    standings.push({
      id,
      label: labelOf({ ...fields, id: 'Unnamed device' }),
      ...(verdict === undefined
        ? unaffected(device, { knowledge, judge, question, speaking })
        : { standing: verdict.isAffected ? 'affected' : 'undetermined', because: verdict.because }),
    });
    await nextTurn();
  }
  return standings;
}

/** How a device stands that no verdict names: with the product and cleared, without it, or nobody can tell. */
function unaffected(
  device: Device,
  { knowledge, judge, question, speaking }: Asking,
): { readonly standing: Standing; readonly because: string } {
  const { present, absent, unknown } = stateAbsence([subjectOf(device, knowledge.identifier)], question, '');
  const [there] = present;
  const [gone] = absent;
  if (gone !== undefined) return { standing: 'absent', because: gone.presence.because };
  if (there === undefined) return { standing: 'unknown', because: unknown[0]?.presence.because ?? '' };
  if (speaking.kind === 'product') return { standing: 'affected', because: there.presence.because };
  const said = speaking.vulnerabilities.flatMap((it) => judge.one(device, it, null) ?? []);
  const cleared = said.find(({ verdict }) => verdict === 'not-affected');
  return cleared === undefined
    ? {
        standing: 'unknown',
        because: `no source says whether this version is affected: ${there.presence.because}`,
      }
    : {
        standing: 'not-affected',
        because: `${cleared.vulnerability.id}: ${clearedBy(cleared)}`,
      };
}

/** Where sources disagree, the rule that decided goes along: a statement hides no doubt. */
function clearedBy({ why, contradiction }: Pick<Judgement, 'why' | 'contradiction'>): string {
  return [why, contradiction].filter((it) => it !== null && it !== '').join('. ') || 'excluded';
}

/** Newest first. */
export async function listStatements(
  ctx: Context,
  ask: { readonly kind: AbsenceKind | null; readonly about: string | null },
  page: { readonly before: string | null; readonly limit: number },
): Promise<{ readonly items: readonly KeptStatement[]; readonly next: string | null }> {
  return see(ctx, 'findings.read', async (db, scopes) => {
    const madeFor = seesAll(scopes) ? null : idOf(ctx);
    const found = await listKept(db, { ...ask, madeFor }, { ...page, limit: page.limit + 1 });
    const items = found.slice(0, page.limit);
    return { items, next: found.length > page.limit ? (items.at(-1)?.id ?? null) : null };
  });
}

export async function readStatement(ctx: Context, id: string): Promise<KeptStatement> {
  return see(ctx, 'findings.read', async (db, scopes) => {
    const it = await findStatement(db, id);
    if (it === null || (!seesAll(scopes) && it.askedBy !== idOf(ctx)))
      throw new Refused({ code: 'not-found', what: `statement ${id}` });
    return it;
  });
}

export async function listStatementRows(
  ctx: Context,
  id: string,
  page: Parameters<typeof listAbsenceRows>[2],
): Promise<Awaited<ReturnType<typeof listAbsenceRows>>> {
  await readStatement(ctx, id);
  return listAbsenceRows(ctx.store.db, id, page);
}

export type StatementFormat = 'csv' | 'json' | 'txt';

/** The statement as a file: the paragraph alone, or with every device and its grounds. */
export async function exportStatement(
  ctx: Context,
  id: string,
  format: StatementFormat,
): Promise<{ readonly it: KeptStatement; readonly chunks: AsyncIterable<string> }> {
  const it = await readStatement(ctx, id);
  if (it.madeAt === null)
    throw new Refused({ code: 'conflict', because: 'Cannot export this statement: it is being made' });
  await act(ctx, { permission: 'findings.read', subject: 'anywhere' }, async () => ({
    value: undefined,
    audit: { act: 'absence.export', subject: { kind: 'absence', id }, detail: { format } },
  }));
  return { it, chunks: chunksOf(ctx, it, format) };
}

async function* chunksOf(ctx: Context, it: KeptStatement, format: StatementFormat): AsyncGenerator<string> {
  const pages = rowPages(ctx, it.id);
  const citation = `Statement ${it.id}, made ${it.madeAt?.toISOString() ?? ''} for ${it.askedByName}`;
  if (format === 'txt') yield `${it.text ?? ''}\n${citation}\n`;
  else if (format === 'csv') yield* csvPages(ABSENCE_COLUMNS, pages);
  else {
    const { kind, about, counts, feeds, text } = it;
    const head = {
      id: it.id,
      kind,
      about,
      madeAt: it.madeAt?.toISOString(),
      for: it.askedByName,
      feeds,
      counts,
      text,
    };
    yield `${JSON.stringify(head).slice(0, -1)},"devices":[`;
    let before = '\n';
    for await (const rows of pages)
      for (const row of rows) {
        yield before + JSON.stringify(row);
        before = ',\n';
      }
    yield '\n]}\n';
  }
}

const ROWS_AT_ONCE = 1000;

async function* rowPages(ctx: Context, id: string): AsyncGenerator<readonly AbsenceRow[]> {
  let after: Parameters<typeof listAbsenceRows>[2]['after'] = null;
  do {
    const page: Awaited<ReturnType<typeof listAbsenceRows>> = await listAbsenceRows(ctx.store.db, id, {
      standing: null,
      after,
      limit: ROWS_AT_ONCE,
    });
    yield page.items;
    after = page.next;
  } while (after !== null);
}

function seesAll(scopes: readonly Scope[]): boolean {
  return scopes.some((it) => it.kind === 'hospital');
}

function idOf({ actor }: Context): string {
  return 'id' in actor ? actor.id : '00000000-0000-0000-0000-000000000000';
}
