import type { Match } from './match.ts';
import type { ProductText } from '#engine/identify';
import { itemWords } from './linked-item.ts';

/** What a policy asks of evidence, in words, and which policy it is. */
export interface EvidenceDemand {
  readonly policy: string;
  readonly asked: string;
}

/** Items of a configuration, what is held against them, and the versions that others have, if that is why. */
interface Held {
  readonly items: readonly ProductText[];
  readonly proven: readonly ProductText[];
  readonly disputed?: string | undefined;
}

/**
 * What remains "not affected" of a device whose version rests on less than the policy asks for, or is another by another
 * source: only what would also be not affected if its version were not known, or that one. The rest cannot be told. What its version says is affected stays affected.
 *
 * @param items of the configuration, and the same without the versions that are not proven
 * @param matches of the configuration as it stands, those not affected among them
 * @param bare the same of the configuration without the versions that are not proven
 */
export function holdUnproven(
  { items, proven, disputed }: Held,
  { matches, bare }: { readonly matches: readonly Match[]; readonly bare: readonly Match[] },
  { policy, asked }: EvidenceDemand,
): readonly Match[] {
  const withoutVersion = new Map(bare.map((it) => [it.vulnerability, it]));
  const known = new Set(matches.map((it) => it.vulnerability));
  const doubtful = (it: Match) => {
    const other = withoutVersion.get(it.vulnerability);
    return it.verdict === 'not-affected' && other !== undefined && other.verdict !== 'not-affected';
  };
  return [
    ...matches.map((it) => (doubtful(it) ? undetermined(it) : it)),
    // A source that speaks of other versions only says nothing of this one, as long as that is the version.
    ...bare.filter((it) => it.verdict !== 'not-affected' && !known.has(it.vulnerability)).map(undetermined),
  ];

  function undetermined(it: Match): Match {
    const doubted = items.find((item, index) => item.version !== proven[index]?.version);
    return {
      vulnerability: it.vulnerability,
      verdict: 'undetermined',
      confidence: it.confidence,
      get grounds() {
        return [
          {
            source: 'policy' as const,
            reference: policy,
            product: disputed === undefined ? 'versionEvidence' : 'version',
            item: doubted === undefined ? '' : itemWords(doubted),
            confidence: it.confidence,
            version: doubted?.version ?? null,
            because:
              disputed === undefined
                ? `the version rests on less than the policy asks for before it clears a device: ${asked}`
                : `sources that count alike disagree on the version, and one of them says ${disputed}`,
            says: 'undetermined' as const,
            fixedIn: null,
          },
          ...it.grounds,
        ];
      },
      get contradiction() {
        return it.contradiction;
      },
    };
  }
}
