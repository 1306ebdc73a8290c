import { Menu } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { leave, useMe } from '../session.ts';

/** Who is signed in, and the way out. */
export function AccountMenu() {
  const me = useMe();
  if (me === null) return null;
  return (
    <Menu position="bottom-end" withInitialFocusPlaceholder={false}>
      <Menu.Target>
        <button
          type="button"
          className="avatar"
          aria-label={`${initialsOf(me.name)}, account of ${me.name}`}
          title={me.login}
        >
          {initialsOf(me.name)}
        </button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item component={Link} to="/account">
          My sign-in
        </Menu.Item>
        <Menu.Item component={Link} to="/tokens">
          API tokens
        </Menu.Item>
        <Menu.Item onClick={() => void leave()}>Sign out</Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}

function initialsOf(name: string): string {
  const words = name.split(/\s+/).filter((it) => it !== '');
  const letters = words.length > 1 ? [words[0], words.at(-1)] : [words[0]];
  return letters.map((it) => it?.charAt(0).toUpperCase() ?? '').join('');
}
