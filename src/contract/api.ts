import * as assessments from './assessments/routes.ts';
import * as audit from './audit/routes.ts';
import * as jobs from './jobs/routes.ts';
import * as policy from './people/policy-routes.ts';
import * as destinations from './destinations/destination-routes.ts';
import * as tickets from './destinations/ticket-routes.ts';
import * as demonstration from './demonstration/routes.ts';
import * as passkeys from './people/passkey-routes.ts';
import * as bulkEdits from './inventory/bulk-edit-routes.ts';
import * as customFields from './inventory/custom-field-routes.ts';
import * as views from './lists/view-routes.ts';
import * as identity from './inventory/identity-routes.ts';
import * as inventory from './inventory/routes.ts';
import * as modelFiles from './inventory/model-file-routes.ts';
import * as models from './inventory/model-routes.ts';
import * as pickups from './inventory/pickup-routes.ts';
import * as lifecycle from './inventory/lifecycle-routes.ts';
import * as procurement from './inventory/procurement-routes.ts';
import * as places from './inventory/place-routes.ts';
import * as reconciliation from './inventory/reconciliation-routes.ts';
import * as colleagues from './people/colleague-routes.ts';
import * as people from './people/people-routes.ts';
import * as session from './people/session-routes.ts';
import * as singleSignOn from './people/single-sign-on-routes.ts';
import * as tokens from './people/token-routes.ts';
import * as backups from './settings/backup-routes.ts';
import * as hospital from './settings/hospital-routes.ts';
import * as outgoing from './settings/outgoing-routes.ts';
import * as absence from './vulnerabilities/absence-routes.ts';
import * as feeds from './feeds/routes.ts';
import * as findingPolicy from './vulnerabilities/policy-routes.ts';
import * as identifications from './vulnerabilities/identification-routes.ts';
import * as patternRules from './vulnerabilities/pattern-rule-routes.ts';
import * as scorings from './vulnerabilities/scoring-routes.ts';
import * as notices from './vulnerabilities/notice-routes.ts';
import * as recalls from './vulnerabilities/recall-routes.ts';
import * as readiness from './vulnerabilities/readiness-routes.ts';
import * as decisions from './vulnerabilities/decision-routes.ts';
import * as vulnerabilities from './vulnerabilities/routes.ts';
import * as weaknesses from './vulnerabilities/vulnerability-routes.ts';
import {
  readAbout,
  readApiPage,
  readLive,
  readMetrics,
  readOpenApi,
  readOwnSbom,
  readReady,
} from './server.ts';
import * as today from './today/routes.ts';

/** Every route of the product. Names are the operation ids of the OpenAPI description. */
export const api = {
  readLive,
  readReady,
  readOpenApi,
  readAbout,
  readOwnSbom,
  readApiPage,
  readMetrics,
  createAssessment: assessments.createAssessment,
  listAssessments: assessments.listAssessments,
  readAssessment: assessments.readAssessment,
  dropAssessment: assessments.dropAssessment,
  cancelAssessment: assessments.cancelAssessment,
  watchAssessment: assessments.watchAssessment,
  readColumns: assessments.readColumns,
  listActions: assessments.listActions,
  listFindings: assessments.listFindings,
  explainFinding: assessments.explainFinding,
  listDevices: assessments.listDevices,
  readDevice: assessments.readDevice,
  listRejects: assessments.listRejects,
  listPlaces: assessments.listPlaces,
  exportAssessment: assessments.exportAssessment,
  ...session,
  ...people,
  ...passkeys,
  ...tokens,
  ...policy,
  ...singleSignOn,
  ...audit,
  ...demonstration,
  ...backups,
  ...today,
  readHospital: hospital.readHospital,
  editHospital: hospital.editHospital,
  ...outgoing,
  ...destinations,
  ...tickets,
  listJobs: jobs.listJobs,
  watchJobs: jobs.watchJobs,
  readJob: jobs.readJob,
  watchJob: jobs.watchJob,
  readJobLog: jobs.readJobLog,
  cancelJob: jobs.cancelJob,
  retryJob: jobs.retryJob,
  listReconcilers: jobs.listReconcilers,
  ...vulnerabilities,
  ...feeds,
  listViews: views.listViews,
  addView: views.addView,
  editView: views.editView,
  dropView: views.dropView,
  chooseDefaultView: views.chooseDefaultView,
  listCustomFields: customFields.listCustomFields,
  addCustomField: customFields.addCustomField,
  editCustomField: customFields.editCustomField,
  dropCustomField: customFields.dropCustomField,
  listTags: customFields.listTags,
  editTag: customFields.editTag,
  dropTag: customFields.dropTag,
  previewBulkEdit: bulkEdits.previewBulkEdit,
  startBulkEdit: bulkEdits.startBulkEdit,
  readBulkEdit: bulkEdits.readBulkEdit,
  listBulkEditRows: bulkEdits.listBulkEditRows,
  undoBulkEdit: bulkEdits.undoBulkEdit,
  ...identity,
  editDevice: inventory.editDevice,
  editExtras: inventory.editExtras,
  mapImport: inventory.mapImport,
  undoImport: inventory.undoImport,
  downloadRejects: inventory.downloadRejects,
  ...decisions,
  ...readiness,
  ...notices,
  ...recalls,
  listScorings: scorings.listScorings,
  previewScoring: scorings.previewScoring,
  requestScoring: scorings.requestScoring,
  approveScoring: scorings.approveScoring,
  declineScoring: scorings.declineScoring,
  withdrawScoring: scorings.withdrawScoring,
  ...weaknesses,
  listPatternRules: patternRules.listPatternRules,
  previewPatternRule: patternRules.previewPatternRule,
  makePatternRules: patternRules.makePatternRules,
  endPatternRule: patternRules.endPatternRule,
  listIdentifications: identifications.listIdentifications,
  findProducts: identifications.findProducts,
  settleIdentification: identifications.settleIdentification,
  listSaid: identifications.listSaid,
  revokeIdentification: identifications.revokeIdentification,
  exportAliases: identifications.exportAliases,
  takeAliases: identifications.takeAliases,
  readFindingPolicy: findingPolicy.readFindingPolicy,
  previewFindingPolicy: findingPolicy.previewFindingPolicy,
  setFindingPolicy: findingPolicy.setFindingPolicy,
  askForStatement: absence.askForStatement,
  listStatements: absence.listStatements,
  readStatement: absence.readStatement,
  listStatementRows: absence.listStatementRows,
  exportStatement: absence.exportStatement,
  findDevices: inventory.findDevices,
  exportDevices: inventory.exportDevices,
  listDeviceValues: inventory.listDeviceValues,
  inspectDevice: inventory.inspectDevice,
  listImports: inventory.listImports,
  previewImport: inventory.previewImport,
  readImport: inventory.readImport,
  applyImport: inventory.applyImport,
  dropImport: inventory.dropImport,
  listImportChanges: inventory.listImportChanges,
  listImportRejects: inventory.listImportRejects,
  ...pickups,
  ...models,
  ...places,
  listClearances: procurement.listClearances,
  countModelStandings: procurement.countModelStandings,
  readModelClearance: procurement.readModelClearance,
  requestClearance: procurement.requestClearance,
  answerClearanceCheck: procurement.answerClearanceCheck,
  decideOnClearance: procurement.decideOnClearance,
  withdrawClearance: procurement.withdrawClearance,
  listStrangers: procurement.listStrangers,
  countStrangers: procurement.countStrangers,
  decideStrangers: procurement.decideStrangers,
  readLifecycle: lifecycle.readLifecycle,
  exportLifecycle: lifecycle.exportLifecycle,
  readReplacementCost: lifecycle.readReplacementCost,
  setReplacementCost: lifecycle.setReplacementCost,
  listReconciliations: reconciliation.listReconciliations,
  startReconciliation: reconciliation.startReconciliation,
  readReconciliation: reconciliation.readReconciliation,
  dropReconciliation: reconciliation.dropReconciliation,
  listDiscrepancies: reconciliation.listDiscrepancies,
  assignDiscrepancies: reconciliation.assignDiscrepancies,
  signReconciliation: reconciliation.signReconciliation,
  withdrawSignatures: reconciliation.withdrawSignatures,
  proveReconciliation: reconciliation.proveReconciliation,
  exportReconciliation: reconciliation.exportReconciliation,
  ...colleagues,
  listForms: modelFiles.listForms,
  uploadForm: modelFiles.uploadForm,
  readForm: modelFiles.readForm,
  listSboms: modelFiles.listSboms,
  uploadSbom: modelFiles.uploadSbom,
  readSbom: modelFiles.readSbom,
  downloadSbom: modelFiles.downloadSbom,
  compareSboms: modelFiles.compareSboms,
  importRegister: modelFiles.importRegister,
  readDeviceSupport: modelFiles.readDeviceSupport,
  listDeviceFiles: modelFiles.listDeviceFiles,
  attachToDevice: modelFiles.attachToDevice,
  downloadDeviceFile: modelFiles.downloadDeviceFile,
  removeDeviceFile: modelFiles.removeDeviceFile,
  listModelFiles: modelFiles.listModelFiles,
  attachToModel: modelFiles.attachToModel,
  downloadModelFile: modelFiles.downloadModelFile,
  removeModelFile: modelFiles.removeModelFile,
} as const;
