import { createReadStream } from 'node:fs';
import { basename } from 'node:path';
import { applyImportNow, previewImportNow } from '#app/inventory/import-start';
import type { ImportWork } from '#app/inventory/import-work';
import { InputError } from '#app/input-error';
import { type Command, EXIT } from './command.ts';
import { UsageError } from './options.ts';
import { DATA, HELP } from './shared-options.ts';
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
      help: 'Inventory: CSV, XLSX, JSON, JSONL, FHIR, Nmap, Nessus, CycloneDX or SPDX',
    },
    {
      name: 'source',
      value: 'NAME',
      help: 'Who says it, such as "CMMS": later files of a source take the place of what it said before; the file name unless given',
    },
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
  ],
  run: async (given, session) => {
    const files = given.all('inventory');
    if (files.length === 0) throw new UsageError('No inventory is given: add --inventory FILE');
    return withInstance(given, session, async (ctx) => {
      let rejected = 0;
      const work: ImportWork = { signal: session.signal, progress: () => {} };
      for (const path of files) {
        const file = { name: basename(path), stream: fileAt(path) };
        const preview = await previewImportNow(
          ctx,
          file,
          {
            source: given.one('source'),
            at: null,
            mapping: null,
          },
          work,
        );
        const done = given.has('dry-run') ? preview : await applyImportNow(ctx, preview.id, work);
        const { create, change, unchanged, known, rows } = done.counts;
        rejected += done.counts.rejected;
        session.io.stdout.write(
          `${file.name}: ${rows} rows, ${known} known already; devices: ${create} created, ${change} changed, ${unchanged} unchanged; ${done.counts.rejected} rows rejected (import ${done.id})\n`,
        );
      }
      return rejected === 0 ? EXIT.done : EXIT.rejectedInput;
    });
  },
};

async function* fileAt(path: string): AsyncGenerator<Uint8Array> {
  try {
    yield* createReadStream(path);
  } catch (cause) {
    throw new InputError(`Cannot read inventory "${basename(path)}": the file cannot be opened`, { cause });
  }
}
