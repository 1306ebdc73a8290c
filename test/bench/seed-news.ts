import { spawn } from 'node:child_process';
import {
  createReadStream,
  createWriteStream,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { fileURLToPath } from 'node:url';
import { createGunzip, createGzip } from 'node:zlib';

// Files of feeds as they come from outside. They are made by a process of their own, so that the memory that is measured is a server's.

/** What is written of the whole NVD, which lies at `nvd`: some records with another score, or forecasts of all, others for every day. */
type News = { readonly nvd: string } & (
  | { readonly kind: 'changed'; readonly ids: readonly string[]; readonly vector: string }
  | { readonly kind: 'forecasts'; readonly day: number }
);

/** Hands the file to `use`, and lets go of it. */
export async function withNews(news: News, use: (path: string) => Promise<void>): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'patchward-news-'));
  const [told, path] = [join(folder, 'told.json'), join(folder, 'news')];
  try {
    writeFileSync(told, JSON.stringify(news));
    const maker = spawn(process.execPath, [fileURLToPath(import.meta.url), told, path], { stdio: 'inherit' });
    const code = await new Promise<number | null>((resolve, reject) => {
      maker.on('error', reject);
      maker.on('exit', resolve);
    });
    if (code !== 0) throw new Error(`Cannot make ${news.kind}: the process ended with ${code}`);
    await use(path);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** An invented record of a product: the weakness is on all its versions. */
export function newRecord(id: string, product: string) {
  return {
    id,
    sourceIdentifier: 'nvd@nist.gov',
    published: '2026-11-28T00:00:00.000',
    lastModified: '2026-11-28T00:00:00.000',
    vulnStatus: 'Analyzed',
    descriptions: [{ lang: 'en', value: 'Invented to measure how soon it is seen.' }],
    metrics: scoredAs('CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H'),
    configurations: [
      {
        nodes: [
          {
            operator: 'OR',
            negate: false,
            cpeMatch: [
              {
                vulnerable: true,
                criteria: `${product}:*:*:*:*:*:*:*:*`,
                matchCriteriaId: '00000000-0000-4000-8000-000000000001',
              },
            ],
          },
        ],
      },
    ],
  };
}

function scoredAs(vectorString: string) {
  const cvssData = { version: '3.1', vectorString, baseScore: 9.8, baseSeverity: 'CRITICAL' };
  return { cvssMetricV31: [{ source: 'nvd@nist.gov', type: 'Primary', cvssData }] };
}

/** As NVD's interface answers. */
export function apiAnswer(records: readonly object[]): string {
  return JSON.stringify({
    resultsPerPage: records.length,
    startIndex: 0,
    totalResults: records.length,
    format: 'NVD_CVE',
    version: '2.0',
    timestamp: '2026-11-28T00:00:00.000',
    vulnerabilities: records.map((cve) => ({ cve })),
  });
}

async function* recordsOf(nvd: string): AsyncGenerator<{ readonly id: string; readonly line: string }> {
  for await (const line of createInterface(createReadStream(nvd).pipe(createGunzip()))) {
    const id = /^\{"id":"(CVE-[\d-]+)"/.exec(line)?.[1];
    if (id !== undefined) yield { id, line };
  }
}

async function makeChanged(
  { nvd, ids, vector }: Extract<News, { kind: 'changed' }>,
  path: string,
): Promise<void> {
  const wanted = new Set(ids);
  const found: object[] = [];
  const lastModified = new Date().toISOString().slice(0, 23);
  for await (const { id, line } of recordsOf(nvd))
    if (wanted.has(id)) found.push({ ...JSON.parse(line), lastModified, metrics: scoredAs(vector) });
  writeFileSync(path, apiAnswer(found));
}

/** Most of them a little different from one day to the next. */
async function makeForecasts(
  { nvd, day }: Extract<News, { kind: 'forecasts' }>,
  path: string,
): Promise<void> {
  async function* lines(): AsyncGenerator<string> {
    yield `#model_version:v2026.03.14,score_date:2026-11-${26 + day}T12:55:00Z\ncve,epss,percentile\n`;
    let at = 0;
    for await (const { id } of recordsOf(nvd)) {
      const base = ((at++ * 2_654_435_761) % 4_294_967_296) / 4_294_967_296;
      const epss = base ** 6 * (1 + day / 1000);
      yield `${id},${Math.min(1, epss).toFixed(5)},${base.toFixed(5)}\n`;
    }
  }
  await pipeline(Readable.from(lines()), createGzip(), createWriteStream(path));
}

if (import.meta.main) {
  const [told = '', path = ''] = process.argv.slice(2);
  const news = JSON.parse(readFileSync(told, 'utf8')) as News;
  if (news.kind === 'changed') await makeChanged(news, path);
  else await makeForecasts(news, path);
}
