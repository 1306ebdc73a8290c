import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { readAliasFiles } from '#app/vulnerabilities/read-alias-files';
import { createCatalogueBuilder } from '#engine/catalogue';
import { createIdentifier } from '#engine/identify';
import type { Device } from '#engine/words';
import { readNvd } from '#feeds/nvd';
import { readFeeds } from '#feeds/read-feeds';
import { createAnswerer } from './answer.ts';
import { deviceOf, hostOf, type LabelledDevice, type LabelledHost, readLines } from './labels.ts';
import { type DeviceScore, precisionOf, recallOf, scoreDevices, scoreHosts, type Tally } from './score.ts';
import { measureVariants, type VariantTally } from './variants.ts';

/**
 * How well devices are matched: precision, recall and hard false positives on labelled devices, on labelled Windows
 * hosts, and on variants made of every product that the advisories name. `--misses N` lists the worst.
 */
const SHARED = fileURLToPath(new URL('../../../shared/data/', import.meta.url));

const { values: options } = parseArgs({
  options: {
    json: { type: 'boolean', default: false },
    misses: { type: 'string' },
    feeds: { type: 'string', multiple: true },
    labels: { type: 'string', default: `${SHARED}labels.dev.jsonl` },
    hosts: { type: 'string', default: `${SHARED}labels.os.dev.jsonl` },
    universe: { type: 'string', default: `${SHARED}universe.json` },
    variants: { type: 'string', default: '1' },
  },
});

/** The selection of feeds that the labels were made from; the whole NVD is for speed. */
const FEEDS = ['csaf', 'nvd/api2', 'nvd/feed20-original', 'cve5', 'kev'].map((it) => SHARED + it);

const say = (text: string): boolean => process.stdout.write(`${text}\n`);
const percent = (share: number): string => share.toFixed(3);

if (!existsSync(options.labels)) {
  process.stderr.write(`Cannot measure quality: no labelled devices at ${options.labels}\n`);
  process.exit(2);
}

const builder = createCatalogueBuilder();
await readFeeds(
  options.feeds ?? FEEDS,
  { accept: (it) => builder.add(it), reject: () => {} },
  {
    readers: {
      nvd: async (bytes, file, sink) => {
        await readNvd(bytes, file, builder.intake, sink);
      },
    },
  },
);
const catalogue = builder.finish();
const aliases = await readAliasFiles(null);
const identifier = createIdentifier(catalogue.directory, aliases);
const answerer = createAnswerer(catalogue, identifier);

const labels = readLines<LabelledDevice>(options.labels);
const universe = new Set(JSON.parse(readFileSync(options.universe, 'utf8')) as string[]);
const devices = labels.map(deviceOf);
const answers = new Map(devices.map((it) => [it.id, answerer.answer(it)] as const));
const scored = scoreDevices(labels, answers, universe);

const hosts = existsSync(options.hosts) ? readLines<LabelledHost>(options.hosts) : [];
const hostAnswers = new Map(hosts.map((it) => [it.id, answerer.answer(hostOf(it))] as const));
const scoredHosts = scoreHosts(hosts, hostAnswers);
const variants = measureVariants(catalogue.directory, identifier, aliases, Number(options.variants));

if (options.json) say(JSON.stringify(summary(), null, 2));
else report();

function report(): void {
  const rows = [...scored.tallies].sort(([a], [b]) => (a === 'ALL' ? -1 : b === 'ALL' ? 1 : a < b ? -1 : 1));
  for (const [key, it] of rows) say(`${key.padEnd(32)} ${line(it)}`);
  if (hosts.length > 0) say(`${'Windows hosts'.padEnd(32)} ${line(scoredHosts.tally)}`);
  say('');
  for (const [key, it] of variants.tallies)
    say(`${`variant of any product: ${key}`.padEnd(44)} ${variantLine(it)}`);
  if (options.misses === undefined) return;
  const limit = Number(options.misses) || 40;
  for (const [index, device] of devices.entries()) {
    const score = scored.devices.get(device.id);
    if (index < labels.length && score !== undefined)
      sayMiss(device, labels[index] as LabelledDevice, score, limit);
  }
  for (const [id, it] of scoredHosts.hosts)
    if (it.missed.length + it.wrong.length > 0)
      say(`${id} missed ${it.missed.length} wrong ${it.wrong.length}`);
  for (const it of variants.misses.slice(0, limit)) say(it);
}

function line(it: Tally): string {
  const possible = it.possibleTotal === 0 ? '' : ` possible ${it.possibleFound}/${it.possibleTotal}`;
  return (
    `devices ${String(it.devices).padStart(4)} found ${String(it.found).padStart(5)} wrong ${String(it.wrong).padStart(4)} ` +
    `(hard ${it.hardWrong}/${it.hardTotal}) missed ${String(it.missed).padStart(4)} precision ${percent(precisionOf(it))} ` +
    `recall ${percent(recallOf(it))} exact ${it.exact}${possible}`
  );
}

function variantLine(it: VariantTally): string {
  return `devices ${String(it.devices).padStart(5)} recognised ${percent(it.recognised / it.devices)} strays ${it.strays}`;
}

function sayMiss(device: Device, label: LabelledDevice, score: DeviceScore, limit: number): void {
  if (score.missed.length + score.wrong.length === 0) return;
  const links = identifier
    .identify({
      kind: 'device',
      model: device.model ?? '',
      ...(device.manufacturer !== undefined && { manufacturer: device.manufacturer }),
      ...(device.version !== undefined && { version: device.version }),
    })
    .slice(0, 6)
    .map((it) => {
      const { directory } = catalogue;
      return `${it.confidence} ${directory.part(it.product)} ${directory.vendor(it.product)} | ${directory.name(it.product)}`;
    });
  say(
    `${device.id} ${label.case} ${label.variants.join(' ')}: ${device.manufacturer} | ${device.model} | ${device.version}` +
      `\n   missed ${score.missed.slice(0, limit).join(' ')}\n   wrong ${score.wrong.slice(0, limit).join(' ')} hard ${score.hardWrong.length}` +
      `\n   ${links.join('\n   ')}`,
  );
  for (const match of answerer.match(device)) {
    const { id } = catalogue.vulnerability(match.vulnerability);
    if (![...score.missed, ...score.wrong].slice(0, 3).includes(id)) continue;
    for (const it of match.grounds.slice(0, 4))
      say(
        `      ${id} ${match.verdict} ${it.source} ${it.reference} ${it.product}: ${it.because} → ${it.says}`,
      );
  }
}

function summary(): object {
  const figures = (it: Tally): object => ({ ...it, precision: precisionOf(it), recall: recallOf(it) });
  return {
    devices: Object.fromEntries([...scored.tallies].map(([key, it]) => [key, figures(it)])),
    hosts: figures(scoredHosts.tally),
    variants: Object.fromEntries(variants.tallies),
  };
}
