import type { Device } from '#engine/words';
import type { IdentifiedProduct } from './assessment.ts';

/** What the inventory says that a device is: its own model; of a host without one, its operating system; else its parts. */
function ownItem({ model, os }: Device): IdentifiedProduct['item'] {
  if (model !== undefined) return 'device';
  return os === undefined ? 'component' : 'os';
}

/**
 * Whether a feed names the device itself, for certain or probably. Of one that runs a known operating system but is in no
 * feed itself, nothing found says little: its own software is compared with nothing.
 */
export function isRecognised(device: Device, identified: readonly IdentifiedProduct[]): boolean {
  const own = ownItem(device);
  return identified.some((it) => it.item === own && it.confidence !== 'candidate');
}

/** Whether the model of a device stands in the inventory and no feed names anything like it. */
export function isNamedByPartsAlone(
  { model }: Device,
  identified: readonly Pick<IdentifiedProduct, 'item'>[],
): boolean {
  return model !== undefined && identified.length > 0 && !identified.some((it) => it.item === 'device');
}
