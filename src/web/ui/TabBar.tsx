import type { ReactNode } from 'react';

interface TabBarProps<K extends string> {
  readonly label: string;
  readonly tabs: readonly { readonly key: K; readonly title: string; readonly note?: ReactNode }[];
  readonly value: K;
  readonly onChange: (key: K) => void;
}

/** Parts of one page; which is open stands in the address. */
export function TabBar<K extends string>({ label, tabs, value, onChange }: TabBarProps<K>) {
  return (
    <nav className="tab-bar no-print" aria-label={label}>
      {tabs.map(({ key, title, note }) => (
        <button
          key={key}
          type="button"
          aria-current={key === value ? 'page' : undefined}
          onClick={() => onChange(key)}
        >
          {title}
          {note !== undefined && <span className="muted">{note}</span>}
        </button>
      ))}
    </nav>
  );
}
