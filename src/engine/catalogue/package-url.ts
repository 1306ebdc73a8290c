/**
 * The package that a package URL names, without version and subpath: "pkg:npm/%40acme/viewer", "pkg:deb/debian/zlib?arch=arm64".
 * Null: it is none. Source: package-url/purl-spec, `pkg:type/namespace/name@version?qualifiers#subpath`.
 */
export function packageOf(purl: string): string | null {
  const [, type, path, qualifiers = ''] = /^pkg:\/*([a-z0-9.+-]+)\/+([^?#]+)(?:\?([^#]*))?/i.exec(purl) ?? [];
  if (type === undefined || path === undefined) return null;
  const at = path.lastIndexOf('@');
  const own = at > path.lastIndexOf('/') + 1 ? path.slice(0, at) : path;
  const name = `pkg:${type.toLowerCase()}/${own.replaceAll('@', '%40').replace(/\/+$/, '')}`;
  return qualifiers === '' ? name : `${name}?${qualifiers.split('&').toSorted().join('&')}`;
}

/** Names under which something may be said of a package: its own, and that of the package whatever its qualifiers. */
export function packagesOf(purl: string): readonly string[] {
  const own = packageOf(purl);
  const any = packageOf(purl.replace(/\?[^#]*/, ''));
  return [...new Set([own, any])].filter((it) => it !== null);
}

/**
 * Whose package it is by its name alone, whatever else a document says of it: "acme" of "pkg:npm/%40acme/viewer", nobody's name ("")
 * where it has no namespace. Null: it is no package.
 */
export function packageOwner(name: string): string | null {
  const [, path] = /^pkg:[^/]+\/([^?]*)/.exec(name) ?? [];
  if (path === undefined) return null;
  const end = path.lastIndexOf('/');
  return end === -1 ? '' : path.slice(0, end).replaceAll('%40', '');
}
