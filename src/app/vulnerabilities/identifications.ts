import { type Catalogue } from '#engine/catalogue';
import { confirmationKey, type ProductLink, type ProductText } from '#engine/identify';
import { configurationOf } from '#engine/match';
import { lockMatching } from '#store/cohorts';
import {
  type DoubtfulText,
  type DoubtPlace,
  findConfigurationFields,
  forgetJudged,
  insertConfirmations,
  type KeptConfirmation,
  listConfigurations,
  listConfirmations,
  listConfirmationsBefore,
  listDoubts,
  revokeConfirmations,
} from '#store/identifications';
import type { Tx } from '#store/store';
import { act, see, seeWhole } from '../act.ts';
import type { Context } from '../context.ts';
import { Refused } from '../refusal.ts';
import { type Knowledge, readKnowledge } from './knowledge.ts';
import { startMatching } from './match-job.ts';

/** A product that a text may be, with what speaks for it. */
export interface PossibleProduct {
  readonly vendor: string;
  readonly product: string;
  readonly part: 'a' | 'o' | 'h' | 'named';
  readonly confidence: ProductLink['confidence'];
  readonly evidence: ProductLink['evidence'];
}

export interface DoubtfulIdentification extends DoubtfulText {
  readonly products: readonly PossibleProduct[];
}

export interface DoubtPage {
  readonly items: readonly DoubtfulIdentification[];
  readonly total: number;
  readonly next: DoubtPlace | null;
}

/** Texts that are not recognised with certainty, those that most risk hangs on first. */
export async function listIdentifications(
  ctx: Context,
  ask: { readonly text: string; readonly after: DoubtPlace | null; readonly limit: number },
): Promise<DoubtPage> {
  return see(ctx, 'findings.read', async (db, scopes) => {
    const selection = { text: ask.text, key: null, scopes };
    const { items, total } = await listDoubts(db, selection, { after: ask.after, limit: ask.limit + 1 });
    const shown = items.slice(0, ask.limit);
    const last = items.length > ask.limit ? shown.at(-1) : undefined;
    const fields = await findConfigurationFields(
      db,
      shown.map((it) => it.configurationId),
    );
    const knowledge = await readKnowledge(ctx);
    return {
      items: shown.map((it) => {
        const own = fields.get(it.configurationId);
        const text = own === undefined ? undefined : textWith(own, it.key);
        return { ...it, products: knowledge === null || text === undefined ? [] : possible(knowledge, text) };
      }),
      total,
      next: last === undefined ? null : { points: last.riskPoints, devices: last.devices, key: last.key },
    };
  });
}

function textWith(
  fields: Parameters<typeof configurationOf>[0] | object,
  key: string,
): ProductText | undefined {
  return textsOf(fields).find((it) => keyOf(it) === key);
}

/** Texts of a configuration that a person can say something about: the device and its operating system. */
function textsOf(fields: object): ProductText[] {
  return configurationOf({ ...fields, id: '' }).items.filter((it) => it.kind !== 'component');
}

function keyOf({ manufacturer, model }: ProductText): string {
  return confirmationKey(manufacturer ?? '', model);
}

function possible({ catalogue, identifier }: Knowledge, text: ProductText): PossibleProduct[] {
  return identifier.identify(text).map(({ product, confidence, evidence }) => ({
    ...productIn(catalogue, product),
    confidence,
    evidence,
  }));
}

function productIn({ directory }: Catalogue, product: number) {
  return {
    vendor: directory.vendor(product),
    product: directory.name(product),
    part: directory.part(product),
  };
}

export interface ProductName {
  readonly vendor: string;
  readonly product: string;
}

const FOUND_MAX = 30;

/** Products of the feeds whose vendor and name hold all words. */
export async function findProducts(ctx: Context, text: string): Promise<readonly ProductName[]> {
  return see(ctx, 'findings.read', async () => {
    const knowledge = await readKnowledge(ctx);
    const words = text
      .toLowerCase()
      .split(/[\s_]+/)
      .filter((it) => it !== '');
    if (knowledge === null || words.length === 0) return [];
    const { directory } = knowledge.catalogue;
    const found = new Map<string, ProductName>();
    for (let index = 0; index < directory.size && found.size < FOUND_MAX; index++) {
      const { vendor, product } = productIn(knowledge.catalogue, index);
      const all = `${vendor} ${product}`.toLowerCase();
      if (words.every((it) => all.includes(it))) found.set(`${vendor}\u0001${product}`, { vendor, product });
    }
    return [...found.values()];
  });
}

/**
 * Says once for all like devices what they are: a product of the feeds, or none of those they were taken for. Only their
 * configurations are judged anew.
 */
export async function settleIdentification(
  ctx: Context,
  {
    key,
    chosen,
    reason,
  }: { readonly key: string; readonly chosen: ProductName | null; readonly reason: string | null },
): Promise<void> {
  const text = await doubtfulText(ctx, key);
  const knowledge = await readKnowledge(ctx);
  if (knowledge === null)
    throw new Refused({ code: 'conflict', because: 'Cannot say what it is: no feeds have been read' });
  if (chosen !== null && !isKnown(knowledge, chosen))
    throw new Refused({ code: 'not-found', what: `product ${chosen.vendor} ${chosen.product} in the feeds` });
  const others = possible(knowledge, text).filter(
    (it) => it.vendor !== chosen?.vendor || it.product !== chosen.product,
  );
  await act(ctx, { permission: 'inventory.reconcile' }, async (tx) => {
    await lockMatching(tx);
    const { actor } = ctx;
    const byName = actor.kind === 'nobody' ? 'Nobody signed in' : actor.name;
    await revokeConfirmations(tx, { key }, { at: ctx.now(), byName });
    const actId = ctx.newId();
    const said = {
      act: actId,
      key,
      manufacturer: text.manufacturer ?? '',
      model: text.model,
      reason,
      at: ctx.now(),
      byId: 'id' in actor ? actor.id : null,
      byName,
    };
    await insertConfirmations(tx, [
      ...(chosen === null ? [] : [{ ...said, ...chosen, id: ctx.newId(), same: true }]),
      ...unique(others).map((it) => ({ ...said, ...it, id: ctx.newId(), same: false })),
    ]);
    await rejudge(ctx, tx, [key]);
    return {
      value: undefined,
      audit: {
        act: 'identification.settle',
        subject: { kind: 'identification', id: actId },
        detail: {
          text: [text.manufacturer, text.model].filter((it) => it !== undefined).join(' '),
          product: chosen === null ? null : `${chosen.vendor} ${chosen.product}`,
          reason,
        },
      },
    };
  });
}

async function doubtfulText(ctx: Context, key: string): Promise<ProductText> {
  return see(ctx, 'findings.read', async (db, scopes) => {
    const { items } = await listDoubts(db, { text: '', key, scopes }, { after: null, limit: 1 });
    const [doubt] = items;
    const fields =
      doubt === undefined
        ? undefined
        : (await findConfigurationFields(db, [doubt.configurationId])).get(doubt.configurationId);
    const text = fields === undefined ? undefined : textWith(fields, key);
    if (text === undefined) throw new Refused({ code: 'not-found', what: 'identification that waits' });
    return text;
  });
}

/** Whether a feed names the product. */
export function isKnown({ catalogue: { directory } }: Knowledge, { vendor, product }: ProductName): boolean {
  for (let index = 0; index < directory.size; index++)
    if (directory.vendor(index) === vendor && directory.name(index) === product) return true;
  return false;
}

function unique(all: readonly ProductName[]): ProductName[] {
  return [
    ...new Map(all.map(({ vendor, product }) => [`${vendor}\u0001${product}`, { vendor, product }])).values(),
  ];
}

/** Takes back what was said; the product works out by itself again what they are. */
export async function revokeIdentification(ctx: Context, actId: string): Promise<void> {
  await act(ctx, { permission: 'inventory.reconcile' }, async (tx) => {
    await lockMatching(tx);
    const byName = ctx.actor.kind === 'nobody' ? 'Nobody signed in' : ctx.actor.name;
    const keys = await revokeConfirmations(tx, { act: actId }, { at: ctx.now(), byName });
    if (keys.length === 0)
      throw new Refused({ code: 'not-found', what: `identification ${actId} that counts` });
    await rejudge(ctx, tx, keys);
    return {
      value: undefined,
      audit: {
        act: 'identification.revoke',
        subject: { kind: 'identification', id: actId },
        detail: {},
      },
    };
  });
}

/** Has the configurations that texts stand in judged anew. */
export async function rejudge(ctx: Context, tx: Tx, keys: readonly string[]): Promise<void> {
  const configurations = await listConfigurations(tx);
  const concerned = configurations.filter(({ fields }) =>
    configurationOf({ ...fields, id: '' }).items.some((it) => keys.includes(keyOf(it))),
  );
  await forgetJudged(
    tx,
    concerned.map((it) => it.id),
  );
  await startMatching(ctx, tx);
}

/** What people said, those taken back among it, the latest first. */
export async function listSaid(
  ctx: Context,
  page: { readonly before: string | null; readonly limit: number },
): Promise<{ readonly items: readonly KeptConfirmation[]; readonly next: string | null }> {
  return see(ctx, 'findings.read', async (db) => {
    const found = await listConfirmationsBefore(db, { ...page, limit: page.limit + 1 });
    const items = found.slice(0, page.limit);
    return { items, next: found.length > page.limit ? (items.at(-1)?.id ?? null) : null };
  });
}

/** What people said, in the shape of an alias file: another hospital, or the command line, can read it. */
export async function exportAliases(ctx: Context): Promise<string> {
  return seeWhole(ctx, 'findings.read', async (db) => {
    const products = (await listConfirmations(db)).map(
      ({ manufacturer, model, vendor, product, same, byName, at, reason }) => ({
        manufacturer,
        model,
        vendor,
        product,
        same,
        source: `${byName}, ${at.toISOString().slice(0, 10)}${reason === null ? '' : `: ${reason}`}`,
      }),
    );
    const about = 'What people of this hospital said about texts of its inventory';
    return `${JSON.stringify({ about, companies: [], words: [], products }, null, 2)}\n`;
  });
}
