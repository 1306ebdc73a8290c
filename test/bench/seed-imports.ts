import { applyImportNow, previewImportNow } from '#app/inventory/import-start';
import { UNWATCHED } from '#app/inventory/import-work';
import { contextOn } from '../context.ts';
import type { SeedFigure, SeedPart } from './seed.ts';

const ROWS = 100_000;
const SECONDS_MAX = 60;
const MEMORY_MIB_MAX = 600;

/** A file of new devices beside the fleet: previewed, applied, and brought once more. */
export const measureImports: SeedPart = async ({ instance, devices }) => {
  const ctx = contextOn(instance);
  const { store } = instance;
  const bring = async (day: number) => {
    const before = performance.now();
    const order = { source: 'CMMS', at: new Date(Date.UTC(2026, 0, day)), mapping: null };
    const { id } = await previewImportNow(ctx, { name: 'devices.csv', stream: rows() }, order, UNWATCHED);
    const previewed = performance.now();
    const { counts } = await applyImportNow(ctx, id, UNWATCHED);
    const applied = performance.now();
    return { preview: (previewed - before) / 1000, apply: (applied - previewed) / 1000, counts };
  };
  const first = await bring(1);
  if (first.counts.create !== ROWS) throw new Error(`Made ${first.counts.create} devices of ${ROWS}`);
  // What is applied in full is finished by jobs of its own (lists, findings): only the second import is counted from here.
  const before = await written(store.pool);
  const second = await bring(1);
  const rowsWritten = (await written(store.pool)) - before;
  const figure = (what: string, value: number, unit: string, bound: number | null): SeedFigure => ({
    name: `${devices} devices, ${store.engine}: ${what}`,
    value,
    unit,
    bound,
    floor: null,
  });
  return [
    figure(`import of ${ROWS} rows, preview`, first.preview, 's', null),
    figure(`import of ${ROWS} rows, preview and apply`, first.preview + first.apply, 's', SECONDS_MAX),
    figure('the same file once more', second.preview + second.apply, 's', null),
    figure('rows of the inventory it wrote', rowsWritten, '', 0),
    figure('peak memory of the process', process.resourceUsage().maxRSS / 1024, 'MiB', MEMORY_MIB_MAX),
  ];
};

async function* rows(): AsyncGenerator<Uint8Array> {
  yield Buffer.from('Asset tag,Serial number,Manufacturer,Model,Version,IP address,Site,Department,Room\n');
  for (let from = 0; from < ROWS; from += 1000)
    yield Buffer.from(
      Array.from({ length: 1000 }, (_, i) => {
        const n = from + i;
        return `IM-${n},IMSN${n * 7},Maker ${n % 40},Model ${n % 400},${n % 9}.${n % 5},10.${n >> 16}.${(n >> 8) % 256}.${n % 256},Site ${n % 6},Ward ${n % 30},${n % 500}\n`;
      }).join(''),
    );
}

/** Rows that were ever inserted, changed or deleted in the inventory. */
async function written(pool: {
  query(text: string): Promise<{ readonly rows: readonly { readonly count: string }[] }>;
}): Promise<number> {
  await pool.query('select pg_stat_force_next_flush()');
  const { rows: counted } = await pool.query(
    `select sum(n_tup_ins + n_tup_upd + n_tup_del) as count from pg_stat_user_tables
     where relname in ('device', 'device_list', 'observation', 'device_change', 'identifier')`,
  );
  return Number(counted[0]?.count);
}
