import {
  type AliasBook,
  createFirmIndex,
  createModelMention,
  type MentionWords,
  mentionWords,
  type ModelMention,
} from '#engine/identify';
import { type RecallCodes, readCodes } from './codes.ts';
import { judgeRecalled, type RecalledDevice, type RecallJudgement } from './judge.ts';

/** What matching looks at of a recall. */
export interface RecallText {
  readonly id: string;
  readonly firm: string | null;
  readonly description: string | null;
  readonly productCode: string | null;
  readonly codeInfo: string | null;
}

export interface ModelledDevice extends RecalledDevice {
  readonly manufacturer: string | null;
  readonly model: string | null;
}

export interface RecallMatcher {
  /** The recalls that name the maker and model of a device, each with what that means for this one. */
  judge(device: ModelledDevice): readonly (RecallJudgement & { readonly recall: string })[];
}

/** Text behind these speaks of what the product goes with, not of what is recalled. */
const GOES_WITH =
  /\b(?:for use (?:with|on|in)|used (?:with|in|on)|use with|compatible with|connect(?:s|ed)? to|attached to|works? with|accessor(?:y|ies) (?:to|for)|in conjunction with)\b[^.;]*/giu;
/** "Battery for Pump 3": the pump is not what is recalled. */
const PART_FOR =
  /\b(?:batter(?:y|ies)|cables?|tubing|cassettes?|administration sets?|sets?|power suppl(?:y|ies)|chargers?|filters?|lead ?wires?|electrodes?|sensors?|probes?|covers?|masks?|circuits?|kits?|adapters?|catheters?|disposables?)\b[^.;]{0,60}?\bfor\b[^.;]*/giu;

/** Indexes by firm are built when the first device asks; a maker and model text is looked up once. */
export function createRecallMatcher(recalls: readonly RecallText[], aliases: AliasBook): RecallMatcher {
  const firms = createFirmIndex(
    recalls.map((it) => it.firm ?? ''),
    aliases,
  );
  const words = new Map<number, MentionWords>();
  const codes = new Map<number, RecallCodes>();
  const named = new Map<string, readonly Named[]>();

  function wordsOf(index: number): MentionWords {
    let known = words.get(index);
    if (known === undefined) {
      const { description } = recalls[index] as RecallText;
      known = mentionWords((description ?? '').replaceAll(GOES_WITH, ' ').replaceAll(PART_FOR, ' '));
      words.set(index, known);
    }
    return known;
  }

  function codesOf(index: number): RecallCodes {
    let known = codes.get(index);
    if (known === undefined) {
      const { codeInfo, description } = recalls[index] as RecallText;
      known = readCodes(codeInfo, description);
      codes.set(index, known);
    }
    return known;
  }

  function namedBy(manufacturer: string, model: string): readonly Named[] {
    const key = `${manufacturer}\u0001${model}`;
    let known = named.get(key);
    if (known === undefined) {
      const mentions = createModelMention(manufacturer, model);
      known = firms.agreeing(manufacturer).flatMap(({ firm: index, how }) => {
        const mention = mentions(wordsOf(index));
        const maker = how === '' ? 'same maker' : how;
        return mention === null ? [] : [{ index, maker, mention }];
      });
      named.set(key, known);
    }
    return known;
  }

  return {
    judge(device) {
      const { manufacturer, model } = device;
      if (manufacturer === null || model === null || manufacturer.trim() === '' || model.trim() === '')
        return [];
      return namedBy(manufacturer, model).map(({ index, maker, mention }) => {
        const { id, productCode } = recalls[index] as RecallText;
        return {
          recall: id,
          ...judgeRecalled({ maker, mention, codes: codesOf(index), productCode }, device),
        };
      });
    },
  };
}

interface Named {
  readonly index: number;
  readonly maker: string;
  readonly mention: ModelMention;
}
