import { api } from '#contract/api';
import { readStartFeeds } from '#app/feeds/start-feeds';
import { JOBS } from '#app/jobs/kinds';
import { compileFeeds } from '#app/vulnerabilities/load-catalogue';
import { readAliasFiles } from '#app/vulnerabilities/read-alias-files';
import { createIdentifier } from '#engine/identify';
import type { Device } from '#engine/words';
import { contextOn } from '../context.ts';
import { runJobs } from '../jobs.ts';
import { takeInventory } from '../matched-fleet.ts';
import type { RecordServer } from '../record-server.ts';
import { signedIn } from '../signed-in.ts';
import { createAnswerer } from './answer.ts';

/** What is said of one device: vulnerabilities that it has, and that cannot be told. */
export interface SaidOf {
  readonly affected: readonly string[];
  readonly undetermined: readonly string[];
}

/** Labelled devices as an inventory file, read in like any other. */
function inventoryOf(devices: readonly Device[]): string {
  const cell = (text = '') => `"${text.replaceAll('"', '""')}"`;
  const rows = devices.map((it) => [it.id, it.manufacturer, it.model, it.version, it.os].map(cell).join(','));
  return ['Asset tag,Manufacturer,Model,Version,Operating system', ...rows].join('\n');
}

/** What the server says of each device, by its API, after reading the feeds and the devices as it reads any. */
export async function saidByServer(
  server: RecordServer,
  devices: readonly Device[],
  feeds: readonly string[],
): Promise<Map<string, SaidOf>> {
  const ctx = contextOn(server.instance);
  await takeInventory(ctx, inventoryOf(devices));
  const work = { signal: new AbortController().signal, progress: () => {}, log: () => {} };
  await readStartFeeds(ctx, feeds, work);
  await runJobs(server.instance, JOBS);
  const visitor = await signedIn(server, 'reader', [
    { role: 'vulnerability-analyst', scope: { kind: 'hospital' } },
  ]);
  const said = new Map(
    devices.map((it) => [it.id, { affected: [] as string[], undetermined: [] as string[] }]),
  );
  for (let cursor: string | null | undefined; cursor !== null; ) {
    const query = { limit: 500, ...(cursor === undefined ? {} : { cursor }) };
    const { body } = await visitor.ask(api.findFindings, { query });
    for (const it of body.items) {
      const device = said.get(it.deviceName ?? '');
      if (it.verdict === 'affected') device?.affected.push(it.vulnerability);
      else if (it.verdict === 'undetermined') device?.undetermined.push(it.vulnerability);
    }
    cursor = body.next;
  }
  return sorted(said);
}

/** What the command line says of them, from the same files. */
export async function saidByCommandLine(
  devices: readonly Device[],
  feeds: readonly string[],
): Promise<Map<string, SaidOf>> {
  const { catalogue } = await compileFeeds(feeds);
  const answerer = createAnswerer(
    catalogue,
    createIdentifier(catalogue.directory, await readAliasFiles(null)),
  );
  return sorted(
    new Map(
      devices.map((it) => {
        const { cves, possible } = answerer.answer(it);
        return [it.id, { affected: [...cves], undetermined: [...possible] }] as const;
      }),
    ),
  );
}

function sorted(said: ReadonlyMap<string, SaidOf>): Map<string, SaidOf> {
  return new Map(
    [...said].map(([id, it]) => [
      id,
      { affected: it.affected.toSorted(), undetermined: it.undetermined.toSorted() },
    ]),
  );
}
