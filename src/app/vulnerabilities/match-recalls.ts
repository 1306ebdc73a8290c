import { createHash } from 'node:crypto';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { effectiveFields } from '#engine/inherit';
import { createRecallMatcher, type ModelledDevice, type RecallMatcher } from '#engine/recalls';
import { readUdi } from '#engine/udi';
import type { DeviceFields, RecallRecord } from '#engine/words';
import { listLayers } from '#store/catalogues';
import { lockMatching } from '#store/cohorts';
import { keepRecallStandings, listDevicesToRecall } from '#store/recall-devices';
import {
  keepRecalls,
  type KeptRecall,
  listRecallTexts,
  noteRecallsGone,
  noteRecallsOf,
  readRecallsOf,
  type RecallReport,
  type RecallStanding,
} from '#store/recalls';
import type { Context } from '../context.ts';
import { readAliasFiles } from './read-alias-files.ts';
import { readKnowledge } from './knowledge.ts';

const RECALLS_PER_STEP = 500;
const DEVICES_PER_STEP = 1000;

/**
 * Brings recalls up to what feeds say, and holds against them the devices that changed since; all devices, where the
 * recalls themselves changed. Each step commits by itself: one that is cut off is done again.
 */
export async function matchRecalls(ctx: Context, signal?: AbortSignal): Promise<void> {
  await takeRecalls(ctx, signal);
  let matcher: { readonly judge: RecallMatcher; readonly numbers: ReadonlyMap<string, number> } | null = null;
  for (;;) {
    signal?.throwIfAborted();
    const looked = await listDevicesToRecall(ctx.store.db, DEVICES_PER_STEP);
    if (looked.length === 0) return;
    matcher ??= await openMatcher(ctx);
    const { judge, numbers } = matcher;
    const year = ctx.now().getUTCFullYear();
    const standings = looked.flatMap(({ deviceId, fields, inherited }): RecallStanding[] => {
      if (fields === null) return [];
      const device = modelled(effectiveFields(fields, inherited ?? {}), year);
      return judge.judge(device).map(({ recall, verdict, grounds }) => ({
        no: numbers.get(recall) as number,
        deviceId,
        verdict,
        grounds,
      }));
    });
    await ctx.store.db.transaction().execute(async (tx) => {
      await lockMatching(tx);
      await keepRecallStandings(tx, looked, standings, ctx.now());
    });
    await nextTurn();
  }
}

async function openMatcher(ctx: Context) {
  const texts = await listRecallTexts(ctx.store.db);
  return {
    judge: createRecallMatcher(texts, await readAliasFiles(null)),
    numbers: new Map(texts.map((it) => [it.id, it.no])),
  };
}

function modelled(it: DeviceFields, year: number): ModelledDevice {
  const read = it.udi === undefined ? null : readUdi(it.udi, year);
  const udi = read === null || 'problem' in read ? null : read;
  return {
    manufacturer: it.manufacturer ?? null,
    model: it.model ?? null,
    version: it.version ?? null,
    serial: it.serial ?? udi?.serial ?? null,
    lot: udi?.lot ?? null,
    deviceId: udi?.agency === 'GS1' ? (udi.di?.padStart(14, '0') ?? null) : null,
    productCode: it.fdaProductCode ?? null,
  };
}

async function takeRecalls(ctx: Context, signal: AbortSignal | undefined): Promise<void> {
  const knowledge = await readKnowledge(ctx);
  if (knowledge === null) return;
  const takenOf = await readRecallsOf(ctx.store.db);
  // What is laid over a catalogue brings no recalls.
  const layers = await listLayers(ctx.store.db, knowledge.kept);
  if (layers.some((it) => it.editionId === takenOf)) return;
  const at = ctx.now();
  const kept = [...togetherById(knowledge.catalogue.recalls.filter(isOfDevices)).values()].map(keptOf);
  let changed = 0;
  for (let from = 0; from < kept.length; from += RECALLS_PER_STEP) {
    signal?.throwIfAborted();
    const step = kept.slice(from, from + RECALLS_PER_STEP);
    changed += await ctx.store.db.transaction().execute((tx) => keepRecalls(tx, step, at));
    await nextTurn();
  }
  await ctx.store.db.transaction().execute(async (tx) => {
    await lockMatching(tx);
    changed += await noteRecallsGone(
      tx,
      kept.map((it) => it.id),
      at,
    );
    await noteRecallsOf(tx, knowledge.kept.editionId, { isChanged: changed > 0 });
  });
}

/** The agency numbers recalls of devices with a Z; food and drugs have other letters. */
function isOfDevices({ id }: RecallRecord): boolean {
  return id.toUpperCase().startsWith('Z-');
}

/** A recall and its enforcement report have one number; each says some of it. */
function togetherById(records: readonly RecallRecord[]): ReadonlyMap<string, RecallReport> {
  const found = new Map<string, RecallReport>();
  for (const it of records) {
    const before = found.get(it.id);
    found.set(it.id, {
      id: it.id,
      firm: before?.firm ?? it.firm,
      description: longer(before?.description, it.productDescription),
      productCode: before?.productCode ?? it.productCode,
      recallClass: before?.recallClass ?? it.recallClass,
      status: before?.status ?? it.status,
      reason: longer(before?.reason, it.reason),
      action: before?.action ?? it.action,
      initiatedOn: before?.initiatedOn ?? it.initiatedOn,
      endedOn: before?.endedOn ?? it.endedOn,
      codeInfo: longer(before?.codeInfo, it.codeInfo),
      distribution: before?.distribution ?? it.distribution,
      quantity: before?.quantity ?? it.quantity,
    });
  }
  return found;
}

function longer(one: string | null | undefined, other: string | null): string | null {
  return (one?.length ?? 0) >= (other?.length ?? 0) ? (one ?? null) : other;
}

function keptOf(it: RecallReport): KeptRecall {
  return {
    ...it,
    terms: [it.id, it.firm, it.description, it.reason, it.productCode]
      .filter((word) => word !== null)
      .join('\n')
      .toLowerCase(),
    hash: createHash('sha256').update(JSON.stringify(it)).digest('hex'),
  };
}
