import type { AttemptTables } from './attempts.ts';
import type { AbsenceTables } from './absence-statements.ts';
import type { AdvisoryTables } from './advisories.ts';
import type { AuditTables } from './audit.ts';
import type { CatalogueTables } from './catalogues.ts';
import type { DeliveryTables } from './deliveries.ts';
import type { DestinationTables } from './destinations.ts';
import type { InboundMessageTables } from './inbound-messages.ts';
import type { TicketTables } from './tickets.ts';
import type { ToldTables } from './told.ts';
import type { FindingActionTables } from './finding-actions.ts';
import type { ReachTables } from './reach.ts';
import type { TriageTables } from './triage.ts';
import type { FindingDecisionTables } from './decisions.ts';
import type { FeedTables } from './feeds.ts';
import type { FeedRunTables } from './feed-runs.ts';
import type { FeedContentTables } from './feed-contents.ts';
import type { FeedFileTables } from './feed-files.ts';
import type { FeedBundleKeyTables } from './feed-bundle-keys.ts';
import type { FeedEditionTables } from './feed-editions.ts';
import type { ClearanceTables } from './clearances.ts';
import type { CohortTables } from './cohorts.ts';
import type { DeviceCohortTables } from './device-cohorts.ts';
import type { VerdictTables } from './verdicts.ts';
import type { VulnerabilityTables } from './vulnerabilities.ts';
import type { PasskeyTables } from './passkeys.ts';
import type { BulkEditTables } from './bulk-edits.ts';
import type { CustomFieldTables } from './custom-fields.ts';
import type { DeviceCostTables } from './device-costs.ts';
import type { DeviceChangeTables } from './device-changes.ts';
import type { DeviceListTables } from './device-list.ts';
import type { DeviceTables } from './devices.ts';
import type { DeviceConflictTables } from './device-conflicts.ts';
import type { DiscrepancyTables } from './discrepancies.ts';
import type { DoubtTables } from './doubtful-merges.ts';
import type { IdentifierTables } from './identifiers.ts';
import type { DecisionTables } from './identity-decisions.ts';
import type { ImportChangeTables } from './import-changes.ts';
import type { ImportFileTables } from './import-files.ts';
import type { ImportRowTables } from './import-rows.ts';
import type { ImportSourceTables } from './import-sources.ts';
import type { ImportTables } from './imports.ts';
import type { JobTables } from './jobs.ts';
import type { KeptAnswerTables } from './kept-answers.ts';
import type { ObservationTables } from './observations.ts';
import type { FigureTables } from './figures.ts';
import type { DemonstrationTables } from './demonstration.ts';
import type { IdentificationTables } from './identifications.ts';
import type { PatternRuleTables } from './pattern-rules.ts';
import type { PolicyTables } from './policies.ts';
import type { PersonTables } from './people.ts';
import type { KeptBackupTables } from './kept-backups.ts';
import type { PickupTables } from './pickups.ts';
import type { PickupFileTables } from './pickup-files.ts';
import type { SavedViewTables } from './saved-views.ts';
import type { SecondFactorTables } from './second-factors.ts';
import type { SessionTables } from './sessions.ts';
import type { SettingTables } from './settings.ts';
import type { SignInLinkTables } from './sign-in-links.ts';
import type { SingleSignOnTables } from './single-sign-on.ts';
import type { DepartmentTables } from './departments.ts';
import type { LocationTables } from './locations.ts';
import type { ModelApartTables } from './alike-models.ts';
import type { ModelTables } from './models.ts';
import type { SegmentTables } from './segments.ts';
import type { VendorNoticeTables } from './vendor-notices.ts';
import type { VendorTables } from './vendors.ts';
import type { TagTables } from './tags.ts';
import type { AttachmentTables } from './attachments.ts';
import type { Mds2Tables } from './mds2-forms.ts';
import type { NounMergeTables } from './noun-merges.ts';
import type { ReadinessTables } from './readiness-overrides.ts';
import type { RecallTables } from './recalls.ts';
import type { RubricScoringTables } from './rubric-scorings.ts';
import type { ReconciliationTables } from './reconciliations.ts';
import type { RegisterTables } from './register.ts';
import type { SbomTables } from './sboms.ts';
import type { StrangerTables } from './strangers.ts';
import type { TokenTables } from './tokens.ts';

/** Every table, by the noun that owns it. */
export interface Tables
  extends SettingTables,
    DestinationTables,
    DeliveryTables,
    InboundMessageTables,
    TicketTables,
    ToldTables,
    AuditTables,
    PersonTables,
    SessionTables,
    AttemptTables,
    SecondFactorTables,
    TokenTables,
    PasskeyTables,
    SingleSignOnTables,
    SignInLinkTables,
    ImportTables,
    ObservationTables,
    DeviceTables,
    DeviceChangeTables,
    DeviceCostTables,
    DemonstrationTables,
    FigureTables,
    VendorTables,
    ModelApartTables,
    VendorNoticeTables,
    ModelTables,
    LocationTables,
    DepartmentTables,
    SegmentTables,
    DeviceConflictTables,
    DiscrepancyTables,
    DoubtTables,
    IdentifierTables,
    DecisionTables,
    ImportChangeTables,
    ImportFileTables,
    ImportRowTables,
    ImportSourceTables,
    PickupTables,
    KeptBackupTables,
    PickupFileTables,
    KeptAnswerTables,
    JobTables,
    CatalogueTables,
    FeedTables,
    FeedRunTables,
    FeedContentTables,
    FeedFileTables,
    FeedBundleKeyTables,
    FeedEditionTables,
    ClearanceTables,
    CohortTables,
    StrangerTables,
    FindingDecisionTables,
    AbsenceTables,
    PatternRuleTables,
    ReadinessTables,
    RubricScoringTables,
    RecallTables,
    IdentificationTables,
    PolicyTables,
    AdvisoryTables,
    FindingActionTables,
    ReachTables,
    TriageTables,
    DeviceCohortTables,
    VulnerabilityTables,
    VerdictTables,
    DeviceListTables,
    SavedViewTables,
    TagTables,
    CustomFieldTables,
    BulkEditTables,
    NounMergeTables,
    Mds2Tables,
    SbomTables,
    ReconciliationTables,
    RegisterTables,
    AttachmentTables {}
