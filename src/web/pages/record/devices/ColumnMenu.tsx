import { Button, Popover } from '@mantine/core';
import { Icon } from '../../../ui/Icon.tsx';

interface ColumnMenuProps {
  readonly all: readonly { readonly key: string; readonly title: string }[];
  /** Keys of the columns shown, in their order. */
  readonly shown: readonly string[];
  /** Null: the list's own columns. */
  readonly onChange: (keys: readonly string[] | null) => void;
}

/** Which columns a list shows, and in which order. */
export function ColumnMenu({ all, shown, onChange }: ColumnMenuProps) {
  const titleOf = (key: string) => all.find((it) => it.key === key)?.title ?? key;
  const move = (index: number, by: number) => {
    const next = [...shown];
    const [moved] = next.splice(index, 1);
    if (moved !== undefined) next.splice(index + by, 0, moved);
    onChange(next);
  };
  return (
    <Popover position="bottom-end" width={280} shadow="md" trapFocus>
      <Popover.Target>
        <Button variant="default" size="xs" leftSection={<Icon name="columns" size={14} />}>
          {shown.length} of {all.length} columns
        </Button>
      </Popover.Target>
      <Popover.Dropdown className="column-menu" aria-label="Columns">
        <ul>
          {shown.map((key, index) => (
            <li key={key}>
              <label>
                <input
                  type="checkbox"
                  checked
                  disabled={shown.length === 1}
                  onChange={() => onChange(shown.filter((it) => it !== key))}
                />
                {titleOf(key)}
              </label>
              <span className="push">
                <button
                  type="button"
                  className="link"
                  aria-label={`Move ${titleOf(key)} to the left`}
                  disabled={index === 0}
                  onClick={() => move(index, -1)}
                >
                  ←
                </button>
                <button
                  type="button"
                  className="link"
                  aria-label={`Move ${titleOf(key)} to the right`}
                  disabled={index === shown.length - 1}
                  onClick={() => move(index, 1)}
                >
                  →
                </button>
              </span>
            </li>
          ))}
        </ul>
        <ul>
          {all
            .filter((it) => !shown.includes(it.key))
            .map((it) => (
              <li key={it.key}>
                <label>
                  <input type="checkbox" checked={false} onChange={() => onChange([...shown, it.key])} />
                  {it.title}
                </label>
              </li>
            ))}
        </ul>
        <button type="button" className="link" onClick={() => onChange(null)}>
          Reset columns
        </button>
      </Popover.Dropdown>
    </Popover>
  );
}
