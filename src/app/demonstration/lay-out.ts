import { DEPARTMENTS, segmentList } from '#sim/hospital/sites';
import { countDepartments } from '#store/departments';
import type { Context } from '../context.ts';
import { addDepartment } from '../inventory/departments.ts';
import { importSegments } from '../inventory/segments-import.ts';

const EVERYTHING = { filter: null, scopes: [{ kind: 'hospital' }] } as const;

/** Who sees to the devices of a department, where that is somebody with an account; clinical engineering sees to the rest. */
const OWNERS: Readonly<Record<string, string>> = {
  icu: "Sinéad O'Rourke",
  nicu: 'Kofi Mensah',
  picu: 'Kofi Mensah',
  rad: 'Leila Farahani',
  dial: 'Tui Parata',
  it: 'Hana Novotná',
};

/** Enters what the hospital knows of itself before any device comes: its network, and who answers for its departments. */
export async function layOut(ctx: Context): Promise<void> {
  const stream = (async function* () {
    yield Buffer.from(segmentList());
  })();
  await importSegments(ctx, { name: 'network-segments.csv', stream });
  // Told once more after an interruption, none is made twice.
  if ((await countDepartments(ctx.store.db, EVERYTHING)) > 0) return;
  for (const { key, name, manager, rooms } of DEPARTMENTS)
    await addDepartment(ctx, {
      name,
      details: { manager, contact: `Reception ${rooms} 100`, owner: OWNERS[key] ?? 'Jonas Bergström' },
    });
}
