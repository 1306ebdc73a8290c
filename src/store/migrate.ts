import { sql } from 'kysely';
import { type Migration, Migrator } from 'kysely/migration';
import * as foundation from './migrations/0001-foundation.ts';
import * as people from './migrations/0010-people.ts';
import * as passkeys from './migrations/0011-passkeys.ts';
import * as singleSignOn from './migrations/0012-single-sign-on.ts';
import * as inventory from './migrations/0020-inventory.ts';
import * as jobs from './migrations/0030-jobs.ts';
import * as idempotency from './migrations/0031-idempotency.ts';
import * as identity from './migrations/0040-identity.ts';
import * as pickups from './migrations/0041-pickups.ts';
import * as initialPasswords from './migrations/0042-initial-passwords.ts';
import * as keptBackups from './migrations/0043-kept-backups.ts';
import * as belonging from './migrations/0050-belonging.ts';
import * as deviceList from './migrations/0060-device-list.ts';
import * as listKeeping from './migrations/0061-list-keeping.ts';
import * as models from './migrations/0051-models.ts';
import * as procurement from './migrations/0055-procurement.ts';
import * as replacementCost from './migrations/0054-replacement-cost.ts';
import * as reconciliation from './migrations/0053-reconciliation.ts';
import * as peoplePages from './migrations/0070-people-pages.ts';
import * as findings from './migrations/0080-findings.ts';
import * as findingsDue from './migrations/0081-findings-due.ts';
import * as figures from './migrations/0101-figures.ts';
import * as recordChanges from './migrations/0102-record-changes.ts';
import * as writingBack from './migrations/0175-writing-back.ts';
import * as recallsCounted from './migrations/0176-recalls-counted.ts';
import * as signingKeys from './migrations/0177-signing-keys.ts';
import * as doubtsOfCohorts from './migrations/0190-doubts-of-cohorts.ts';
import * as inventoryTurns from './migrations/0191-inventory-turns.ts';
import * as rowsOfImports from './migrations/0192-rows-of-imports.ts';
import * as deviceGroups from './migrations/0150-device-groups.ts';
import * as findingCounts from './migrations/0165-finding-counts.ts';
import * as newDevices from './migrations/0170-new-devices.ts';
import * as identifiers from './migrations/0171-identifiers.ts';
import * as lifecycleTally from './migrations/0172-lifecycle-tally.ts';
import * as registeredLookup from './migrations/0173-registered-lookup.ts';
import * as reachOfGroups from './migrations/0166-reach-of-groups.ts';
import * as findingsDueFirst from './migrations/0167-findings-due-first.ts';
import * as cohortDays from './migrations/0168-cohort-days.ts';
import * as places from './migrations/0185-places.ts';
import * as groupsByTier from './migrations/0186-groups-by-tier.ts';
import * as namedByFeeds from './migrations/0187-named-by-feeds.ts';
import * as keptCounts from './migrations/0188-kept-counts.ts';
import * as dueKept from './migrations/0197-due-kept.ts';
import * as dueByModel from './migrations/0211-due-by-model.ts';
import * as gravestOpen from './migrations/0212-gravest-open.ts';
import * as kindsOfSources from './migrations/0250-kinds-of-sources.ts';
import * as rulesOfAdvisories from './migrations/0230-rules-of-advisories.ts';
import * as productCodes from './migrations/0220-product-codes.ts';
import * as attemptsByName from './migrations/0221-attempts-by-name.ts';
import * as locationVersions from './migrations/0222-location-versions.ts';
import * as modelsApart from './migrations/0210-models-apart.ts';
import * as readinessByTier from './migrations/0205-readiness-by-tier.ts';
import * as endingsNumbered from './migrations/0207-endings-numbered.ts';
import * as figuresCountedAt from './migrations/0206-figures-counted-at.ts';
import * as groupsKept from './migrations/0198-groups-kept.ts';
import * as vendorNotices from './migrations/0200-vendor-notices.ts';
import * as summaryKept from './migrations/0189-summary-kept.ts';
import * as catalogueDeltas from './migrations/0160-catalogue-deltas.ts';
import * as decisions from './migrations/0082-decisions.ts';
import * as triage from './migrations/0083-triage.ts';
import * as absence from './migrations/0084-absence.ts';
import * as decisionBatches from './migrations/0085-decision-batches.ts';
import * as feeds from './migrations/0090-feeds.ts';
import * as identification from './migrations/0087-identification.ts';
import * as feedBundles from './migrations/0091-feed-bundles.ts';
import * as patternRules from './migrations/0088-pattern-rules.ts';
import * as policy from './migrations/0086-policy.ts';
import * as placeTally from './migrations/0140-place-tally.ts';
import * as judgementTier from './migrations/0141-judgement-tier.ts';
import * as demonstration from './migrations/0100-demonstration.ts';
import * as patching from './migrations/0130-patching.ts';
import * as playedDays from './migrations/0131-played-days.ts';
import * as readiness from './migrations/0120-readiness.ts';
import * as deliveryQueue from './migrations/0111-delivery-queue.ts';
import * as destinations from './migrations/0110-destinations.ts';
import * as recalls from './migrations/0121-recalls.ts';
import * as rubric from './migrations/0122-rubric.ts';
import * as safetyCommunications from './migrations/0123-safety-communications.ts';
import * as decidedDevices from './migrations/0195-decided-devices.ts';
import type { Store } from './store.ts';

/** In order of their names, which never change once released. Forward only. */
const MIGRATIONS: Readonly<Record<string, Migration>> = {
  '0001-foundation': foundation,
  '0010-people': people,
  '0011-passkeys': passkeys,
  '0012-single-sign-on': singleSignOn,
  '0020-inventory': inventory,
  '0030-jobs': jobs,
  '0031-idempotency': idempotency,
  '0040-identity': identity,
  '0041-pickups': pickups,
  '0042-initial-passwords': initialPasswords,
  '0043-kept-backups': keptBackups,
  '0050-belonging': belonging,
  '0051-models': models,
  '0053-reconciliation': reconciliation,
  '0054-replacement-cost': replacementCost,
  '0055-procurement': procurement,
  '0060-device-list': deviceList,
  '0061-list-keeping': listKeeping,
  '0070-people-pages': peoplePages,
  '0080-findings': findings,
  '0081-findings-due': findingsDue,
  '0101-figures': figures,
  '0102-record-changes': recordChanges,
  '0150-device-groups': deviceGroups,
  '0170-new-devices': newDevices,
  '0171-identifiers': identifiers,
  '0172-lifecycle-tally': lifecycleTally,
  '0173-registered-lookup': registeredLookup,
  '0175-writing-back': writingBack,
  '0176-recalls-counted': recallsCounted,
  '0165-finding-counts': findingCounts,
  '0177-signing-keys': signingKeys,
  '0190-doubts-of-cohorts': doubtsOfCohorts,
  '0191-inventory-turns': inventoryTurns,
  '0192-rows-of-imports': rowsOfImports,
  '0195-decided-devices': decidedDevices,
  '0185-places': places,
  '0186-groups-by-tier': groupsByTier,
  '0187-named-by-feeds': namedByFeeds,
  '0188-kept-counts': keptCounts,
  '0189-summary-kept': summaryKept,
  '0197-due-kept': dueKept,
  '0198-groups-kept': groupsKept,
  '0210-models-apart': modelsApart,
  '0211-due-by-model': dueByModel,
  '0200-vendor-notices': vendorNotices,
  '0205-readiness-by-tier': readinessByTier,
  '0206-figures-counted-at': figuresCountedAt,
  '0212-gravest-open': gravestOpen,
  '0230-rules-of-advisories': rulesOfAdvisories,
  '0220-product-codes': productCodes,
  '0221-attempts-by-name': attemptsByName,
  '0222-location-versions': locationVersions,
  '0250-kinds-of-sources': kindsOfSources,
  '0207-endings-numbered': endingsNumbered,
  '0166-reach-of-groups': reachOfGroups,
  '0167-findings-due-first': findingsDueFirst,
  '0168-cohort-days': cohortDays,
  '0160-catalogue-deltas': catalogueDeltas,
  '0110-destinations': destinations,
  '0111-delivery-queue': deliveryQueue,
  '0082-decisions': decisions,
  '0083-triage': triage,
  '0084-absence': absence,
  '0085-decision-batches': decisionBatches,
  '0090-feeds': feeds,
  '0091-feed-bundles': feedBundles,
  '0086-policy': policy,
  '0088-pattern-rules': patternRules,
  '0087-identification': identification,
  '0100-demonstration': demonstration,
  '0130-patching': patching,
  '0131-played-days': playedDays,
  '0140-place-tally': placeTally,
  '0120-readiness': readiness,
  '0121-recalls': recalls,
  '0141-judgement-tier': judgementTier,
  '0122-rubric': rubric,
  '0123-safety-communications': safetyCommunications,
};

/** Key of the advisory lock that lets one node at a time set the schema up. */
const SCHEMA_LOCK = 727_001;

/** Every migration, in the order of their names, in which they are applied. */
export function knownMigrations(): string[] {
  return Object.keys(MIGRATIONS).toSorted();
}

/**
 * Brings the schema up to date, each migration in a transaction, one node at a time.
 * @param only the migrations to apply; all unless given. A backup of another day needs just those it was made with
 * @returns names of the migrations that were applied
 * @throws when one fails; nothing of it remains, and the product must not start
 */
export async function migrate(store: Store, only: readonly string[] = knownMigrations()): Promise<string[]> {
  // The embedded engine has one connection and one node: there is nobody to lock out, and no second connection to do it.
  if (store.engine === 'embedded') return applyAll(store, only);
  const gate = await store.pool.connect();
  try {
    const { rows } = await gate.query<{ server_encoding: string }>('show server_encoding');
    const encoding = rows[0]?.server_encoding;
    if (encoding !== 'UTF8')
      throw new Error(`Cannot migrate database: its encoding is ${encoding}; make one with encoding 'UTF8'`);
    await gate.query('select pg_advisory_lock($1)', [SCHEMA_LOCK]);
    try {
      return await applyAll(store, only);
    } finally {
      await gate.query('select pg_advisory_unlock($1)', [SCHEMA_LOCK]);
    }
  } finally {
    gate.release();
  }
}

async function applyAll(store: Store, only: readonly string[]): Promise<string[]> {
  const wanted = Object.fromEntries(Object.entries(MIGRATIONS).filter(([name]) => only.includes(name)));
  const migrator = new Migrator({
    db: store.db,
    provider: { getMigrations: async () => wanted },
    // A migration may be numbered below one that a database has had already: none leans on a higher number.
    allowUnorderedMigrations: true,
  });
  const { error, results } = await migrator.migrateToLatest();
  if (error !== undefined)
    throw new Error(`Cannot migrate database: ${error instanceof Error ? error.message : 'unknown reason'}`, {
      cause: error,
    });
  return (results ?? []).map((it) => it.migrationName);
}

/** Migrations this code knows and the database has not had yet. */
export async function pendingMigrations(store: Store): Promise<string[]> {
  const names = new Set(await appliedMigrations(store));
  return knownMigrations().filter((it) => !names.has(it));
}

/** Migrations the database has had and this code does not know: a newer version has changed it. */
export async function unknownMigrations(store: Store): Promise<string[]> {
  const known = new Set(knownMigrations());
  return (await appliedMigrations(store)).filter((it) => !known.has(it));
}

async function appliedMigrations({ db }: Store): Promise<string[]> {
  const { rows } = await sql<{
    exists: boolean;
  }>`select to_regclass('kysely_migration') is not null as exists`.execute(db);
  if (rows[0]?.exists !== true) return [];
  const applied = await sql<{ name: string }>`select name from kysely_migration order by name`.execute(db);
  return applied.rows.map((it) => it.name);
}
