import { fold } from './text.ts';
import { WINDOWS_BUILDS, WINDOWS_EDITIONS } from './windows-builds.ts';

/** A Windows release in NVD's words. */
export interface WindowsRelease {
  /** "windows_10_22h2", "windows_server_2012_r2"; null: Windows, but which cannot be told. */
  readonly product: string | null;
  /** "10.0.19045.5964"; null: the build, or its revision, is not known. */
  readonly version: string | null;
  readonly how: string;
}

const FEATURES = /\b(?:1507|1511|1607|1703|1709|1803|1809|1903|1909|2004|2[0-9]h[12])\b/g;

/** Reads Windows in its many spellings; null: the text names no Windows. */
export function readWindows(osText: string, versionText: string): WindowsRelease | null {
  const os = spelledOut(plain(osText));
  if (
    !/\bwin(?:dows)?(?=[\s\d]|$)|\bwinnt\b|\bwinxp\b|\bws\s*20\d\d\b|\bws\d{4}|\bserver\s+20\d\d\b|\bwes\s*7|\bposready\b|\bltsc\b|\bxp\s*embedded\b/.test(
      os,
    )
  )
    return null;
  const server =
    /\bserver\b|\bsrv\b|\bws\s*20|\bwin(?:dows)?\s*20(?:0[38]|1[269]|2[25])\b|\bdatacenter\b/.test(os);
  const build = buildOf(`${os} ${plain(versionText)}`);
  const known = build === null ? undefined : WINDOWS_BUILDS.find((it) => it.build === build.number);
  const byBuild =
    known === undefined ? null : server ? (known.server ?? known.client) : (known.client ?? known.server);
  const byText = productByText(os, plain(versionText), server);
  const product = byBuild !== null && agrees(byBuild, byText) ? byBuild : byText;
  const version =
    build === null || build.revision === null || byBuild === null || product !== byBuild
      ? null
      : `${known?.kernel}.${build.number}.${build.revision}`;
  const how = product === byBuild && build !== null ? `build ${build.number}` : 'name of the release';
  return { product, version, how };
}

/** The release may stand beside the name, in a field for versions; a build there ("10.0.17763.2004") names none. */
function productByText(os: string, version: string, server: boolean): string | null {
  const own = productOf(os, server);
  const isOpen = own === null || releasesOf(own).length > 0;
  return isOpen && (own === null || !version.includes('.'))
    ? (productOf(`${os} ${version}`, server) ?? own)
    : own;
}

/** Every release that plain "Windows 10" may be; none where the name says all. */
export function releasesOf(product: string): readonly string[] {
  if (product !== 'windows_10' && product !== 'windows_11') return [];
  return WINDOWS_BUILDS.flatMap(({ client }) => (client?.startsWith(`${product}_`) === true ? [client] : []));
}

/** Whether a release is told apart by builds, as all are but the likes of Windows CE. */
export function hasBuilds(product: string): boolean {
  return (
    releasesOf(product).length > 0 ||
    WINDOWS_BUILDS.some(({ client, server }) => client === product || server === product)
  );
}

function plain(text: string): string {
  return fold(text)
    .replaceAll(/(?<=\d),(?=\d)/g, '.') // "10,0,19045,5964", as file properties say it
    .replaceAll(/[()[\],;:_/®™-]+/g, ' ')
    .replaceAll(/\s+/g, ' ')
    .trim();
}

/** "W10" is Windows 10, "Win2k8R2" is Windows Server 2008 R2, "W2K" is Windows 2000. */
function spelledOut(os: string): string {
  return (
    os
      // "W8-1200" is something else.
      .replace(
        /^w(?=(?:7|8|8\.1|10|11)(?:$|\s(?!\d{3,4}(?:\s|$))|\s(?:1[5-9]\d\d|2004)(?:\s|$)))/,
        'windows ',
      )
      .replace(
        /\bw(?:in(?:dows)?)?\s*2k(3|8|12|16|19|22|25)(?=r2|\s|$)/,
        (_, year: string) => `windows server 20${year.padStart(2, '0')} `,
      )
      .replace(/\bw(?:in(?:dows)?)?\s*2k(?=\s|$)/, 'windows 2000')
      .replace(/\b(20(?:03|08|12)) ?r ?2\b/, '$1 r2')
  );
}

interface Build {
  readonly number: number;
  readonly revision: string | null;
}

/** The one build that the text names; where it names two, what they share. */
function buildOf(text: string): Build | null {
  const match = /(?:\b(?:10\.0|6\.[0-3]|5\.[0-2])\.|\bbuild\s*|\s|^)(\d{4,5})(?:\.(\d{1,5}))?(?=\s|$)/g;
  const builds = Array.from(text.matchAll(match), ([, number = '', revision = null]) => ({
    number: Number(number),
    revision,
  })).filter((it) => WINDOWS_BUILDS.some(({ build }) => build === it.number));
  const [first] = builds;
  if (first === undefined || builds.some((it) => it.number !== first.number)) return null;
  const revisions = new Set(builds.map((it) => it.revision).filter((it) => it !== null));
  const [only = null] = revisions;
  return { number: first.number, revision: revisions.size === 1 ? only : null };
}

/** The build is measured, the text may be out of date; but a build never makes a server of a client of another line. */
function agrees(byBuild: string, byText: string | null): boolean {
  return (
    byText === null ||
    line(byBuild) === line(byText) ||
    byText.startsWith('windows_10') === byBuild.startsWith('windows_1')
  );
}

function line(product: string): string {
  return product.startsWith('windows_server')
    ? product
    : product.replace(/_(?:1[5-9]\d\d|2004|2[0-9]h[12])$/, '');
}

function productOf(os: string, server: boolean): string | null {
  for (const { pattern, product } of WINDOWS_EDITIONS) if (!server && pattern.test(os)) return product;
  const feature = onlyFeatureOf(os.replace(/^.*?\b(?:windows|win)\s*(?:server\s*)?/, ' '));
  if (server) return serverOf(os, feature);
  const ten = /\bwin(?:dows)?\s*(10|11)\b/.exec(os)?.[1];
  if (ten !== undefined) return feature === undefined ? `windows_${ten}` : `windows_${ten}_${feature}`;
  const older = /\bwin(?:dows)?\s*(xp|vista|7|8\.1|8|2000|nt|me|98|95|rt 8\.1|rt)\b/.exec(os)?.[1];
  return older === undefined ? null : `windows_${older.replace(' ', '_')}`;
}

/** Undefined: none is named, or several ("1709 - 22H2", as scanners guess). */
function onlyFeatureOf(text: string): string | undefined {
  const features = new Set(text.match(FEATURES));
  const [only] = features;
  return features.size === 1 ? only : undefined;
}

/**
 * Releases that a text names side by side, as scanners do that cannot tell them apart: "Windows 7 or 8.1", "Windows Server
 * 2016 - 2019". Fewer than two: it names one or none.
 */
export function readAlternatives(osText: string): readonly string[] {
  const pieces = osText.split(/\s(?:-|–|or|and)\s|[,|]/i);
  if (pieces.length < 2) return [];
  let line = '';
  const products = pieces.map((piece) => {
    const words = fold(piece);
    line = /\bserver\b/.test(words) ? 'windows server ' : /\bwin(?:dows)?\b/.test(words) ? 'windows ' : line;
    const isYear = /^\s*(?:20\d\d|xp|vista|7|8\.1|8|10|11)\b/.test(words);
    return readWindows(isYear ? `${line}${piece}` : piece, '')?.product ?? null;
  });
  return [...new Set(products.filter((it) => it !== null))];
}

function serverOf(os: string, feature: string | undefined): string | null {
  const year =
    /\b(?:server|srv|ws|win|windows)\s*(2000|2003|2008|2012|2016|2019|2022|2025)\b/.exec(os)?.[1] ??
    /\b(2003|2008|2012|2016|2019|2022|2025)\b/.exec(os)?.[1];
  if (year === '2022' && feature === '23h2') return 'windows_server_2022_23h2';
  if (year !== undefined)
    return /\br\s?2\b/.test(os) ? `windows_server_${year}_r2` : `windows_server_${year}`;
  return feature === undefined
    ? null
    : feature === '23h2'
      ? 'windows_server_2022_23h2'
      : `windows_server_${feature}`;
}
