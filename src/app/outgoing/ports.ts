import { lookup } from 'node:dns/promises';

/** How this machine reaches others. A port, so that tests say what a name stands for. */
export interface OutgoingPorts {
  /** All addresses that a name stands for now. */
  readonly resolve: (name: string) => Promise<readonly string[]>;
  /** Proxy for whatever is not on the list of allowed destinations; null: everything is reached directly. */
  readonly proxy: URL | null;
}

/** Names as this machine resolves them. */
export function systemOutgoing(proxy: URL | null): OutgoingPorts {
  return {
    proxy,
    resolve: async (name) => (await lookup(name, { all: true, order: 'verbatim' })).map((it) => it.address),
  };
}
