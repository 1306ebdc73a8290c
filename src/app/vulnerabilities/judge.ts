import type { Catalogue, Vulnerability } from '#engine/catalogue';
import type { Identifier, ProductText } from '#engine/identify';
import {
  type Configuration,
  configurationKey,
  configurationOf,
  createMatcher,
  type EvidenceDemand,
  holdUnproven,
  itemWords,
  type Match,
} from '#engine/match';
import {
  clocksOf,
  decideSsvc,
  type Policy,
  readCivilDate,
  type RiskFactors,
  rulingClock,
  rulingVector,
  scoreRisk,
} from '#engine/risk';
import { readinessOf } from '#engine/triage';
import { CONFIDENCES, type Confidence, type CvssVector, type Device, type DeviceFields } from '#engine/words';
import { isOfPattern, type Pattern } from './pattern.ts';
import type { AssessedDevice, IdentifiedProduct, Judgement, VulnerabilityFacts } from './assessment.ts';
import { type Remedy, remedyFor } from './remedy.ts';
import { wordsOf } from './words-of.ts';

export interface JudgeOptions {
  readonly policy: Policy;
  /** ISO date */
  readonly asOf: string;
  readonly minConfidence: Confidence;
  /** What people know that no source says. */
  readonly rules?: readonly JudgeRule[];
  /** What people scored anew and others approved. */
  readonly scorings?: readonly JudgeScoring[];
}

/** How grave a vulnerability is on all configurations of a pattern, whatever sources say of it in general. */
export interface JudgeScoring {
  readonly pattern: Pattern;
  readonly vulnerability: string;
  readonly cvss: CvssVector;
}

/** All configurations of a pattern are affected. */
export interface JudgeRule {
  readonly pattern: Pattern;
  readonly vulnerability: string;
  readonly reason: string;
  readonly filter: string;
  readonly madeByName: string;
}

export interface Judge {
  judge(device: Device): AssessedDevice;
  /** Only what is affected or cannot be told, in no order. `detectedOn` starts the clocks: the day it was first seen. */
  found(device: Device, detectedOn: string | null): readonly Judgement[];
  /** The same of these vulnerabilities only, by their catalogue indices: it costs what they cost, not what the catalogue holds. */
  among(device: Device, vulnerabilities: readonly number[], detectedOn: string | null): readonly Judgement[];
  /** One vulnerability on one device, whatever the verdict; null: no source says anything of it on this device. */
  one(device: Device, id: string, detectedOn: string | null): Judgement | null;
  /** What the items of the device were recognised as. */
  identified(device: Device): readonly IdentifiedProduct[];
  /** Texts of the device and its operating system that are not recognised with certainty, and what hangs on each. */
  doubts(device: Device): readonly TextDoubt[];
  /** Lets go of what was kept for configurations: the next ones share nothing with them. */
  forget(): void;
  /** Distinct configurations seen so far. */
  configurations(): number;
  /** Verdicts left out so far because their identification is weaker than asked for. */
  leftOut(): number;
}

/** A text that is not recognised with certainty. */
export interface TextDoubt {
  readonly text: ProductText;
  readonly confidence: 'probable' | 'candidate';
  /** Findings that would come or go. */
  readonly findings: number;
  /** Their risk points. */
  readonly points: number;
}

/**
 * Judges devices one by one. What devices share is worked out once: matches per configuration, scores and clocks per
 * configuration and clinical context.
 */
export function createJudge(catalogue: Catalogue, identifier: Identifier, options: JudgeOptions): Judge {
  const matcher = createMatcher(catalogue, identifier);
  const facts = memo(catalogue.size, (index) => factsOf(catalogue, index));
  const configurations = new Map<string, ConfigurationView>();
  const scorings = Map.groupBy(options.scorings ?? [], (it) => it.vulnerability);
  let leftOut = 0;

  function configurationView(device: Device): ConfigurationView {
    const configuration = configurationOf(device);
    const key = configurationKey(configuration);
    let view = configurations.get(key);
    if (view === undefined) {
      view = viewOf(configuration);
      configurations.set(key, view);
    }
    return view;
  }

  function viewOf(configuration: Configuration): ConfigurationView {
    return {
      configuration,
      all: once(() => ruled(configuration, everything(configuration))),
      found: once(() => ruled(configuration, foundOn(configuration).filter(isSure))),
      doubtful: once(() => doubtfulTexts(configuration)),
      items: configuration.items,
      identified: once(() => configuration.items.flatMap((it) => identifiedAs(catalogue, identifier, it))),
      products: once(() => productsOf(identifier, configuration.items)),
      byContext: new Map(),
      remedies: new Map(),
      single: new Map(),
    };
  }

  /** Also what is excluded, as far as the versions that exclude it are proven. */
  function everything(configuration: Configuration): readonly Match[] {
    const matches = matcher.match(configuration);
    const { items, proven, disputed } = configuration;
    if (proven === undefined) return matches;
    const bare = matcher.match(proven);
    return holdUnproven(
      { items, proven: proven.items, disputed },
      { matches, bare },
      demandOf(options.policy),
    );
  }

  function foundOn(configuration: Configuration): readonly Match[] {
    return configuration.proven === undefined
      ? matcher.found(configuration)
      : everything(configuration).filter((it) => it.verdict !== 'not-affected');
  }

  /** Also what is excluded, of these vulnerabilities; each is worked out once for all contexts. */
  function few(view: ConfigurationView, vulnerabilities: readonly number[]): readonly Match[] {
    return vulnerabilities.flatMap((index) => {
      let known = view.single.get(index);
      if (known === undefined) view.single.set(index, (known = single(view.configuration, index)));
      return known;
    });
  }

  function single(configuration: Configuration, vulnerability: number): readonly Match[] {
    const matchesOf = (it: Configuration) => [matcher.one(it, vulnerability) ?? []].flat();
    const matches = matchesOf(configuration);
    const { items, proven, disputed } = configuration;
    if (proven === undefined) return matches;
    return holdUnproven(
      { items, proven: proven.items, disputed },
      { matches, bare: matchesOf(proven) },
      demandOf(options.policy),
    );
  }

  /** Whatever sources say, what a person's rule says is affected is. */
  function ruled(configuration: Configuration, matches: readonly Match[]): readonly Match[] {
    const rules = (options.rules ?? []).filter((it) => isOfPattern(it.pattern, configuration));
    if (rules.length === 0) return matches;
    const byVulnerability = new Map(matches.map((it) => [it.vulnerability, it]));
    for (const rule of rules) {
      const index = catalogue.indexOf(rule.vulnerability);
      if (index === -1) continue;
      byVulnerability.set(index, matchOfRule(rule, index, configuration, byVulnerability.get(index)));
    }
    return [...byVulnerability.values()];
  }

  /** Of several that hold, the gravest. */
  function scoredAs(id: string, configuration: Configuration): CvssVector | null {
    let gravest: CvssVector | null = null;
    for (const it of scorings.get(id) ?? [])
      if (
        (gravest === null || it.cvss.baseScore > gravest.baseScore) &&
        isOfPattern(it.pattern, configuration)
      )
        gravest = it.cvss;
    return gravest;
  }

  function isSure({ confidence }: Match): boolean {
    return rank(confidence) <= rank(options.minConfidence);
  }

  return {
    judge(device) {
      const view = configurationView(device);
      const context = contextKey(device);
      let judged = view.byContext.get(context);
      if (judged === undefined) {
        judged = judgeAll(view, device);
        view.byContext.set(context, judged);
      }
      leftOut += judged.leftOut;
      const { judgements, notAffected } = judged;
      return { device, label: labelOf(device), identified: view.identified(), judgements, notAffected };
    },
    found(device, detectedOn) {
      const view = configurationView(device);
      return view.found().map((it) => judgeOne(it, view, device, detectedOn));
    },
    among(device, vulnerabilities, detectedOn) {
      const view = configurationView(device);
      const { configuration } = view;
      const asked = new Set(vulnerabilities);
      const found = few(view, vulnerabilities).filter((it) => it.verdict !== 'not-affected');
      return ruled(configuration, found.filter(isSure))
        .filter((it) => asked.has(it.vulnerability))
        .map((it) => judgeOne(it, view, device, detectedOn));
    },
    one(device, id, detectedOn) {
      const view = configurationView(device);
      const index = catalogue.indexOf(id);
      const matches = index === -1 ? [] : ruled(view.configuration, few(view, [index]));
      const match = matches.find((it) => it.vulnerability === index);
      return match === undefined || !isSure(match) ? null : judgeOne(match, view, device, detectedOn);
    },
    doubts(device) {
      const view = configurationView(device);
      return view.doubtful().map(({ text, confidence, hanging }) => ({
        text,
        confidence,
        findings: hanging.length,
        points: hanging.reduce((sum, it) => sum + riskOf(it, view, device).risk.score, 0),
      }));
    },
    identified: (device) => configurationView(device).identified(),
    forget: () => configurations.clear(),
    configurations: () => configurations.size,
    leftOut: () => leftOut,
  };

  function doubtfulTexts(configuration: Configuration): DoubtfulText[] {
    const matches = once(() => matcher.found(configuration).filter((it) => it.confidence !== 'confirmed'));
    return configuration.items.flatMap((text) => {
      if (text.kind === 'component') return [];
      const [best] = identifier.identify(text);
      if (best === undefined || best.confidence === 'confirmed') return [];
      const words = itemWords(text);
      const hanging = matches().filter((match) => match.grounds.some((it) => it.item === words));
      return [{ text, confidence: best.confidence, hanging }];
    });
  }

  function judgeAll(view: ConfigurationView, device: Device): JudgedContext {
    const sure = view.all().filter(isSure);
    const judged = sure.map((match) => judgeOne(match, view, device, null));
    const byUrgency = (a: Judgement, b: Judgement) =>
      b.score - a.score || (a.vulnerability.id < b.vulnerability.id ? -1 : 1);
    return {
      judgements: judged.filter((it) => it.verdict !== 'not-affected').sort(byUrgency),
      notAffected: judged.filter((it) => it.verdict === 'not-affected').sort(byUrgency),
      leftOut: view.all().length - sure.length,
    };
  }

  function remedyOf(match: Match, view: ConfigurationView, device: Device): Remedy {
    const known = view.remedies.get(match.vulnerability);
    if (known !== undefined) return known;
    const remedy = remedyFor(catalogue, match, { items: view.items, products: view.products(), device });
    view.remedies.set(match.vulnerability, remedy);
    return remedy;
  }

  function riskOf(match: Match, view: ConfigurationView, device: Device) {
    const { vulnerability, source } = facts(match.vulnerability);
    const cvss = scoredAs(vulnerability.id, view.configuration) ?? vulnerability.cvss;
    const factors = factorsOf(source, { ...vulnerability, cvss }, device, options.asOf);
    return { factors, risk: scoreRisk(factors, options.policy) };
  }

  function judgeOne(
    match: Match,
    view: ConfigurationView,
    device: Device,
    detectedOn: string | null,
  ): Judgement {
    const { vulnerability, publishedOn } = facts(match.vulnerability);
    const { remediations, fix, patchAvailableOn } = remedyOf(match, view, device);
    const { factors, risk } = riskOf(match, view, device);
    const clocks =
      match.verdict === 'affected' && match.confidence !== 'candidate'
        ? clocksOf(
            factors,
            risk.tier,
            {
              publishedOn,
              detectedOn,
              patchAvailableOn,
              patchExists: fix.kind === 'vendor-fix',
            },
            options.policy,
          )
        : [];
    return {
      vulnerability,
      verdict: match.verdict,
      confidence: match.confidence,
      ...risk,
      ssvc: decideSsvc(factors, device),
      clocks,
      ruling: rulingClock(clocks),
      fix,
      remediations,
      readiness: readinessOf({ device, fix, remediations, asOf: options.asOf }),
      contradiction: match.contradiction,
      why: whyOf(match),
      grounds: () => match.grounds,
    };
  }
}

/** What devices of one configuration share; each part is worked out when it is first asked for. */
interface ConfigurationView {
  readonly configuration: Configuration;
  /** Also what is excluded. */
  readonly all: () => readonly Match[];
  readonly found: () => readonly Match[];
  readonly doubtful: () => readonly DoubtfulText[];
  readonly items: readonly ProductText[];
  readonly identified: () => readonly IdentifiedProduct[];
  readonly products: () => ReadonlySet<number>;
  readonly byContext: Map<string, JudgedContext>;
  readonly remedies: Map<number, Remedy>;
  /** Vulnerabilities that were asked for by themselves; empty: no source speaks of it here. */
  readonly single: Map<number, readonly Match[]>;
}

/** A text that is not recognised with certainty. */
interface DoubtfulText {
  readonly text: ProductText;
  readonly confidence: 'probable' | 'candidate';
  /** What that identification leads to, also as a candidate. */
  readonly hanging: readonly Match[];
}

interface JudgedContext extends Pick<AssessedDevice, 'judgements' | 'notAffected'> {
  /** Verdicts left out because their identification is weaker than asked for. */
  readonly leftOut: number;
}

function matchOfRule(
  rule: JudgeRule,
  vulnerability: number,
  { items }: Configuration,
  before: Match | undefined,
): Match {
  const [item] = items;
  const says: Match['grounds'][number] = {
    source: 'person',
    reference: rule.filter,
    product: rule.filter,
    item: item === undefined ? '' : itemWords(item),
    confidence: 'confirmed',
    version: item?.version ?? null,
    because: `${rule.madeByName}: ${rule.reason}`,
    says: 'affected',
    fixedIn: null,
  };
  const grounds = [...(before?.grounds ?? []), says];
  const disagrees = before !== undefined && before.verdict !== 'affected';
  return {
    vulnerability,
    verdict: 'affected',
    confidence: 'confirmed',
    grounds,
    contradiction: disagrees
      ? 'A rule of this hospital says affected, which overrides'
      : (before?.contradiction ?? null),
  };
}

/** Everything apart from the configuration that a judgement depends on. */
const CONTEXT_FIELDS = [
  'criticality',
  'exposure',
  'storesPhi',
  'transmitsPhi',
  'fdaClass',
  'eolDate',
  'eosDate',
  'supportContract',
  'contractEnd',
] as const;
export type ClinicalContext = Pick<DeviceFields, (typeof CONTEXT_FIELDS)[number]>;

export function contextOf(device: DeviceFields): ClinicalContext {
  return Object.fromEntries(
    CONTEXT_FIELDS.flatMap((field) => (device[field] === undefined ? [] : [[field, device[field]]])),
  );
}

/** Equal for devices in the same place in care and on the network. */
function contextKey(it: ClinicalContext): string {
  return CONTEXT_FIELDS.map((field) => it[field]).join('\u0001');
}

function rank(confidence: Confidence): number {
  return CONFIDENCES.indexOf(confidence);
}

export function labelOf({ manufacturer, model, version, os, osVersion, hostname, id }: Device): string {
  const words = model === undefined ? [os, osVersion ?? version] : [manufacturer, model, version];
  return wordsOf(words) || (hostname ?? id);
}

function identifiedAs(catalogue: Catalogue, identifier: Identifier, text: ProductText): IdentifiedProduct[] {
  return identifier.identify(text).map((link) => ({
    item: text.kind,
    text: itemWords(text),
    product: productWords(catalogue, link.product),
    confidence: link.confidence,
    evidence: link.evidence,
  }));
}

function productWords({ directory }: Catalogue, product: number): string {
  const part = directory.part(product);
  const [vendor, name] = [directory.vendor(product), directory.name(product)];
  return part === 'named' ? `${vendor} › ${name}` : `cpe ${part}:${vendor}:${name}`;
}

function productsOf(identifier: Identifier, items: readonly ProductText[]): ReadonlySet<number> {
  return new Set(items.flatMap((it) => identifier.identify(it).map((link) => link.product)));
}

function factsOf(
  catalogue: Catalogue,
  index: number,
): { source: Vulnerability; vulnerability: VulnerabilityFacts; publishedOn: string | null } {
  const source = catalogue.vulnerability(index);
  const { id, aliases, summary, publishedAt, exploited, cwes } = source;
  const advisories = catalogue.advisoriesOf(index).map((it) => catalogue.advisory(it).id);
  return {
    source,
    publishedOn: publishedOn(catalogue, index),
    vulnerability: {
      id,
      aliases,
      summary,
      publishedAt,
      cvss: rulingVector(source.cvss),
      exploited,
      epss: source.epss?.probability ?? null,
      cwes,
      advisories: [...new Set(advisories)],
    },
  };
}

function factorsOf(
  source: Vulnerability,
  facts: VulnerabilityFacts,
  device: Device,
  asOf: string,
): RiskFactors {
  return {
    cvss: facts.cvss,
    exploited: source.exploited,
    publicExploit: false,
    epss: facts.epss,
    ssvc: source.ssvc,
    device,
    // What an inventory says of controls is a claim; only a verified control counts, and none is verified here.
    controls: [],
    asOf,
  };
}

/** Which evidence the policy asks for. */
function demandOf({ name, version, versionEvidence = [] }: Policy): EvidenceDemand {
  return {
    policy: `${name} ${version}`,
    asked: versionEvidence.map((it) => it.replaceAll('-', ' ')).join(' or '),
  };
}

function whyOf(match: Match): string {
  const deciding = match.grounds.find((it) => it.says === match.verdict) ?? match.grounds[0];
  return deciding?.because ?? '';
}

/** Public since the first source spoke of it. */
function publishedOn(catalogue: Catalogue, vulnerability: number): string | null {
  const instants = [
    catalogue.vulnerability(vulnerability).publishedAt,
    ...catalogue.advisoriesOf(vulnerability).map((it) => catalogue.advisory(it).publishedAt),
  ].filter((it) => it !== null);
  return readCivilDate(instants.sort()[0]);
}

function once<Value>(work: () => Value): () => Value {
  let known: { readonly value: Value } | null = null;
  return () => (known ??= { value: work() }).value;
}

function memo<Value>(size: number, work: (index: number) => Value): (index: number) => Value {
  const known = Array.from<Value | undefined>({ length: size });
  return (index) => {
    const value = known[index] ?? work(index);
    known[index] = value;
    return value;
  };
}
