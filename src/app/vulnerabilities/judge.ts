import type { Catalogue, Vulnerability } from '#engine/catalogue';
import type { Identifier, ProductText } from '#engine/identify';
import { configurationKey, configurationOf, createMatcher, itemWords, type Match } from '#engine/match';
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
import { chooseFix, type Statement as FixStatement, readinessOf, type Fix } from '#engine/triage';
import { compareVersions, readVersion } from '#engine/versions';
import { CONFIDENCES, type Confidence, type Device } from '#engine/words';
import type { AssessedDevice, IdentifiedProduct, Judgement, VulnerabilityFacts } from './assessment.ts';

export interface JudgeOptions {
  readonly policy: Policy;
  /** ISO date */
  readonly asOf: string;
  readonly minConfidence: Confidence;
}

export interface Judge {
  judge(device: Device): AssessedDevice;
  /** Distinct configurations seen so far. */
  configurations(): number;
  /** Verdicts left out so far because their identification is weaker than asked for. */
  leftOut(): number;
}

/**
 * Judges devices one by one. What devices share is worked out once: matches per configuration, scores and clocks per
 * configuration and clinical context.
 */
export function createJudge(catalogue: Catalogue, identifier: Identifier, options: JudgeOptions): Judge {
  const matcher = createMatcher(catalogue, identifier);
  const facts = memo(catalogue.size, (index) => factsOf(catalogue, index));
  const configurations = new Map<string, ConfigurationView>();
  let leftOut = 0;

  function configurationView(device: Device): ConfigurationView {
    const configuration = configurationOf(device);
    const key = configurationKey(configuration);
    let view = configurations.get(key);
    if (view === undefined) {
      const all = matcher.match(configuration);
      view = {
        matches: all.filter((it) => rank(it.confidence) <= rank(options.minConfidence)),
        items: configuration.items,
        leftOut: 0,
        identified: configuration.items.flatMap((it) => identifiedAs(catalogue, identifier, it)),
        products: productsOf(identifier, configuration.items),
        byContext: new Map(),
      };
      view.leftOut = all.length - view.matches.length;
      configurations.set(key, view);
    }
    return view;
  }

  return {
    judge(device) {
      const view = configurationView(device);
      leftOut += view.leftOut;
      const context = contextKey(device);
      let judged = view.byContext.get(context);
      if (judged === undefined) {
        judged = judgeAll(view, device);
        view.byContext.set(context, judged);
      }
      return { device, label: labelOf(device), identified: view.identified, ...judged };
    },
    configurations: () => configurations.size,
    leftOut: () => leftOut,
  };

  function judgeAll(view: ConfigurationView, device: Device): JudgedContext {
    const judged = view.matches.map((match) => judgeOne(match, view, device));
    const byUrgency = (a: Judgement, b: Judgement) =>
      b.score - a.score || (a.vulnerability.id < b.vulnerability.id ? -1 : 1);
    return {
      judgements: judged.filter((it) => it.verdict !== 'not-affected').sort(byUrgency),
      notAffected: judged.filter((it) => it.verdict === 'not-affected').sort(byUrgency),
    };
  }

  function judgeOne(match: Match, view: ConfigurationView, device: Device): Judgement {
    const { vulnerability, source } = facts(match.vulnerability);
    const remediations = remediationsFor(catalogue, match.vulnerability, view.products);
    const fix = aheadOf(chooseFix(remediations, statementOf(match, view.items)), device);
    const factors = factorsOf(source, vulnerability, device, options.asOf);
    const risk = scoreRisk(factors, options.policy);
    const clocks =
      match.verdict === 'affected' && match.confidence !== 'candidate'
        ? clocksOf(
            factors,
            risk.tier,
            {
              publishedOn: publishedOn(catalogue, match.vulnerability),
              detectedOn: null,
              patchAvailableOn: advisedOn(catalogue, match.vulnerability, fix.advisory),
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

interface ConfigurationView {
  readonly matches: readonly Match[];
  readonly items: readonly ProductText[];
  leftOut: number;
  readonly identified: readonly IdentifiedProduct[];
  readonly products: ReadonlySet<number>;
  readonly byContext: Map<string, JudgedContext>;
}

type JudgedContext = Pick<AssessedDevice, 'judgements' | 'notAffected'>;

/** Everything apart from the configuration that a judgement depends on. */
function contextKey(it: Device): string {
  return [
    it.criticality,
    it.exposure,
    it.storesPhi,
    it.transmitsPhi,
    it.fdaClass,
    it.eolDate,
    it.eosDate,
    it.supportContract,
  ].join('\u0001');
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
): { source: Vulnerability; vulnerability: VulnerabilityFacts } {
  const source = catalogue.vulnerability(index);
  const { id, aliases, summary, publishedAt, exploited, cwes } = source;
  const advisories = catalogue.advisoriesOf(index).map((it) => catalogue.advisory(it).id);
  return {
    source,
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

/** What advisories offer for the products that this configuration was found to be. */
function remediationsFor(
  catalogue: Catalogue,
  vulnerability: number,
  products: ReadonlySet<number>,
): Judgement['remediations'] {
  const speaking = catalogue
    .statements(vulnerability)
    .filter((it) => it.products.some((product) => products.has(product)));
  const productIds = new Map<number, Set<string>>();
  for (const { advisory, productId } of speaking) {
    const ids = productIds.get(advisory) ?? new Set<string>();
    productIds.set(advisory, ids.add(productId));
  }
  return [...productIds].flatMap(([advisory, ids]) =>
    catalogue
      .remediations(advisory, vulnerability)
      .filter((it) => it.productIds.length === 0 || it.productIds.some((id) => ids.has(id)))
      .map((it) => ({ ...it, advisory: catalogue.advisory(advisory).id })),
  );
}

/** The fixed version that a deciding source states, if any, and the part of the device it speaks of. */
function statementOf(match: Match, items: readonly ProductText[]): FixStatement {
  const deciding =
    match.grounds.find((it) => it.says === 'affected' && it.fixedIn !== null) ??
    match.grounds.find((it) => it.says === match.verdict);
  const item = items.find((it) => itemWords(it) === deciding?.item);
  return {
    version: deciding?.says === 'affected' ? deciding.fixedIn : null,
    part: item === undefined || item.kind === 'device' ? null : wordsOf([item.manufacturer, item.model]),
    advisory: deciding === undefined || deciding.source === 'nvd' ? null : deciding.reference,
  };
}

function wordsOf(parts: readonly (string | undefined)[]): string {
  return parts.filter((it) => it !== undefined && it !== '').join(' ');
}

/** A release that is no newer than what is installed is not what to do: the advisory's own words are. */
function aheadOf(fix: Fix, device: Device): Fix {
  const [release, installed] = [readVersion(fix.version), readVersion(device.version)];
  if (fix.part !== null || release === null || installed === null) return fix;
  const order = compareVersions(release, installed);
  return order === null || order > 0 ? fix : { ...fix, version: null };
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

/** When the advisory that brings the fix came out. */
function advisedOn(catalogue: Catalogue, vulnerability: number, id: string | null): string | null {
  if (id === null) return null;
  const advisory = catalogue.advisoriesOf(vulnerability).find((it) => catalogue.advisory(it).id === id);
  return advisory === undefined ? null : readCivilDate(catalogue.advisory(advisory).publishedAt);
}

function memo<Value>(size: number, work: (index: number) => Value): (index: number) => Value {
  const known = Array.from<Value | undefined>({ length: size });
  return (index) => {
    const value = known[index] ?? work(index);
    known[index] = value;
    return value;
  };
}
