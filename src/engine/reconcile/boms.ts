import type { Device, DeviceFields, Observation, Origin } from '#engine/words';
import { makerKey, modelKey } from './identifiers.ts';
import { mergeComponents } from './resolve.ts';

/** Where an SBOM went: to every device of the model (and version) that it describes. */
export interface BomAttachment {
  readonly origin: Origin;
  readonly deviceIds: readonly string[];
  /** Devices of the model whose version is missing or another one, so that the list may not hold for them. */
  readonly passedOver: readonly string[];
  readonly because: string;
}

export interface Attached {
  readonly devices: Device[];
  readonly attachments: readonly BomAttachment[];
  /** SBOMs that name no known device; each stands for a device of its own. */
  readonly unattached: readonly Observation[];
}

/** What an SBOM finds devices by. */
export type ModelName = Pick<DeviceFields, 'manufacturer' | 'model'>;

/**
 * Gives the components of each SBOM to the devices it describes, by maker, model and version.
 * @param elsewhere makers and models of devices that are not at hand: an SBOM of theirs is no device of its own
 */
export function attachBoms(
  devices: readonly Device[],
  boms: readonly Observation[],
  elsewhere: readonly ModelName[],
): Attached {
  if (boms.length === 0) return { devices: [...devices], attachments: [], unattached: [] };
  const byModel = Map.groupBy(devices.keys(), (index) => bomModelKey((devices[index] as Device).model));
  const result = [...devices];
  const attachments: BomAttachment[] = [];
  const unattached: Observation[] = [];
  for (const bom of boms) {
    const key = bomModelKey(bom.fields.model);
    const ofModel = key === '' ? [] : (byModel.get(key) ?? []);
    const candidates = ofModel.filter((index) => sameMaker(result[index] as Device, bom));
    if (candidates.length === 0) {
      const isKnown =
        key !== '' && elsewhere.some((it) => bomModelKey(it.model) === key && sameMaker(it, bom));
      if (!isKnown) unattached.push(bom);
      continue;
    }
    const { takers, others } = split(candidates, (index) => sameVersion(result[index] as Device, bom));
    for (const index of takers) result[index] = withComponents(result[index] as Device, bom);
    attachments.push({
      origin: bom.origin,
      deviceIds: takers.map((index) => (result[index] as Device).id),
      passedOver: others.map((index) => (result[index] as Device).id),
      because: `it describes ${[bom.fields.manufacturer, bom.fields.model, bom.fields.version].filter((it) => it !== undefined).join(' ')}`,
    });
  }
  return { devices: result, attachments, unattached };
}

function split(
  indexes: readonly number[],
  takes: (index: number) => boolean,
): { takers: number[]; others: number[] } {
  const takers: number[] = [];
  const others: number[] = [];
  for (const index of indexes) (takes(index) ? takers : others).push(index);
  return { takers, others };
}

/** A model's name as SBOMs find it: without case, punctuation and blanks; empty: there is none. */
export function bomModelKey(model: string | undefined): string {
  return modelKey(model)?.replaceAll(' ', '') ?? '';
}

function sameMaker(device: ModelName, bom: Observation): boolean {
  const [a, b] = [makerKey(device.manufacturer), makerKey(bom.fields.manufacturer)];
  return a === null || b === null || a === b || a.startsWith(`${b} `) || b.startsWith(`${a} `);
}

function sameVersion(device: Device, bom: Observation): boolean {
  if (bom.fields.version === undefined) return true;
  return plainVersion(device.version) === plainVersion(bom.fields.version);
}

function plainVersion(text: string | undefined): string {
  return (text ?? '')
    .toLowerCase()
    .replace(/^[^\d]*(?=\d)/, '')
    .replaceAll(/\s+/g, '');
}

function withComponents(device: Device, bom: Observation): Device {
  const lists = [device.components, bom.fields.components].filter((it) => it !== undefined);
  return {
    ...device,
    ...(lists.length === 0 ? {} : { components: mergeComponents(lists) }),
    ...(bom.fields.componentsComplete === true ? { componentsComplete: true } : {}),
  };
}
