/** Source of devices that people register one by one. */
export const SOURCE = 'Registered by hand';

type Drafts = Readonly<Record<string, string>>;

/** Identifiers of one device, those it is best called by first. */
const TELLING = ['assetTag', 'serial', 'hostname', 'mac', 'udi', 'ip'] as const;

function said(drafts: Drafts): Drafts {
  return Object.fromEntries(
    Object.entries(drafts)
      .map(([field, text]) => [field, text.trim()] as const)
      .filter(([, text]) => text !== ''),
  );
}

/** Why a device cannot be registered as it is; null: it can. */
export function whyNot(drafts: Drafts): string | null {
  const it = said(drafts);
  if (it['model'] === undefined && it['os'] === undefined)
    return 'Say at least its model or its operating system';
  return TELLING.some((field) => it[field] !== undefined)
    ? null
    : 'Say at least one thing that tells it from others: asset tag, serial number, host name or an address';
}

/** A device as an inventory file of one row. */
export function registration(drafts: Drafts): File {
  const it = said(drafts);
  const field = TELLING.find((telling) => it[telling] !== undefined);
  const name = field === undefined ? 'device' : (it[field] ?? 'device');
  return new File([JSON.stringify([it])], `${name.replaceAll(/[^\w.-]+/g, '-')}.json`, {
    type: 'application/json',
  });
}
