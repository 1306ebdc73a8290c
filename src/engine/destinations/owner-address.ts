/** Who answers for a department, as people wrote it down. */
export interface Responsible {
  readonly owner?: string | undefined;
  readonly manager?: string | undefined;
  readonly contact?: string | undefined;
}

const ADDRESS = /[\w.!#$%&'*+/=?^`{|}~-]+@[a-z\d](?:[a-z\d-]*[a-z\d])?(?:\.[a-z\d](?:[a-z\d-]*[a-z\d])?)*/i;

/**
 * The mail address of a department's owner: written beside the name, or of the account with that name; else the
 * manager's, else the contact's. Null: nobody can be told.
 * @param addressByName mail addresses of accounts, by name in lower case
 */
export function ownerAddress(
  { owner, manager, contact }: Responsible,
  addressByName: ReadonlyMap<string, string>,
): string | null {
  for (const text of [owner, manager, contact]) {
    if (text === undefined) continue;
    const address = ADDRESS.exec(text)?.[0] ?? addressByName.get(text.trim().toLowerCase());
    if (address !== undefined) return address.toLowerCase();
  }
  return null;
}

/** Whether a text is one mail address and nothing else. */
export function isMailAddress(text: string): boolean {
  return text.length <= 254 && ADDRESS.exec(text)?.[0] === text;
}
