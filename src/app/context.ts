import type { Grant, Permission } from '#engine/access';
import type { Store, Tx } from '#store/store';
import type { OutgoingPorts } from './outgoing/ports.ts';
import type { Vault } from './secrets/vault.ts';

/** What use cases stand on. Time, chance and secrets are ports, so that tests can choose them. */
export interface Instance {
  readonly store: Store;
  readonly now: () => Date;
  /** UUIDv7: ids sort by the time they were made. */
  readonly newId: () => string;
  /** Encrypts what the database must not hold in the clear. */
  readonly vault: Vault;
  /** How requests to other servers leave this machine. */
  readonly outgoing: OutgoingPorts;
  /** Folder of this server below which folders may be watched for files; null: there is none. */
  readonly inbox: string | null;
  /** Folder of this server in which backups are kept; null: there is none. */
  readonly backups: string | null;
}

/** A use case runs for somebody. */
export interface Context extends Instance {
  readonly actor: Actor;
  /** Asked first in each transaction of a job: throws when another node carries the job out by now. */
  readonly fence?: (tx: Tx) => Promise<void>;
  /** What the audit log takes for now, where history is told afterwards and `now` is the time it happened. */
  readonly loggedAt?: () => Date;
}

/** Whoever acts: a person, a service account, the product itself, or a caller nobody knows. */
export type Actor = SystemActor | NobodyActor | KnownActor;

export interface SystemActor {
  readonly kind: 'system';
  /** What of the product acts, as the audit log names it: "Import job". */
  readonly name: string;
}

export interface NobodyActor {
  readonly kind: 'nobody';
}

export interface KnownActor {
  readonly kind: 'person' | 'service';
  readonly id: string;
  readonly name: string;
  readonly grants: readonly Grant[];
  /** What the API token allows at most; null: signed in by session, so nothing is held back. */
  readonly limitedTo: readonly Permission[] | null;
  /** When this session last proved who it is; null: a token, which cannot. */
  readonly verifiedAt: Date | null;
  /** The session this request came by; null: a token. */
  readonly sessionId: string | null;
  /** The session opens nothing until a second factor is set up. */
  readonly lacksSecondFactor?: boolean;
}
