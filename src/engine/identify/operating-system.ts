import type { ProductDirectory } from '#engine/catalogue';
import type { Confidence } from '#engine/words';
import { DEBIAN_RELEASES, OS_NAMES, type OsName } from './os-names.ts';
import type { Evidence, ProductLink, ProductText } from './product-text.ts';
import { fold } from './text.ts';
import { hasBuilds, readAlternatives, readWindows, releasesOf } from './windows.ts';

export interface OsReader {
  /** Null: the text names no operating system that is known here. */
  read(text: ProductText): OsReading | null;
}

export interface OsReading {
  readonly links: readonly ProductLink[];
  /** Maker and name under which advisories may speak of it. */
  readonly named: { readonly manufacturer: string; readonly model: string } | null;
}

/** A version that is known to be unknown: the product's own scheme would not understand the item's text. */
const UNKNOWN = '';

/** Reads operating systems in their many spellings into NVD's products and version schemes. */
export function createOsReader(directory: ProductDirectory): OsReader {
  function linksTo(
    vendor: string,
    name: string,
    version: string,
    confidence: Confidence,
    evidence: readonly Evidence[],
  ): ProductLink[] {
    return (['o', 'a'] as const).flatMap((part) => {
      const product = directory.find(part, vendor, name);
      return product === -1 ? [] : [{ product, confidence, evidence, version }];
    });
  }

  function windows(text: ProductText): OsReading | null {
    const release = readWindows(text.model, text.version ?? '');
    if (release === null) return null;
    const { product, version, how } = release;
    const evidence = (theirs: string): Evidence[] => [{ field: 'os', ours: text.model, theirs, how }];
    const any = linksTo('microsoft', 'windows', UNKNOWN, 'confirmed', evidence('Windows'));
    if (product === null) return { links: any, named: null };
    const several = version === null ? readAlternatives(text.model) : [];
    if (several.length > 1) return { links: [...several.flatMap(oneOfSeveral), ...any], named: null };
    function oneOfSeveral(name: string): ProductLink[] {
      const how = `${name}, one of several that are named`;
      return [name, ...releasesOf(name)].flatMap((it) =>
        linksTo('microsoft', it, UNKNOWN, 'probable', [{ field: 'os', ours: text.model, theirs: name, how }]),
      );
    }
    const confidence = text.model.trim() === '' ? 'candidate' : 'confirmed';
    const byName = (name: string, scheme: string): ProductLink[] =>
      linksTo('microsoft', name, scheme, confidence, evidence(name));
    // Of a release that has builds, what is no build is no version: "1809", "10.0".
    const unstated = hasBuilds(product) ? UNKNOWN : (text.version ?? UNKNOWN);
    // NVD has "R2" as the version of the plain server, and up to 2022 the feature release as the version of Windows 10.
    const r2 = /^(windows_server_20\d\d)_r2$/.exec(product)?.[1];
    const feature = /^(windows_1[01]|windows_server)_(\d{4}|2\dh[12])$/.exec(product);
    const older = feature === null || /^(?:20[0-2]\d)$/.test(feature[2] ?? '') ? null : feature;
    return {
      links: [
        ...(r2 === undefined ? byName(product, version ?? unstated) : byName(r2, 'r2')),
        ...(older === null ? [] : byName(older[1] as string, older[2] as string)),
        // NVD has the releases as products of their own: which one it is, is not known, nor is its build.
        ...releasesOf(product).flatMap((it) =>
          linksTo('microsoft', it, UNKNOWN, 'probable', evidence(`${it}, as the release is not stated`)),
        ),
        ...any,
      ],
      named: null,
    };
  }

  function other(text: ProductText): OsReading | null {
    const plain = fold(`${text.manufacturer ?? ''} ${text.model}`).replaceAll(/[_/]/g, ' ');
    const name = OS_NAMES.find((it) => it.pattern.test(plain));
    if (name === undefined) return null;
    const version = versionOf(name, plain, text.version);
    const evidence: Evidence[] = [
      { field: 'os', ours: text.model, theirs: name.name, how: 'name of the operating system' },
    ];
    const confidence = name.backports
      ? 'probable'
      : name.name === 'Linux kernel' && version === UNKNOWN
        ? 'candidate'
        : 'confirmed';
    return {
      links: name.products.flatMap(([vendor, product]) =>
        linksTo(vendor, product, version, confidence, evidence),
      ),
      named: { manufacturer: name.maker, model: name.name },
    };
  }

  return { read: (text) => windows(text) ?? other(text) };
}

function versionOf(name: OsName, plain: string, itemVersion: string | undefined): string {
  const release =
    name.maker === 'Debian' ? Object.keys(DEBIAN_RELEASES).find((it) => plain.includes(it)) : undefined;
  const after = plain.slice(name.pattern.exec(plain)?.index ?? 0).replace(/^\S+/, '');
  // Nmap's guesses ("Linux 3.2 - 4.9") name a span, not a version.
  if (/\d\s*-\s*\d+\.\d/.test(after)) return UNKNOWN;
  const found = [itemVersion ?? '', after, plain]
    .map((it) => /\d+(?:\.\d+)*(?:\([\w.]+\)\w*)?/.exec(it)?.[0])
    .find((it) => it !== undefined);
  const version = (release === undefined ? undefined : DEBIAN_RELEASES[release]) ?? found;
  if (version === undefined) return UNKNOWN;
  const parts = version.split('.');
  if (name.scheme === 'major') return `${parts[0]}.0`;
  if (name.scheme === 'major.minor') return parts.slice(0, 2).join('.');
  return version;
}
