import type { AssessedDevice, Judgement } from '#app/vulnerabilities/assessment';
import { isNamedByPartsAlone } from '#app/vulnerabilities/recognised';
import type { Ground } from '#engine/match';
import type { Device } from '#engine/words';
import { clockWords, dueWords } from './due-words.ts';
import { counted, printable, wrapped } from './layout.ts';
import type { Paint } from './paint.ts';

export interface ExplainOptions {
  readonly asOf: string;
  readonly width: number;
  readonly paint: Paint;
}

/**
 * The chain from the inventory's words to the deadline: identification, criterion, versions, points, tier, clocks.
 * @param vulnerability only this one; null: all of the device's
 */
export function* explanationLines(
  it: AssessedDevice,
  vulnerability: string | null,
  options: ExplainOptions,
): Generator<string> {
  const asked = (judgement: Judgement) => vulnerability === null || isAbout(judgement, vulnerability);
  yield* deviceLines(it, options);
  for (const judgement of it.judgements.filter(asked)) yield* findingLines(judgement, options);
  const notAffected = it.notAffected.filter(asked);
  // What a device may be excludes it from nothing.
  const [doubtful = [], sure = []] = [true, false].map((isDoubtful) =>
    notAffected.filter((each) => (each.confidence === 'candidate') === isDoubtful),
  );
  const inFull = vulnerability !== null;
  if (sure.length > 0) yield* notAffectedLines(sure, 'Not affected by', '', inFull, options);
  if (doubtful.length > 0)
    yield* notAffectedLines(
      doubtful,
      'Would not be affected by',
      ', if it is what it may be: nobody has confirmed that',
      inFull,
      options,
    );
  if (it.judgements.length === 0 && notAffected.length === 0 && vulnerability === null)
    yield* nothingLines(it);
}

/** A vulnerability is asked for by its id or by any alias. */
export function isAbout({ vulnerability }: Judgement, asked: string): boolean {
  const wanted = asked.toUpperCase();
  return [vulnerability.id, ...vulnerability.aliases].some((id) => id.toUpperCase() === wanted);
}

function* deviceLines(
  { device, label, identified }: AssessedDevice,
  options: ExplainOptions,
): Generator<string> {
  const { paint, width } = options;
  yield paint.heading(`${printable(device.id)}  ${printable(label)}`);
  const place = placeWords(device);
  if (place !== '') yield paint.quiet(printable(place));
  yield '';
  yield paint.heading('Identified as');
  if (identified.length === 0) yield* indented('No feed names a product like this one', 2, width);
  for (const product of identified) {
    yield* indented(
      `${ITEM_WORDS[product.item]} "${product.text}" is ${product.product} (${product.confidence})`,
      2,
      width,
    );
    for (const { field, ours, theirs, how } of product.evidence)
      yield* indented(`${field}: "${ours}" and "${theirs}": ${how}`, 6, width);
  }
  if (isNamedByPartsAlone(device, identified))
    yield* indented(
      `No feed that was read names the device itself, "${label}": what follows is about its operating system and its parts alone`,
      2,
      width,
    );
}

const ITEM_WORDS = { device: 'Device', os: 'Operating system', component: 'Component' } as const;

function placeWords(it: Device): string {
  const place = [it.site, it.building, it.floor, it.room, it.department].filter((word) => word !== undefined);
  const phi = it.storesPhi === true ? 'stores PHI' : it.transmitsPhi === true ? 'transmits PHI' : undefined;
  const network = it.exposure === undefined ? undefined : `${it.exposure} network`;
  return [place.join(' › ') || undefined, it.criticality, network, phi]
    .filter((word) => word !== undefined)
    .join(' · ');
}

function* findingLines(it: Judgement, options: ExplainOptions): Generator<string> {
  const { paint, width, asOf } = options;
  const { vulnerability, verdict } = it;
  yield '';
  yield `${paint.heading(vulnerability.id)}  ${paint.tier(it.tier.toUpperCase(), it.tier)}  risk ${it.score}  ${verdict} (${it.confidence})`;
  if (vulnerability.summary !== null) yield* indented(vulnerability.summary, 2, width);

  yield* section(verdict === 'affected' ? 'Why it is affected' : 'Why it cannot be told', options);
  yield* groundLines(it, width);

  yield* section(`Why risk ${it.score}`, options);
  for (const line of it.contributions) {
    const points = signed(line.points);
    yield* indented(
      `${points} ${line.label} (${line.note})${line.assumed ? ', assumed' : ''}`,
      7 - points.length,
      width,
    );
  }

  yield* section(`Why ${it.tier}`, options);
  for (const because of it.because) yield* indented(because, 4, width);
  yield* indented(ssvcWords(it), 4, width);

  if (it.clocks.length > 0) {
    yield* section(it.ruling === null ? 'Deadlines' : `Due ${dueWords(it.ruling.dueBy, asOf)}`, options);
    for (const clock of it.clocks) {
      const ruling = clock === it.ruling ? ' ← rules' : '';
      yield* indented(`${clock.name}: ${clockWords(clock, asOf)}${ruling}`, 4, width);
      yield* indented(`${clock.rule} (${clock.source})`, 6, width);
    }
  }
  yield* section('What to do', options);
  yield* remedyLines(it, width);
}

/** "SSVC deployer: out-of-cycle (Exploitation: active, System exposure: controlled derived)" */
function ssvcWords({ ssvc }: Judgement): string {
  const inputs = ssvc.inputs.map((it) => {
    const origin = it.origin === 'stated' ? '' : ` ${it.origin}`;
    return `${it.name}: ${it.value}${origin}`;
  });
  return `SSVC deployer: ${ssvc.decision} (${inputs.join(', ')})`;
}

function* groundLines(it: Judgement, width: number): Generator<string> {
  for (const ground of it.grounds()) yield* indented(groundWords(ground), 4, width);
  if (it.contradiction !== null) yield* indented(`Sources disagree. ${it.contradiction}`, 4, width);
}

function groundWords(it: Ground): string {
  const version = it.version === null ? 'no version recorded' : `version ${it.version}`;
  return `${it.source} ${it.reference}, on ${it.product}: "${it.item}" (${it.confidence}), ${version}; ${it.because} → ${it.says}`;
}

function* remedyLines({ remediations, fix, readiness }: Judgement, width: number): Generator<string> {
  const version = fix.version === null ? '' : `Fixed in ${fix.version}`;
  if (version !== '') yield* indented(version, 4, width);
  for (const it of remediations)
    yield* indented(
      `${it.category} (${it.advisory}): ${it.details}${it.url === null ? '' : ` ${it.url}`}`,
      4,
      width,
    );
  if (version === '' && remediations.length === 0)
    yield* indented('No source that was read states a remedy', 4, width);
  yield* indented(`${readiness.kind}: ${readiness.because}`, 4, width);
}

function* notAffectedLines(
  judgements: readonly Judgement[],
  before: string,
  after: string,
  inFull: boolean,
  options: ExplainOptions,
): Generator<string> {
  yield '';
  yield options.paint.heading(
    `${before} ${counted(judgements.length, 'vulnerability', 'vulnerabilities')}${after}`,
  );
  for (const it of judgements) {
    yield* indented(`${it.vulnerability.id}: ${it.why}`, 2, options.width);
    if (inFull) yield* groundLines(it, options.width);
  }
}

function* nothingLines({ identified }: AssessedDevice): Generator<string> {
  yield '';
  yield identified.length === 0
    ? 'Nothing can be said: no feed names this product, which does not mean that it has no vulnerability'
    : 'No feed that was read names a vulnerability of these products';
}

function* section(title: string, { paint }: ExplainOptions): Generator<string> {
  yield `  ${paint.heading(title)}`;
}

function* indented(text: string, columns: number, width: number): Generator<string> {
  const margin = ' '.repeat(columns);
  for (const line of wrapped(printable(text), width - columns)) yield margin + line;
}

function signed(points: number): string {
  return `${points < 0 ? '−' : '+'}${Math.abs(points)}`;
}
