import type { Truth } from '#engine/words';

/** What is known of a device's item beyond product and version. */
export interface ItemTraits {
  /** update … other of the item's own CPE name; null: it has none. */
  readonly attributes: readonly string[] | null;
  /** The version as the inventory writes it, for updates that stand in it ("1.8.4 SP1"). */
  readonly version: string | null;
}

/** The operating system that a configuration runs, in one word; null: not told. */
export type Platform = (typeof PLATFORMS)[number];
export const PLATFORMS = [null, 'windows', 'linux', 'macos', 'android', 'ios'] as const;

export interface AttributeFinding {
  readonly truth: Truth;
  /** Null: the attributes have nothing to say. */
  readonly because: string | null;
}

const MEETS: AttributeFinding = { truth: true, because: null };
const NAMES = ['update', 'edition', 'language', 'software edition', 'software', 'hardware', 'other'] as const;
const UPDATE = 0;
const TARGET_SOFTWARE = 4;
const TARGET_HARDWARE = 5;

/**
 * Whether an item meets the attributes "update … other" of a criterion, each compared as NISTIR 7696 says, but
 * three-valued: what neither the item nor the platform it runs on says is unknown where it could matter.
 */
export function meetsAttributes(
  wanted: readonly string[],
  item: ItemTraits,
  platform: Platform,
): AttributeFinding {
  let finding = MEETS;
  for (let i = 0; i < NAMES.length; i++) {
    const want = wanted[i] ?? '*';
    if (want === '*') continue;
    const truth = attributeTruth(i, want, item, platform);
    if (truth === true) continue;
    const label = NAMES[i];
    if (truth === false) return { truth, because: `it applies to ${label} ${want} only` };
    finding = { truth, because: `it applies to ${label} ${want}, and the inventory does not tell` };
  }
  return finding;
}

/** Whether `meetsAttributes` may answer otherwise on another platform. */
export function asksPlatform(wanted: readonly string[], { attributes }: ItemTraits): boolean {
  const want = wanted[TARGET_SOFTWARE] ?? '*';
  return (attributes?.[TARGET_SOFTWARE] ?? '*') === '*' && PLATFORM_OF_TARGET[want] !== undefined;
}

function attributeTruth(index: number, want: string, item: ItemTraits, platform: Platform): Truth {
  const has = item.attributes?.[index] ?? '*';
  if (has !== '*') return has.toLowerCase() === want.toLowerCase();
  if (want === '-') return true; // "none": an item that names none has none
  if (index === UPDATE) return updateTruth(want, item.version);
  if (index === TARGET_SOFTWARE) return softwareTruth(want, platform);
  return index === TARGET_HARDWARE && ORDINARY_HARDWARE.has(want) ? true : null;
}

/** A plug-in is for what it is for ("wordpress"), and its name says so; a program may exist for several platforms. */
function softwareTruth(want: string, platform: Platform): Truth {
  const wanted = PLATFORM_OF_TARGET[want];
  if (wanted === undefined) return true;
  return platform === null ? null : platform === wanted;
}

/** What nearly every computer is; entries for it stand beside one for each rarer kind. */
const ORDINARY_HARDWARE: ReadonlySet<string> = new Set(['x64', 'x86', 'x86_64', 'amd64', 'i386']);

/** A version without a word for it is a release, not one of the trials before it; but any update may be on it. */
function updateTruth(want: string, version: string | null): Truth {
  if (version !== null && plain(version).endsWith(plain(want))) return true;
  return /^(?:alpha|beta|rc|pre|dev|milestone|preview|snapshot|nightly|a\d|b\d|m\d)/i.test(want)
    ? false
    : null;
}

function plain(text: string): string {
  return text.toLowerCase().replaceAll(/[^a-z0-9]/g, '');
}

const PLATFORM_OF_TARGET: Readonly<Record<string, NonNullable<Platform>>> = {
  windows: 'windows',
  linux: 'linux',
  linux_kernel: 'linux',
  macos: 'macos',
  mac_os: 'macos',
  mac_os_x: 'macos',
  android: 'android',
  iphone_os: 'ios',
  ipados: 'ios',
  ios: 'ios',
};

const PLATFORM_WORDS: readonly (readonly [RegExp, Platform])[] = [
  [/\bwindows\b|\bwin(?:7|8|10|11|xp)\b/i, 'windows'],
  [/\bandroid\b/i, 'android'],
  [/\bmac ?os\b|\bos x\b/i, 'macos'],
  [/\biphone|\bipad|^ios\b/i, 'ios'],
  [/linux|\bubuntu\b|\bdebian\b|\bcentos\b|\bred hat\b|\brhel\b|\bsuse\b|\bfedora\b|\byocto\b/i, 'linux'],
];

const platforms = new Map<string, Platform>();
/** There are some hundred names; the limit only keeps a hostile inventory from filling memory. */
const PLATFORMS_MAX = 10_000;

/** The platform an operating system's name stands for; null: none of those that criteria speak of. */
export function platformOf(osName: string): Platform {
  let platform = platforms.get(osName);
  if (platform === undefined) {
    const name = osName.replaceAll('_', ' ');
    platform = PLATFORM_WORDS.find(([words]) => words.test(name))?.[1] ?? null;
    if (platforms.size >= PLATFORMS_MAX) platforms.clear();
    platforms.set(osName, platform);
  }
  return platform;
}
