import { createReadStream } from 'node:fs';
import { createGunzip } from 'node:zlib';
import { createCatalogueBuilder } from '#engine/catalogue';
import { createIdentifier, EMPTY_ALIASES } from '#engine/identify';
import { createFleetMatch, createMatcher, topFindings } from '#engine/match';
import { POLICY_PRESETS, rulingVector, vulnerabilityPoints } from '#engine/risk';
import type { ByteStream } from '#feeds/byte-stream';
import { openCatalogueFile, writeCatalogueFile } from '#feeds/catalogue-file';
import { readNvd } from '#feeds/nvd';
import { type Member, unpack } from '#feeds/unpack';
import { drawCpeLines, drawFleet } from '#sim/fleet';
import { sharedFile } from '../shared.ts';

// Each task runs in a process of its own, so that its processor time and memory are those of the whole process.

const SEED = 42;

export interface Place {
  readonly feed: string;
  readonly catalogue: string;
}

/** What a task measured inside; the whole process is measured from outside. */
export type Inner = Readonly<Record<string, number>>;
type Task = (place: Place) => Promise<Inner> | Inner;

export const TASKS: Readonly<Record<string, Task>> = {
  floor: ({ feed }) => parseEveryLine(feed),
  build: ({ feed, catalogue }) => buildCatalogue(feed, catalogue),
  open,
  'fleet-10k': matchFleet(10_000, 2_000),
  'fleet-100k': matchFleet(100_000, 20_000),
  'fleet-1m': matchFleet(1_000_000, 20_000),
  'all-different': matchFleet(100_000, 100_000),
  'cpe-lines': matchLines,
  delta: matchDelta,
  'one-device': matchOne,
  'top-1000': rankFleet,
};

/** As the product reads it. */
async function unpacked(feed: string): Promise<ByteStream> {
  const { value } = await unpack(feed, createReadStream(feed, { highWaterMark: 2 ** 20 })).next();
  return (value as Member).bytes;
}

/** What any tool must do at least: unpack the file and parse every line of it. */
async function parseEveryLine(feed: string): Promise<Inner> {
  let rest: Buffer = Buffer.alloc(0);
  let records = 0;
  const pieces = createReadStream(feed, { highWaterMark: 2 ** 20 }).pipe(
    createGunzip({ chunkSize: 2 ** 18 }),
  );
  for await (const chunk of pieces) {
    const bytes = rest.length === 0 ? Buffer.from(chunk) : Buffer.concat([rest, chunk]);
    let from = 0;
    for (let end = bytes.indexOf(10); end !== -1; end = bytes.indexOf(10, from)) {
      JSON.parse(bytes.toString('utf8', from, end));
      records++;
      from = end + 1;
    }
    rest = bytes.subarray(from);
  }
  return { records };
}

async function buildCatalogue(feed: string, file: string): Promise<Inner> {
  const builder = createCatalogueBuilder();
  const report = await readNvd(await unpacked(feed), feed, builder.intake, { reject: refuse });
  writeCatalogueFile(file, builder.finish());
  return { records: report.records };
}

function refuse(it: { readonly reason: string }): never {
  throw new Error(`Cannot measure: the feed holds a bad record, ${it.reason}`);
}

function timed<T>(work: () => T): { value: T; ms: number } {
  const before = performance.now();
  const value = work();
  return { value, ms: performance.now() - before };
}

function open({ catalogue }: Place): Inner {
  const { value, ms } = timed(() => openCatalogueFile(catalogue));
  return { openMs: ms, vulnerabilities: value.size };
}

function matchFleet(devices: number, configurations: number): Task {
  return ({ catalogue: file }) => {
    const catalogue = openCatalogueFile(file);
    const matcher = createMatcher(catalogue, createIdentifier(catalogue.directory, EMPTY_ALIASES));
    const fleet = drawFleet(catalogue, { seed: SEED, devices, configurations });
    const { value, ms } = timed(() => {
      const perConfiguration = fleet.configurations.map((it) => matcher.findings(it).length);
      let findings = 0;
      for (const it of fleet.configurationOf) findings += perConfiguration[it] as number;
      return findings;
    });
    return { findings: value, matchMs: ms, microsecondsPerDevice: (ms * 1000) / devices };
  };
}

function matchLines({ catalogue: file }: Place): Inner {
  const catalogue = openCatalogueFile(file);
  const matcher = createMatcher(catalogue, createIdentifier(catalogue.directory, EMPTY_ALIASES));
  const lines = drawCpeLines(catalogue, SEED, 1_000_000);
  const { value, ms } = timed(() => lines.reduce((sum, it) => sum + matcher.findingsOfCpe(it).length, 0));
  return { findings: value, matchMs: ms };
}

/** The fleet of a million devices takes in what NVD changed within eight days. */
async function matchDelta({ catalogue: file }: Place): Promise<Inner> {
  const modified = sharedFile('data/nvd/feed20-original/nvdcve-modified.json.gz');
  if (modified === null) throw new Error('Cannot measure: the feed of modified records is not there');
  const catalogue = openCatalogueFile(file);
  const { configurations } = drawFleet(catalogue, { seed: SEED, devices: 1_000_000, configurations: 20_000 });
  const fleet = createFleetMatch(catalogue, configurations, (it) => createIdentifier(it, EMPTY_ALIASES));
  const builder = createCatalogueBuilder();
  await readNvd(await unpacked(modified), modified, builder.intake, { reject: refuse });
  const changed = builder.finish();
  const { value, ms } = timed(() => fleet.applyDelta(changed));
  return { changed: changed.size, configurationsTouched: value.length, deltaMs: ms };
}

function matchOne({ catalogue: file }: Place): Inner {
  const catalogue = openCatalogueFile(file);
  const identifier = createIdentifier(catalogue.directory, EMPTY_ALIASES);
  const { configurations } = drawFleet(catalogue, { seed: SEED + 1, devices: 4_000, configurations: 4_000 });
  const matcher = createMatcher(catalogue, identifier);
  const times = configurations
    .map((it) => timed(() => matcher.findings(it)).ms)
    .slice(1_000)
    .sort((a, b) => a - b);
  const at = (share: number) => times[Math.floor(times.length * share)] as number;
  return { medianMs: at(0.5), p99Ms: at(0.99) };
}

function rankFleet({ catalogue: file }: Place): Inner {
  const catalogue = openCatalogueFile(file);
  const matcher = createMatcher(catalogue, createIdentifier(catalogue.directory, EMPTY_ALIASES));
  const fleet = drawFleet(catalogue, { seed: SEED, devices: 1_000_000, configurations: 20_000 });
  const findings = fleet.configurations.map((it) => matcher.findings(it));
  const points = Float32Array.from({ length: catalogue.size }, (_, index) => {
    const { cvss, exploited, epss, ssvc } = catalogue.vulnerability(index);
    const factors = {
      cvss: rulingVector(cvss),
      exploited,
      publicExploit: false,
      epss: epss?.probability ?? null,
      ssvc,
    };
    return vulnerabilityPoints(factors, POLICY_PRESETS.graded);
  });
  const { value, ms } = timed(() => topFindings({ ...fleet, findings, vulnerabilityPoints: points }, 1_000));
  return { topMs: ms, highest: value[0]?.points ?? 0 };
}
