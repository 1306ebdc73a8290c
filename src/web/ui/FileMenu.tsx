import { Button, Menu } from '@mantine/core';
import { Icon } from './Icon.tsx';

interface FileMenuProps {
  readonly label: string;
  readonly size?: 'xs' | 'sm';
  /** What the files are of. */
  readonly heading?: string | undefined;
  readonly files: readonly { readonly title: string; readonly note: string; readonly href: string }[];
}

/** One thing as a file, in a format that is chosen. */
export function FileMenu({ label, size = 'sm', heading, files }: FileMenuProps) {
  return (
    <Menu position="bottom-end" width={280} shadow="md" withInitialFocusPlaceholder={false}>
      <Menu.Target>
        <Button
          variant="default"
          size={size}
          leftSection={<Icon name="down" size={14} />}
          rightSection={<Icon name="chevron" size={12} />}
        >
          {label}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        {heading !== undefined && <Menu.Label>{heading}</Menu.Label>}
        {files.map(({ title, note, href }) => (
          <Menu.Item key={title} component="a" href={href} download>
            <span className="strong">{title}</span>
            <span className="muted small block">{note}</span>
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
