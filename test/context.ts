import { randomBytes, randomUUIDv7 } from 'node:crypto';
import type { Actor, Context, Instance } from '../src/app/context.ts';
import { systemOutgoing } from '../src/app/outgoing/ports.ts';
import { createVault } from '../src/app/secrets/vault.ts';
import type { Store } from '../src/store/store.ts';

/** A clock that a test sets. */
export interface TestClock {
  now: Date;
}

/** What use cases stand on, over a store of `freshStore`; the clock stands at 2026-03-01 08:00 UTC unless given. */
export function instanceOn(
  store: Store,
  clock: TestClock = { now: new Date('2026-03-01T08:00:00Z') },
): Instance {
  return {
    store,
    now: () => new Date(clock.now),
    newId: () => randomUUIDv7(),
    vault: createVault(randomBytes(32)),
    outgoing: systemOutgoing(null),
    inbox: null,
    backups: null,
  };
}

/** A use case's context; for the product itself unless an actor is given. */
export function contextOn(instance: Instance, actor: Actor = { kind: 'system', name: 'Test' }): Context {
  return { ...instance, actor };
}
