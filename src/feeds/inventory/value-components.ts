import type { Component } from '#engine/words';
import type { ValueRead } from './values.ts';

const VERSIONED = /^(.*\S)\s+(?:v(?:er(?:sion)?)?\.?\s*)?(\d[\w.+:~-]*)$/i;

/** Components from one cell: a JSON list, or names with versions set apart by semicolons, bars or line ends. */
export function readComponents(text: string): ValueRead<readonly Component[]> {
  if (text.startsWith('[') || text.startsWith('{')) return readComponentList(text);
  const separator = /[;|\n]/.test(text) ? /[;|\n]/ : /,/;
  return {
    value: text
      .split(separator)
      .map((it) => it.trim())
      .filter((it) => it !== '')
      .map(componentOf),
  };
}

function componentOf(text: string): Component {
  if (text.startsWith('cpe:')) return { name: nameInCpe(text), cpe: text };
  if (text.startsWith('pkg:')) return { name: text.replace(/^pkg:/, '').replace(/[@?#].*$/, ''), purl: text };
  const parts = VERSIONED.exec(text);
  return parts === null ? { name: text } : { name: parts[1] as string, version: parts[2] as string };
}

function nameInCpe(cpe: string): string {
  const parts = cpe.split(/(?<!\\):/);
  const product = cpe.startsWith('cpe:2.3:') ? parts[4] : parts[3];
  return product === undefined || product === '' ? cpe : product.replaceAll('\\', '');
}

function readComponentList(text: string): ValueRead<readonly Component[]> {
  const parsed = parseOrNull(text);
  if (parsed === null) return { problem: 'the list of components is no valid JSON' };
  const list = Array.isArray(parsed.value) ? parsed.value : [parsed.value];
  const value = list.flatMap((it: unknown) => {
    if (typeof it === 'string') return it.trim() === '' ? [] : [componentOf(it.trim())];
    const component = componentIn(it);
    return component === null ? [] : [component];
  });
  return value.length === list.length
    ? { value }
    : { problem: `${list.length - value.length} of ${list.length} components have no name` };
}

function parseOrNull(text: string): { value: unknown } | null {
  try {
    return { value: JSON.parse(text) };
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}

const KINDS: Readonly<Record<string, Component['kind']>> = {
  application: 'application',
  'operating-system': 'operating-system',
  os: 'operating-system',
  firmware: 'firmware',
  library: 'library',
  framework: 'library',
  hardware: 'hardware',
  device: 'hardware',
};

function componentIn(it: unknown): Component | null {
  if (typeof it !== 'object' || it === null) return null;
  const entry = new Map(Object.entries(it));
  const text = (...keys: string[]) => {
    for (const key of keys) {
      const value: unknown = entry.get(key);
      if (typeof value === 'string' && value.trim() !== '') return value.trim();
      if (typeof value === 'number') return String(value);
    }
    return undefined;
  };
  const cpe = text('cpe', 'cpe23');
  const purl = text('purl');
  const name =
    text('name', 'product', 'component') ?? (cpe === undefined ? undefined : nameInCpe(cpe)) ?? purl;
  if (name === undefined) return null;
  const kind = KINDS[text('kind', 'type') ?? ''];
  const vendor = text('vendor', 'manufacturer', 'supplier', 'publisher');
  const version = text('version');
  return {
    name,
    ...(kind === undefined ? {} : { kind }),
    ...(vendor === undefined ? {} : { vendor }),
    ...(version === undefined ? {} : { version }),
    ...(cpe === undefined ? {} : { cpe }),
    ...(purl === undefined ? {} : { purl }),
  };
}
