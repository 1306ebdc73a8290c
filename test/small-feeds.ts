import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** A weakness as feeds describe it at one time. */
export interface Weakness {
  /** Product of the maker, as CPE writes it: "pump_os". */
  readonly product: string;
  readonly fixedIn: string | null;
  readonly score: number;
  readonly exploited: boolean;
}

/** Feeds that know of these weaknesses of Acme’s, CVE-2026-10001 and so on, written into a folder. @returns the files */
export function feedsOf(folder: string, weaknesses: readonly Weakness[]): string[] {
  const all = [UNRELATED, ...weaknesses];
  const nvd = nvdOf('acme', weaknesses);
  const kev = {
    title: 'CISA Catalog of Known Exploited Vulnerabilities',
    catalogVersion: '2026.01.01',
    vulnerabilities: all.flatMap(({ exploited }, index) =>
      exploited ? [{ cveID: `CVE-2026-1000${index}`, dateAdded: '2026-02-01', dueDate: '2026-05-01' }] : [],
    ),
  };
  const [nvdFile, kevFile] = [join(folder, 'nvd.json'), join(folder, 'known_exploited_vulnerabilities.json')];
  writeFileSync(nvdFile, JSON.stringify(nvd));
  writeFileSync(kevFile, JSON.stringify(kev));
  return [nvdFile, kevFile];
}

/** One that touches nothing, so that a catalogue is never empty. */
const UNRELATED: Weakness = { product: 'unrelated', fixedIn: null, score: 5, exploited: false };

/** What NVD would answer about weaknesses of a maker's products. */
export function nvdOf(maker: string, weaknesses: readonly Weakness[]): object {
  return nvdAnswer(
    [UNRELATED, ...weaknesses].map((it, index) => ({
      ...it,
      id: `CVE-2026-1000${index}`,
      maker,
      status: 'Analyzed',
      day: 2,
    })),
  );
}

/** A weakness of some versions of a product, as NVD has it on a day of January 2026. */
export interface NvdWeakness extends Omit<Weakness, 'exploited'> {
  readonly id: string;
  readonly maker: string;
  readonly status: string;
  readonly day: number;
}

/** What NVD would answer with these in it. */
export function nvdAnswer(weaknesses: readonly NvdWeakness[]): object {
  return {
    format: 'NVD_CVE',
    version: '2.0',
    vulnerabilities: weaknesses.map(({ id, maker, product, fixedIn, score, status, day }) => ({
      cve: {
        id,
        published: '2026-01-01T00:00:00.000',
        lastModified: `2026-01-0${day}T00:00:00.000`,
        vulnStatus: status,
        descriptions: [{ lang: 'en', value: `Weakness of ${product}` }],
        metrics: {
          cvssMetricV31: [
            {
              source: 'nvd@nist.gov',
              type: 'Primary',
              cvssData: {
                version: '3.1',
                vectorString: 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H',
                baseScore: score,
              },
            },
          ],
        },
        configurations: [
          {
            nodes: [
              {
                operator: 'OR',
                negate: false,
                cpeMatch: [
                  {
                    vulnerable: true,
                    criteria: `cpe:2.3:o:${maker}:${product}:*:*:*:*:*:*:*:*`,
                    ...(fixedIn === null ? {} : { versionEndExcluding: fixedIn }),
                    matchCriteriaId: '00000000-0000-4000-8000-000000000000',
                  },
                ],
              },
            ],
          },
        ],
      },
    })),
  };
}
