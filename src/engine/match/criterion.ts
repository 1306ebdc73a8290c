import { ANY_VERSION, createCriterionTexts, UNSPECIFIED_VERSION } from '#engine/catalogue';
import type { Tables } from '#engine/catalogue';
import {
  boundAt,
  boundsRange,
  compareNumbersOf,
  compareVersions,
  contains,
  countAlike,
  labelBetween,
  loneDigits,
  mayBeSameAsLone,
  readVersion,
  spanOf,
  startsWithHead,
  VERSION_NOT_KNOWN,
} from '#engine/versions';
import type { Range, Version } from '#engine/versions';
import type { CpeMatch } from '#engine/words';
import { meetsAttributes } from './attributes.ts';
import type { ItemTraits, Platform } from './attributes.ts';
import { tellBy } from './linked-item.ts';
import type { Told } from './linked-item.ts';

/** Reads single criteria from the catalogue's columns: the long way, with words, for whoever asks for grounds. */
export interface CriterionReader {
  /** Whether an item that is the criterion's product meets it. A platform need only be there; see `unspecified`. */
  meets(
    criterion: number,
    vulnerable: boolean,
    versions: readonly (Version | null)[],
    item: ItemTraits,
    platform: Platform,
  ): Told;
  productOf(criterion: number): number;
  /** The criterion as its source writes it. */
  matchOf(criterion: number, vulnerable: boolean): CpeMatch;
  /** update … other, as written. */
  attributesOf(criterion: number): readonly string[];
  /** It names versions, at least one bound of them. */
  isExplicit(criterion: number): boolean;
  /** What an "exactly this" criterion names together with its update, as "1.8.4 SP1"; null: it names no update. */
  updatedVersion(criterion: number): Version | null;
}

export function createCriterionReader(tables: Tables): CriterionReader {
  const { versions, attributes, criterionBounds, criterionVersions } = tables;
  const fields: (readonly string[] | undefined)[] = [];
  const written: (string | undefined)[] = [];
  const versionsRead: (Version | null | undefined)[] = [];
  const updatesRead = new Map<string, Version | null>();
  const ranges: (Range | undefined)[] = [];
  const texts = createCriterionTexts(tables);
  const { productOf } = texts;

  function attributesOf(criterion: number): readonly string[] {
    const index = tables.criterionAttributes[criterion] as number;
    return (fields[index] ??= splitFields(attributes.text(index)));
  }

  function updatedVersion(criterion: number): Version | null {
    const index = criterionVersions[criterion] as number;
    const update = attributesOf(criterion)[0] ?? '*';
    if (index < 0 || update === '*' || update === '-') return null;
    const text = `${writtenAt(index)} ${update}`;
    const known = updatesRead.get(text);
    if (known !== undefined) return known;
    const version = readVersion(text);
    updatesRead.set(text, version);
    return version;
  }

  function writtenAt(index: number): string {
    return (written[index] ??= versions.text(index));
  }

  function versionAt(index: number): Version | null {
    let version = versionsRead[index];
    if (version === undefined) {
      version = readVersion(writtenAt(index));
      versionsRead[index] = version;
    }
    return version;
  }

  function rangeOf(criterion: number): Range {
    const index = criterionBounds[criterion] as number;
    return (ranges[index] ??= readRange(criterion, index * 4));
  }

  /** Bounds of many criteria are the same version, which is read once. */
  function readRange(criterion: number, at: number): Range {
    const [from, after, to, before] = [0, 1, 2, 3].map((i) => tables.bounds[at + i] as number);
    const bound = (including = -1, excluding = -1) => {
      const index = including === -1 ? excluding : including;
      return index === -1 ? undefined : boundAt(versionAt(index), including !== -1);
    };
    return spanOf(bound(from, after), bound(to, before)) ?? boundsRange(texts.bounds(criterion));
  }

  function isHardware(criterion: number): boolean {
    return tables.productParts[productOf(criterion)] === HARDWARE;
  }

  function byVersion(criterion: number, vulnerable: boolean, version: Version | null): Told {
    if ((criterionBounds[criterion] as number) !== -1)
      return asPlatform(criterion, vulnerable, contains(rangeOf(criterion), version));
    const named = criterionVersions[criterion] as number;
    if (named === ANY_VERSION) return { truth: true, because: 'every version is named' };
    if (named === UNSPECIFIED_VERSION) return unspecified(vulnerable, isHardware(criterion));
    return asPlatform(criterion, vulnerable, exactly(criterion, version));
  }

  /** The version of hardware is a revision; an inventory has that of its firmware, which cannot rule it out. */
  function asPlatform(criterion: number, vulnerable: boolean, it: Told): Told {
    if (vulnerable || it.truth !== false || !isHardware(criterion)) return it;
    return { truth: null, because: 'the hardware revision is not known' };
  }

  function exactly(criterion: number, version: Version | null): Told {
    if (version === null) return { truth: null, because: VERSION_NOT_KNOWN };
    const index = criterionVersions[criterion] as number;
    const plain = versionAt(index);
    // With its update it begins no otherwise.
    if (plain !== null && loneDigits(version) === 0 && beginOtherwise(version, plain))
      return { truth: false, because: `${version.text} is not ${writtenAt(index)}` };
    const updated = updatedVersion(criterion);
    for (const it of [updated, plain])
      if (it !== null && version.key === it.key) return { truth: true, because: `${version.text} is named` };
    // Two names of versions that have no order are still two names, but what is no version tells nothing.
    if (plain === null) return { truth: null, because: `"${writtenAt(index)}" is no version` };
    if (!countAlike(version, plain))
      return { truth: null, because: `${version.text} counts otherwise than ${plain.text}` };
    const hasNoUpdate = attributesOf(criterion)[0] === '-';
    if (mayBeNamed(version, { plain, updated, hasNoUpdate }))
      return {
        truth: null,
        because: `${version.text} may be the same version as ${(updated ?? plain).text}`,
      };
    return { truth: false, because: `${version.text} is not ${writtenAt(index)}` };
  }

  return {
    meets(criterion, vulnerable, versions, item, platform) {
      const found = tellBy(versions, (it) => byVersion(criterion, vulnerable, it));
      if (found.truth === false) return found;
      const demanded = meetsAttributes(attributesOf(criterion), item, platform);
      if (demanded.truth === true || demanded.because === null) return found;
      return { truth: demanded.truth, because: demanded.because };
    },
    productOf,
    matchOf: texts.match,
    attributesOf,
    updatedVersion,
    isExplicit: (criterion) =>
      criterionBounds[criterion] !== -1 || (criterionVersions[criterion] as number) >= 0,
  };
}

const HARDWARE = 'h'.charCodeAt(0);

/** A release that a criterion names exactly. */
interface NamedRelease {
  readonly plain: Version;
  /** With its update; null: it names none, and any may be on it unless it says that there is none. */
  readonly updated: Version | null;
  readonly hasNoUpdate: boolean;
}

/** Whether one says more than the other and it may yet be the same: "1.00" and "1.00_2017_12_15", "3.2" and "3". */
function mayBeNamed(version: Version, { plain, updated, hasNoUpdate }: NamedRelease): boolean {
  if (loneDigits(version) > 0 && plain.parts.head.length > 1) return mayBeSameAsLone(version, plain);
  const label = labelBetween(version, plain);
  if (label === null) return isSameAsNumber(version, plain);
  const isTrial = label.kind === 'pre';
  // A version without a word for it is a release, and not one of the trials before it.
  if (version.parts.tail.length < plain.parts.tail.length) return !isTrial;
  if (hasNoUpdate && (isTrial || (label.kind === 'word' && label.follows))) return false;
  return updated === null || compareVersions(version, updated) === null;
}

/** Whether two versions of one series, counted alike, have other numbers. */
function beginOtherwise(a: Version, b: Version): boolean {
  if (a.parts.series !== b.parts.series || !countAlike(a, b)) return false;
  const [one, other] = [a.parts.head, b.parts.head];
  return !startsWithHead(one, other) || !startsWithHead(other, one);
}

/** 1.02 and 1.2 */
function isSameAsNumber(version: Version, named: Version): boolean {
  return compareVersions(version, named) === null && compareNumbersOf(version, named) === 0;
}

/** "-" as a version: of hardware and of platforms, having it is enough; else the source left the version open. */
function unspecified(vulnerable: boolean, hardware: boolean): Told {
  return hardware || !vulnerable
    ? { truth: true, because: 'the product is named without a version' }
    : { truth: null, because: 'the source does not say which versions' };
}

/** A colon behind a backslash belongs to the value. */
function splitFields(text: string): readonly string[] {
  const fields = text.includes('\\') ? text.split(/(?<!\\):/) : text.split(':');
  return fields.map((it) => it.replaceAll(/\\(.)/g, '$1'));
}
