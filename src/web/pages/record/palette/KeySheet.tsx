import { Sheet } from '../../../ui/Sheet.tsx';

const GROUPS = [
  {
    title: 'Everywhere',
    keys: [
      [['Ctrl', 'K'], 'jump to a page, device, model, person, CVE or command; on a Mac, Cmd K'],
      [['?'], 'this sheet'],
      [['Esc'], 'close what is open'],
      [['Tab'], 'go on to the next control'],
    ],
  },
  {
    title: 'In lists',
    keys: [
      [['/'], 'filter'],
      [['J'], 'next row; also ↓ within the list'],
      [['K'], 'row before; also ↑ within the list'],
      [['X'], 'mark the row'],
      [['Shift', 'X'], 'mark all rows from the last one marked'],
      [['Enter'], 'open the row'],
      [['Home'], 'first row, within the list'],
      [['End'], 'last row, within the list'],
    ],
  },
  {
    title: 'In triage',
    keys: [
      [['O'], 'open'],
      [['R'], 'reviewed'],
      [['A'], 'assign'],
      [['V'], 'verdict'],
      [['T'], 'open a ticket'],
      [['C'], 'comment'],
    ],
  },
] as const;

interface KeySheetProps {
  readonly open: boolean;
  readonly onClose: () => void;
}

/** Every key the product listens to. */
export function KeySheet({ open, onClose }: KeySheetProps) {
  return (
    <Sheet label="Keys" side="right" width={420} open={open} onClose={onClose}>
      <div className="sheet-form stack">
        <h2>Keys</h2>
        {GROUPS.map(({ title, keys }) => (
          <section key={title}>
            <h3>{title}</h3>
            <dl className="key-list">
              {keys.map(([combination, words]) => (
                <div key={words}>
                  <dt>
                    {combination.map((key) => (
                      <kbd key={key}>{key}</kbd>
                    ))}
                  </dt>
                  <dd>{words}</dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
        <p className="small muted">Keys other than Ctrl K do nothing while you type.</p>
      </div>
    </Sheet>
  );
}
