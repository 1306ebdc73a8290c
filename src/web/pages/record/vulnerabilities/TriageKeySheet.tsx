import { Sheet } from '../../../ui/Sheet.tsx';

const KEYS = [
  ['J', 'next'],
  ['K', 'previous'],
  ['X', 'mark, with Shift up to here'],
  ['O', 'open'],
  ['R', 'reviewed'],
  ['A', 'assign'],
  ['V', 'verdict'],
  ['C', 'comment'],
  ['/', 'filter'],
  ['Esc', 'close'],
  ['?', 'this sheet'],
] as const;

/** The keys of the queue. */
export function TriageKeySheet({ open, onClose }: { readonly open: boolean; readonly onClose: () => void }) {
  return (
    <Sheet label="Keys" side="right" width={320} open={open} onClose={onClose}>
      <div className="card-body">
        <h2>Keys</h2>
        <dl className="facts roomy">
          {KEYS.map(([key, word]) => (
            <div key={key}>
              <dt>
                <kbd>{key}</kbd>
              </dt>
              <dd>{word}</dd>
            </div>
          ))}
        </dl>
      </div>
    </Sheet>
  );
}
