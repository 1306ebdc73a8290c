import { configuredComponents, effectiveFields, type EffectiveFields, type Inherited } from '#engine/inherit';
import type { DeviceFields } from '#engine/words';
import { listSbomsById } from '#store/sboms';
import type { Db, Tx } from '#store/store';

/** What devices are for matching: their own fields, what they inherit, and components of their model's bill of materials. */
export async function configuredFields(
  db: Db | Tx,
  devices: readonly { readonly fields: DeviceFields; readonly inherited: Inherited | null }[],
): Promise<EffectiveFields[]> {
  const ids = new Set(devices.flatMap((it) => it.inherited?.bill?.value ?? []));
  const bills = new Map((await listSbomsById(db, [...ids])).map((it) => [it.id, it]));
  return devices.map(({ fields, inherited }) => {
    const effective = effectiveFields(fields, inherited ?? {});
    const bill = bills.get(inherited?.bill?.value ?? '');
    if (bill === undefined) return effective;
    const { components, isComplete } = configuredComponents(fields, bill);
    return { ...effective, components, componentsComplete: isComplete };
  });
}
