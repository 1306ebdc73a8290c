import { spawn } from 'node:child_process';
import { createReadStream, createWriteStream, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { fileURLToPath } from 'node:url';
import { createGunzip, createGzip } from 'node:zlib';

// Files of feeds as they come from outside. They are made by a process of their own, so that the memory that is measured is a server's.

/** What is written: records with another score, of the whole NVD that lies at `nvd`; or a file of forecasts, another for every day. */
type News =
  | { readonly kind: 'changed'; readonly nvd: string; readonly vector: string }
  | { readonly kind: 'forecasts'; readonly day: number };

/** Hands the file to `use`, and lets go of it. @param ids of the vulnerabilities it speaks of */
export async function withNews(
  news: News,
  ids: Iterable<string> | AsyncIterable<string>,
  use: (path: string) => Promise<void>,
): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'patchward-news-'));
  const path = join(folder, 'news');
  try {
    const maker = spawn(process.execPath, [fileURLToPath(import.meta.url), JSON.stringify(news), path], {
      stdio: ['pipe', 'inherit', 'inherit'],
    });
    const ended = new Promise<number | null>((resolve, reject) => {
      maker.on('error', reject);
      maker.on('exit', resolve);
    });
    await pipeline(Readable.from(linesOf(ids)), maker.stdin);
    const code = await ended;
    if (code !== 0) throw new Error(`Cannot make ${news.kind}: the process ended with ${code}`);
    await use(path);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

async function* linesOf(ids: Iterable<string> | AsyncIterable<string>): AsyncGenerator<string> {
  for await (const it of ids) yield `${it}\n`;
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

async function makeChanged(
  { nvd, vector }: Extract<News, { kind: 'changed' }>,
  ids: AsyncIterable<string>,
  path: string,
): Promise<void> {
  const wanted = new Set(await Array.fromAsync(ids));
  const found: object[] = [];
  const lastModified = new Date().toISOString().slice(0, 23);
  for await (const line of createInterface(createReadStream(nvd).pipe(createGunzip()))) {
    const id = /^\{"id":"(CVE-[\d-]+)"/.exec(line)?.[1];
    if (id === undefined || !wanted.has(id)) continue;
    found.push({ ...JSON.parse(line), lastModified, metrics: scoredAs(vector) });
  }
  writeFileSync(path, apiAnswer(found));
}

/** Most of them a little different from one day to the next. */
async function makeForecasts(day: number, ids: AsyncIterable<string>, path: string): Promise<void> {
  async function* lines(): AsyncGenerator<string> {
    yield `#model_version:v2026.03.14,score_date:2026-11-${26 + day}T12:55:00Z\ncve,epss,percentile\n`;
    let at = 0;
    for await (const id of ids) {
      const base = ((at++ * 2_654_435_761) % 4_294_967_296) / 4_294_967_296;
      if (!id.startsWith('CVE-')) continue;
      const epss = base ** 6 * (1 + day / 1000);
      yield `${id},${Math.min(1, epss).toFixed(5)},${base.toFixed(5)}\n`;
    }
  }
  await pipeline(Readable.from(lines()), createGzip(), createWriteStream(path));
}

if (import.meta.main) {
  const [told = '', path = ''] = process.argv.slice(2);
  const news = JSON.parse(told) as News;
  const ids = createInterface(process.stdin);
  if (news.kind === 'changed') await makeChanged(news, ids, path);
  else await makeForecasts(news.day, ids, path);
}
