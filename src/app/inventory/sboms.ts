import { type BillDifference, billDifference, plainName } from '#engine/inherit';
import type { Component, Observation } from '#engine/words';
import { InputError as InventoryFault } from '#inventory/input-error';
import { readInventory } from '#inventory/read';
import { lockInventory } from '#store/imports';
import { findSbom, insertSbom, type KeptSbom, listSboms, readSbomDocument } from '#store/sboms';
import { act, see } from '../act.ts';
import type { Context } from '../context.ts';
import { Refused } from '../refusal.ts';
import { HOSPITAL, modelIn } from './models.ts';
import { refreshDevicesOf } from './refresh.ts';
import { type ArrivingFile, bytesOf, once } from './upload-bytes.ts';

const SBOM_BYTES_MAX = 32_000_000;

/** Keeps a bill of materials with a model and a software version. */
export async function uploadSbom(
  ctx: Context,
  modelId: string,
  file: ArrivingFile,
  version: string | null,
): Promise<KeptSbom> {
  await see(ctx, 'inventory.import', async () => undefined);
  const bytes = await bytesOf(file, SBOM_BYTES_MAX);
  const read = await readBom(file.name, bytes);
  const stated = plainName(version ?? read.version ?? '');
  return act(ctx, { permission: 'inventory.import' }, async (tx) => {
    await lockInventory(tx);
    const model = await modelIn(tx, modelId, HOSPITAL);
    const sbom: KeptSbom = {
      id: ctx.newId(),
      modelId,
      version: stated === '' ? null : stated,
      file: plainName(file.name),
      format: read.format,
      components: read.components,
      isComplete: read.isComplete,
      at: ctx.now(),
      byName: ctx.actor.kind === 'nobody' ? 'Nobody signed in' : ctx.actor.name,
    };
    await insertSbom(tx, sbom, bytes);
    const devices = await refreshDevicesOf(tx, ctx, { kind: 'model', id: modelId });
    return {
      value: sbom,
      audit: {
        act: 'sbom.upload',
        subject: { kind: 'model', id: modelId },
        detail: {
          model: model.name,
          file: sbom.file,
          version: sbom.version,
          components: sbom.components.length,
          devices,
        },
      },
    };
  });
}

interface ReadBom {
  readonly format: string;
  readonly version: string | null;
  readonly components: readonly Component[];
  readonly isComplete: boolean;
}

async function readBom(name: string, bytes: Uint8Array): Promise<ReadBom> {
  const refuse = (because: string) =>
    new Refused({ code: 'invalid', because: `Cannot use "${name}": ${because}`, field: 'file' });
  try {
    const inventory = await readInventory({ name, stream: once(bytes) });
    if (inventory.format !== 'cyclonedx' && inventory.format !== 'spdx')
      throw refuse('it is neither CycloneDX nor SPDX');
    const taken: Observation[] = [];
    for await (const { accepted, rejected } of inventory.batches) {
      if (rejected[0] !== undefined) throw refuse(rejected[0].reason);
      taken.push(...accepted);
    }
    const components = taken.flatMap((it) => it.fields.components ?? []);
    if (components.length === 0) throw refuse('it lists no components');
    return {
      format: inventory.format === 'spdx' ? 'SPDX' : 'CycloneDX',
      version: taken.find((it) => it.fields.version !== undefined)?.fields.version ?? null,
      components,
      isComplete: taken.some((it) => it.fields.componentsComplete === true),
    };
  } catch (error) {
    if (error instanceof InventoryFault)
      throw refuse(error.message.replace(/^Cannot read inventory "[^"]*": /, ''));
    throw error;
  }
}

/** Bills of materials of a model that count, one for each version, the newest first. */
export async function listModelSboms(ctx: Context, modelId: string): Promise<readonly KeptSbom[]> {
  return see(ctx, 'inventory.read', async (db, scopes) => {
    await modelIn(db, modelId, scopes);
    return listSboms(db, modelId);
  });
}

export async function readSbom(ctx: Context, id: string): Promise<KeptSbom> {
  return see(ctx, 'inventory.read', async (db, scopes) => {
    const sbom = await findSbom(db, id);
    if (sbom === null) throw new Refused({ code: 'not-found', what: `bill of materials ${id}` });
    await modelIn(db, sbom.modelId, scopes);
    return sbom;
  });
}

/** The file as it came. */
export async function downloadSbom(
  ctx: Context,
  id: string,
): Promise<{ readonly sbom: KeptSbom; readonly document: Uint8Array }> {
  const sbom = await readSbom(ctx, id);
  const document = await readSbomDocument(ctx.store.db, id);
  if (document === null) throw new Refused({ code: 'not-found', what: `bill of materials ${id}` });
  return { sbom, document };
}

/** What the later of two bills of materials lists that the earlier one does not, and the other way round. */
export async function compareSboms(
  ctx: Context,
  { before, after }: { readonly before: string; readonly after: string },
): Promise<BillDifference> {
  const [old, now] = [await readSbom(ctx, before), await readSbom(ctx, after)];
  return billDifference(old.components, now.components);
}
