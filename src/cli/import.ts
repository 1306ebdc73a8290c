import { createReadStream } from 'node:fs';
import { basename } from 'node:path';
import type { Context } from '#app/context';
import { columnNotices } from '#app/inventory/column-notices';
import { readRejectsFile } from '#app/inventory/import-rejects';
import { applyImportNow, previewImportNow } from '#app/inventory/import-start';
import type { ImportWork } from '#app/inventory/import-work';
import { listImportRejects } from '#app/inventory/imports';
import { fileTrouble } from '#app/file-trouble';
import { InputError } from '#app/input-error';
import type { GivenMapping } from '#app/inventory/given-mappings';
import { type Command, EXIT, type Exit } from './command.ts';
import { inventoriesOf } from './inventories.ts';
import { type Io, say } from './io.ts';
import { counted } from './layout.ts';
import { REJECTS_NAMED_MAX, rejectLines } from './notice-text.ts';
import { type Given, UsageError } from './options.ts';
import { writeWhole } from './out-file.ts';
import type { Session } from './session.ts';
import { DATA, HELP, MAP, REJECTS } from './shared-options.ts';
import { withInstance } from './with-instance.ts';

export const importCommand: Command = {
  name: 'import',
  summary: 'Take an inventory file into the system of record',
  usage: 'import --data DIR --inventory FILE [options]',
  options: [
    {
      name: 'inventory',
      short: 'i',
      value: 'FILE',
      repeatable: true,
      help: 'Inventory, however large: CSV, XLSX, JSON, JSONL, FHIR, Nmap, Nessus, DHCP leases, CycloneDX or SPDX',
    },
    {
      name: 'source',
      value: 'NAME',
      help: 'Who says it, such as "CMMS": later files of a source take the place of what it said before; the file name unless given',
    },
    { ...MAP, help: `${MAP.help}; remembered for the next file of the source` },
    REJECTS,
    { name: 'dry-run', help: 'Say what would change, and leave the inventory as it is' },
    DATA,
    HELP,
  ],
  examples: [
    {
      line: 'import --data ./data --inventory cmms.csv --source CMMS --dry-run',
      what: 'How many devices it would create and change',
    },
    { line: 'import --data ./data -i cmms.csv -i scan.xml', what: 'Both files, one after the other' },
    {
      line: 'import --data ./data -i cmms.csv --source CMMS --map model="Model name"',
      what: 'A column named by hand, for this file and the next ones of its source',
    },
    {
      line: 'import --data ./data -i cmms.csv --source CMMS --rejects repair.csv',
      what: 'Exit code 1 when rows were rejected: repair them in repair.csv, and import that under the same source',
    },
  ],
  run: async (given, session) => {
    const { inventories, mappings } = inventoriesOf(given);
    const rejectsFile = given.one('rejects');
    if (rejectsFile !== null && inventories.length > 1)
      throw new UsageError('--rejects saves those of one inventory: import one at a time');
    return withInstance(given, session, async (ctx) => {
      const exits: Exit[] = [];
      for (const { name, path } of inventories) {
        const it = await importFile(ctx, { path, mapping: mappings[name] ?? {} }, given, session);
        exits.push(exitOf(it));
        session.io.stdout.write(`${resultLine(it, given.has('dry-run'))}\n`);
        const { unmapped: unmappedColumns, dropped: droppedColumns } = it.columns;
        for (const line of columnNotices(it.file, { unmappedColumns, droppedColumns })) say(session.io, line);
        if (it.counts.rejected > 0) await tellRejects(ctx, it, rejectsFile, session.io);
      }
      return exits.reduce<Exit>((worst, it) => (it > worst ? it : worst), EXIT.done);
    });
  },
};

/** A file of which every row was rejected could not be used. */
function exitOf({ counts: { rows, rejected } }: Imported): Exit {
  if (rejected === 0) return EXIT.done;
  return rows === 0 ? EXIT.unusable : EXIT.rejectedInput;
}

type Imported = Awaited<ReturnType<typeof previewImportNow>>;

async function importFile(
  ctx: Context,
  { path, mapping }: { readonly path: string; readonly mapping: GivenMapping },
  given: Given,
  { signal }: Session,
): Promise<Imported> {
  const work: ImportWork = { signal, progress: () => {} };
  const file = { name: basename(path), stream: fileAt(path) };
  // Nothing named: as remembered for the source.
  const order = { source: given.one('source'), at: null, mapping: given.has('map') ? mapping : null };
  const preview = await previewImportNow(ctx, file, order, work);
  return given.has('dry-run') ? preview : applyImportNow(ctx, preview.id, work);
}

function resultLine({ id, file, counts }: Imported, isDryRun: boolean): string {
  const { create, change, unchanged, known, rows, rejected } = counts;
  const [created, changed] = isDryRun ? ['to create', 'to change'] : ['created', 'changed'];
  return `${file}: ${counted(rows, 'row')}, ${known} known already; devices: ${create} ${created}, ${change} ${changed}, ${unchanged} unchanged; ${counted(rejected, 'row')} rejected (import ${id})`;
}

/** The first rejected rows on the screen, and all of them in a file where one is wished. */
async function tellRejects(
  ctx: Context,
  { id, file, counts }: Imported,
  saveTo: string | null,
  io: Io,
): Promise<void> {
  const page = await listImportRejects(ctx, id, { after: 0, limit: REJECTS_NAMED_MAX });
  const first = page.items.map(({ line, field, reason }) => ({
    file,
    reason,
    ...(line === null ? {} : { line }),
    ...(field === null ? {} : { field }),
  }));
  if (saveTo !== null) await writeWhole(saveTo, (await readRejectsFile(ctx, id)).chunks);
  for (const line of rejectLines(first, saveTo, {
    total: page.total,
    isRestUsed: counts.rows > 0,
  }))
    say(io, line);
}

async function* fileAt(path: string): AsyncGenerator<Uint8Array> {
  try {
    yield* createReadStream(path);
  } catch (cause) {
    const why = fileTrouble(cause) ?? 'the file cannot be opened';
    throw new InputError(`Cannot read inventory "${basename(path)}": ${why}`, { cause });
  }
}
