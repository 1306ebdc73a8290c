import type { RecalledDevice } from '#contract/vulnerabilities/recall';
import { StateShape } from '../../../ui/StateShape.tsx';

const WORDS: Readonly<Record<string, string>> = {
  maker: 'Maker',
  model: 'Model',
  'product-code': 'Product code',
  'device-id': 'UDI',
  serial: 'Serial number',
  lot: 'Lot',
  version: 'Version',
  units: 'Units',
};

/** What was compared, each with what came of it. */
export function Grounds({ grounds }: { readonly grounds: RecalledDevice['grounds'] }) {
  return (
    <ul className="lines small">
      {grounds.map((it) => {
        const { shape, tone, word } =
          it.truth === true
            ? ({ shape: 'check', tone: 'good', word: 'agrees' } as const)
            : it.truth === false
              ? ({ shape: 'octagon', tone: 'idle', word: 'does not agree' } as const)
              : ({ shape: 'dashed', tone: 'warn', word: 'can’t be told' } as const);
        return (
          <li key={`${it.what} ${it.because}`}>
            <span className={`state ${tone}`}>
              <StateShape shape={shape} />
              <span className="visually-hidden">{word}: </span>
            </span>{' '}
            <b>{WORDS[it.what] ?? it.what}</b> {it.because}
          </li>
        );
      })}
    </ul>
  );
}
