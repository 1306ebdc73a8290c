import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { type LockedPackages, ownSbom, type Part, partsOf } from '#exports/own-sbom';

const ROOT = fileURLToPath(new URL('../../../', import.meta.url));

/** What the pages in the browser are built from; the server needs it only while it builds them. */
export const WEB_PACKAGES = [
  '@mantine/core',
  '@mantine/hooks',
  '@tanstack/react-query',
  '@tanstack/react-router',
  '@tanstack/react-virtual',
  'echarts',
  'qr',
  'react',
  'react-dom',
];

interface Manifest {
  readonly version: string;
  readonly license: string;
  readonly dependencies: Readonly<Record<string, string>>;
}

let parts: Promise<readonly Part[]> | null = null;

/** Every package that runs in the server or in the browser. Read once: a running product does not change. */
async function ownParts(): Promise<readonly Part[]> {
  parts ??= readParts();
  return parts;
}

/** The product's own bill of materials: CycloneDX 1.6, from the lock file it was installed by. */
export async function readOwnSbom() {
  return ownSbom(await readManifest(), await ownParts());
}

async function readParts(): Promise<readonly Part[]> {
  const { dependencies } = await readManifest();
  const lock = JSON.parse(await readFile(`${ROOT}package-lock.json`, 'utf8')) as {
    readonly packages: LockedPackages;
  };
  return partsOf(lock.packages, [...Object.keys(dependencies), ...WEB_PACKAGES]);
}

async function readManifest(): Promise<Manifest> {
  return JSON.parse(await readFile(`${ROOT}package.json`, 'utf8')) as Manifest;
}
