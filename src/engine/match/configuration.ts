import type { ProductText } from '#engine/identify';
import type { Device } from '#engine/words';

/** What matching looks at: the device itself, its operating system and its components. Devices share these. */
export interface Configuration {
  readonly items: readonly ProductText[];
  /**
   * The same without the versions that rest on less than the policy asks for, or with those that others have instead; left
   * out: none does, and nobody has. What one version excludes is excluded only if this excludes it too.
   */
  readonly proven?: Configuration;
  /** Versions that others have instead, in words. */
  readonly disputed?: string;
}

/** The part of a device that decides which weaknesses it has. */
export function configurationOf(device: Device): Configuration {
  const items = itemsOf(device);
  const { unproven = [], disputed = {} } = device;
  const others = Object.entries(disputed);
  if (unproven.length === 0 && others.length === 0) return { items };
  // Which of several others it is cannot be told.
  const instead = others.map(([field, [it, ...more]]) => [field, more.length === 0 ? it : undefined]);
  const left = Object.fromEntries([...instead, ...unproven.map((field) => [field, undefined])]);
  const proven = { items: itemsOf({ ...device, ...left } as Device) };
  if (others.length === 0) return { items, proven };
  return { items, proven, disputed: others.flatMap(([, it]) => it).join(', ') };
}

function itemsOf(device: Device): ProductText[] {
  const items: ProductText[] = [];
  if (present(device.model)) items.push(text('device', device.manufacturer, device.model, device.version));
  // A host without a model is known by its operating system, and its version is then the build of that.
  const osVersion = device.osVersion ?? (present(device.model) ? undefined : device.version);
  if (present(device.os)) items.push(text('os', undefined, device.os, osVersion));
  for (const it of device.components ?? []) {
    const kind = it.kind === 'operating-system' ? 'os' : 'component';
    items.push({
      ...text(kind, it.vendor, it.name, it.version),
      ...(present(it.cpe) && { cpe: it.cpe }),
      ...(present(it.purl) && { purl: it.purl }),
    });
  }
  return items;
}

/** Equal for devices that matching cannot tell apart. */
export function configurationKey(configuration: Configuration): string {
  const { items, proven } = configuration;
  return [items, ...(proven === undefined ? [] : [proven.items])]
    .map((it) => it.map(itemKey).join('\u0002'))
    .join('\u0003');
}

/** Equal for texts that say the same. */
export function itemKey(it: ProductText): string {
  return `${it.kind}\u0001${it.manufacturer ?? ''}\u0001${it.model}\u0001${it.version ?? ''}\u0001${it.cpe ?? ''}\u0001${it.purl ?? ''}`;
}

function text(
  kind: ProductText['kind'],
  manufacturer: string | undefined,
  model: string,
  version: string | undefined,
): ProductText {
  return {
    kind,
    model,
    ...(present(manufacturer) && { manufacturer }),
    ...(present(version) && { version }),
  };
}

function present(value: string | undefined): value is string {
  return value !== undefined && value !== '';
}
