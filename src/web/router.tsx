import { createRootRoute, createRoute, createRouter, lazyRouteComponent } from '@tanstack/react-router';
import { AssessmentLayout } from './pages/assessments/AssessmentLayout.tsx';
import { MissingPage } from './pages/MissingPage.tsx';
import { RecordOnly } from './pages/record/Gate.tsx';
import { HomePage } from './pages/record/today/HomePage.tsx';
import { StartPage } from './pages/StartPage.tsx';
import { Shell } from './parts/Shell.tsx';
import {
  DeviceSearch,
  AuditSearch,
  DecisionsSearch,
  FeedsSearch,
  FindingsSearch as RecordFindingsSearch,
  IdentificationsSearch,
  InventorySearch,
  PeopleSearch,
  LabelsSearch,
  LifecycleSearch,
  ModelSearch,
  ProcurementSearch,
  ReconciliationSearch,
  UnregisteredSearch,
  NounSearch,
  TriageSearch,
} from './pages/record/search.ts';
import { DevicesSearch, FindingsSearch } from './search.ts';

const root = createRootRoute({ component: Shell, notFoundComponent: MissingPage });

const start = createRoute({ getParentRoute: () => root, path: '/', component: HomePage });
const newAssessment = createRoute({
  getParentRoute: () => root,
  path: '/assessments',
  component: StartPage,
});

const assessment = createRoute({
  getParentRoute: () => root,
  path: '/assessments/$id',
  component: AssessmentLayout,
});

const overview = createRoute({
  getParentRoute: () => assessment,
  path: '/',
  component: lazyRouteComponent(async () => import('./pages/assessments/OverviewPage.tsx'), 'OverviewPage'),
});
const actions = createRoute({
  getParentRoute: () => assessment,
  path: 'actions',
  component: lazyRouteComponent(async () => import('./pages/assessments/ActionsPage.tsx'), 'ActionsPage'),
});
const findings = createRoute({
  getParentRoute: () => assessment,
  path: 'findings',
  component: lazyRouteComponent(async () => import('./pages/assessments/FindingsPage.tsx'), 'FindingsPage'),
  validateSearch: FindingsSearch,
});
const devices = createRoute({
  getParentRoute: () => assessment,
  path: 'devices',
  component: lazyRouteComponent(async () => import('./pages/assessments/DevicesPage.tsx'), 'DevicesPage'),
  validateSearch: DevicesSearch,
});
const device = createRoute({
  getParentRoute: () => assessment,
  path: 'devices/$deviceId',
  component: lazyRouteComponent(async () => import('./pages/assessments/DevicePage.tsx'), 'DevicePage'),
});
const columns = createRoute({
  getParentRoute: () => assessment,
  path: 'columns',
  component: lazyRouteComponent(async () => import('./pages/assessments/ColumnsPage.tsx'), 'ColumnsPage'),
});
const rejects = createRoute({
  getParentRoute: () => assessment,
  path: 'rejects',
  component: lazyRouteComponent(async () => import('./pages/assessments/RejectsPage.tsx'), 'RejectsPage'),
});

const record = createRoute({
  getParentRoute: () => root,
  id: 'record',
  component: () => <RecordOnly missing={<MissingPage />} />,
});
const welcome = createRoute({
  getParentRoute: () => record,
  path: 'welcome',
  component: lazyRouteComponent(async () => import('./pages/record/today/WelcomePage.tsx'), 'WelcomePage'),
});
const demonstration = createRoute({
  getParentRoute: () => record,
  path: 'demonstration',
  component: lazyRouteComponent(
    async () => import('./pages/record/demonstration/DemonstrationPage.tsx'),
    'DemonstrationPage',
  ),
});
const account = createRoute({
  getParentRoute: () => record,
  path: 'account',
  component: lazyRouteComponent(async () => import('./pages/record/account/AccountPage.tsx'), 'AccountPage'),
});
const tokens = createRoute({
  getParentRoute: () => record,
  path: 'tokens',
  component: lazyRouteComponent(async () => import('./pages/record/people/TokensPage.tsx'), 'TokensPage'),
});
const people = createRoute({
  getParentRoute: () => record,
  path: 'people',
  component: lazyRouteComponent(async () => import('./pages/record/people/PeoplePage.tsx'), 'PeoplePage'),
  validateSearch: PeopleSearch,
});
const person = createRoute({
  getParentRoute: () => record,
  path: 'people/$personId',
  component: lazyRouteComponent(async () => import('./pages/record/people/PersonPage.tsx'), 'PersonPage'),
});
const signIn = createRoute({
  getParentRoute: () => record,
  path: 'sign-in',
  component: lazyRouteComponent(
    async () => import('./pages/record/settings/SignInPolicyPage.tsx'),
    'SignInPolicyPage',
  ),
});
const about = createRoute({
  getParentRoute: () => record,
  path: 'about',
  component: lazyRouteComponent(async () => import('./pages/record/settings/AboutPage.tsx'), 'AboutPage'),
});
const hospital = createRoute({
  getParentRoute: () => record,
  path: 'hospital',
  component: lazyRouteComponent(
    async () => import('./pages/record/settings/HospitalPage.tsx'),
    'HospitalPage',
  ),
});
const outgoing = createRoute({
  getParentRoute: () => record,
  path: 'outgoing',
  component: lazyRouteComponent(
    async () => import('./pages/record/settings/OutgoingPage.tsx'),
    'OutgoingPage',
  ),
});
const destinations = createRoute({
  getParentRoute: () => record,
  path: 'destinations',
  component: lazyRouteComponent(
    async () => import('./pages/record/destinations/DestinationsPage.tsx'),
    'DestinationsPage',
  ),
});
const destination = createRoute({
  getParentRoute: () => record,
  path: 'destinations/$destinationId',
  component: lazyRouteComponent(
    async () => import('./pages/record/destinations/DestinationPage.tsx'),
    'DestinationPage',
  ),
});
const tickets = createRoute({
  getParentRoute: () => record,
  path: 'tickets',
  component: lazyRouteComponent(
    async () => import('./pages/record/destinations/TicketsPage.tsx'),
    'TicketsPage',
  ),
});
const backups = createRoute({
  getParentRoute: () => record,
  path: 'backups',
  component: lazyRouteComponent(async () => import('./pages/record/settings/BackupsPage.tsx'), 'BackupsPage'),
});
const jobs = createRoute({
  getParentRoute: () => record,
  path: 'jobs',
  component: lazyRouteComponent(async () => import('./pages/record/settings/JobsPage.tsx'), 'JobsPage'),
});
const audit = createRoute({
  getParentRoute: () => record,
  path: 'audit',
  component: lazyRouteComponent(async () => import('./pages/record/settings/AuditPage.tsx'), 'AuditPage'),
  validateSearch: AuditSearch,
});
const inventory = createRoute({
  getParentRoute: () => record,
  path: 'devices',
  component: lazyRouteComponent(async () => import('./pages/record/devices/DevicesPage.tsx'), 'DevicesPage'),
  validateSearch: InventorySearch,
});
const bulkEdit = createRoute({
  getParentRoute: () => record,
  path: 'devices/edits/$editId',
  component: lazyRouteComponent(
    async () => import('./pages/record/devices/BulkEditPage.tsx'),
    'BulkEditPage',
  ),
});
const register = createRoute({
  getParentRoute: () => record,
  path: 'devices/register',
  component: lazyRouteComponent(
    async () => import('./pages/record/devices/RegisterPage.tsx'),
    'RegisterPage',
  ),
});
const customFields = createRoute({
  getParentRoute: () => record,
  path: 'custom-fields',
  component: lazyRouteComponent(
    async () => import('./pages/record/devices/CustomFieldsPage.tsx'),
    'CustomFieldsPage',
  ),
});
const inventoryDevice = createRoute({
  getParentRoute: () => record,
  path: 'devices/$deviceId',
  component: lazyRouteComponent(async () => import('./pages/record/devices/DevicePage.tsx'), 'DevicePage'),
  validateSearch: DeviceSearch,
});
const labels = createRoute({
  getParentRoute: () => record,
  path: 'labels',
  component: lazyRouteComponent(async () => import('./pages/record/devices/LabelsPage.tsx'), 'LabelsPage'),
  validateSearch: LabelsSearch,
});
const models = createRoute({
  getParentRoute: () => record,
  path: 'models',
  component: lazyRouteComponent(async () => import('./pages/record/models/ModelsPage.tsx'), 'ModelsPage'),
  validateSearch: NounSearch,
});
const alikeModels = createRoute({
  getParentRoute: () => record,
  path: 'models/alike',
  component: lazyRouteComponent(
    async () => import('./pages/record/models/AlikeModelsPage.tsx'),
    'AlikeModelsPage',
  ),
});
const model = createRoute({
  getParentRoute: () => record,
  path: 'models/$modelId',
  component: lazyRouteComponent(async () => import('./pages/record/models/ModelPage.tsx'), 'ModelPage'),
  validateSearch: ModelSearch,
});
const vendors = createRoute({
  getParentRoute: () => record,
  path: 'vendors',
  component: lazyRouteComponent(async () => import('./pages/record/models/VendorsPage.tsx'), 'VendorsPage'),
  validateSearch: NounSearch,
});
const vendor = createRoute({
  getParentRoute: () => record,
  path: 'vendors/$vendorId',
  component: lazyRouteComponent(async () => import('./pages/record/models/VendorPage.tsx'), 'VendorPage'),
});
const locations = createRoute({
  getParentRoute: () => record,
  path: 'locations',
  component: lazyRouteComponent(
    async () => import('./pages/record/places/LocationsPage.tsx'),
    'LocationsPage',
  ),
});
const departments = createRoute({
  getParentRoute: () => record,
  path: 'departments',
  component: lazyRouteComponent(
    async () => import('./pages/record/places/DepartmentsPage.tsx'),
    'DepartmentsPage',
  ),
  validateSearch: NounSearch,
});
const segments = createRoute({
  getParentRoute: () => record,
  path: 'segments',
  component: lazyRouteComponent(async () => import('./pages/record/places/SegmentsPage.tsx'), 'SegmentsPage'),
  validateSearch: NounSearch,
});
const triage = createRoute({
  getParentRoute: () => record,
  path: 'triage',
  component: lazyRouteComponent(
    async () => import('./pages/record/vulnerabilities/TriagePage.tsx'),
    'TriagePage',
  ),
  validateSearch: TriageSearch,
});
const policy = createRoute({
  getParentRoute: () => record,
  path: 'policy',
  component: lazyRouteComponent(
    async () => import('./pages/record/vulnerabilities/PolicyPage.tsx'),
    'PolicyPage',
  ),
});
const identifications = createRoute({
  getParentRoute: () => record,
  path: 'identifications',
  component: lazyRouteComponent(
    async () => import('./pages/record/vulnerabilities/IdentificationsPage.tsx'),
    'IdentificationsPage',
  ),
  validateSearch: IdentificationsSearch,
});
const recalls = createRoute({
  getParentRoute: () => record,
  path: 'recalls',
  component: lazyRouteComponent(async () => import('./pages/record/recalls/RecallsPage.tsx'), 'RecallsPage'),
  validateSearch: NounSearch,
});
const recall = createRoute({
  getParentRoute: () => record,
  path: 'recalls/$id',
  component: lazyRouteComponent(async () => import('./pages/record/recalls/RecallPage.tsx'), 'RecallPage'),
});
const readiness = createRoute({
  getParentRoute: () => record,
  path: 'readiness',
  component: lazyRouteComponent(
    async () => import('./pages/record/readiness/ReadinessPage.tsx'),
    'ReadinessPage',
  ),
});
const patternRules = createRoute({
  getParentRoute: () => record,
  path: 'pattern-rules',
  component: lazyRouteComponent(
    async () => import('./pages/record/vulnerabilities/PatternRulesPage.tsx'),
    'PatternRulesPage',
  ),
});
const fixedFindings = createRoute({
  getParentRoute: () => record,
  path: 'findings/fixed',
  component: lazyRouteComponent(
    async () => import('./pages/record/vulnerabilities/FixedFindingsPage.tsx'),
    'FixedFindingsPage',
  ),
  validateSearch: NounSearch,
});
const vulnerabilities = createRoute({
  getParentRoute: () => record,
  path: 'vulnerabilities',
  component: lazyRouteComponent(
    async () => import('./pages/record/vulnerabilities/VulnerabilitiesPage.tsx'),
    'VulnerabilitiesPage',
  ),
  validateSearch: NounSearch,
});
const vulnerability = createRoute({
  getParentRoute: () => record,
  path: 'vulnerabilities/$id',
  component: lazyRouteComponent(
    async () => import('./pages/record/vulnerabilities/VulnerabilityPage.tsx'),
    'VulnerabilityPage',
  ),
});
const advisories = createRoute({
  getParentRoute: () => record,
  path: 'advisories',
  component: lazyRouteComponent(
    async () => import('./pages/record/vulnerabilities/AdvisoriesPage.tsx'),
    'AdvisoriesPage',
  ),
  validateSearch: NounSearch,
});
const advisory = createRoute({
  getParentRoute: () => record,
  path: 'advisories/$id',
  component: lazyRouteComponent(
    async () => import('./pages/record/vulnerabilities/AdvisoryPage.tsx'),
    'AdvisoryPage',
  ),
});
const absences = createRoute({
  getParentRoute: () => record,
  path: 'absence',
  component: lazyRouteComponent(
    async () => import('./pages/record/vulnerabilities/AbsencesPage.tsx'),
    'AbsencesPage',
  ),
});
const absence = createRoute({
  getParentRoute: () => record,
  path: 'absence/$id',
  component: lazyRouteComponent(
    async () => import('./pages/record/vulnerabilities/AbsencePage.tsx'),
    'AbsencePage',
  ),
});
const decisions = createRoute({
  getParentRoute: () => record,
  path: 'decisions',
  component: lazyRouteComponent(
    async () => import('./pages/record/findings/DecisionsPage.tsx'),
    'DecisionsPage',
  ),
  validateSearch: DecisionsSearch,
});
const recordFindings = createRoute({
  getParentRoute: () => record,
  path: 'findings',
  component: lazyRouteComponent(
    async () => import('./pages/record/findings/FindingsPage.tsx'),
    'FindingsPage',
  ),
  validateSearch: RecordFindingsSearch,
});
const feeds = createRoute({
  getParentRoute: () => record,
  path: 'feeds',
  component: lazyRouteComponent(async () => import('./pages/record/feeds/FeedsPage.tsx'), 'FeedsPage'),
  validateSearch: FeedsSearch,
});
const imports = createRoute({
  getParentRoute: () => record,
  path: 'imports',
  component: lazyRouteComponent(async () => import('./pages/record/imports/ImportsPage.tsx'), 'ImportsPage'),
});
const importOne = createRoute({
  getParentRoute: () => record,
  path: 'imports/$importId',
  component: lazyRouteComponent(async () => import('./pages/record/imports/ImportPage.tsx'), 'ImportPage'),
});

const sources = createRoute({
  getParentRoute: () => record,
  path: 'sources',
  component: lazyRouteComponent(async () => import('./pages/record/imports/SourcesPage.tsx'), 'SourcesPage'),
});

const conflicts = createRoute({
  getParentRoute: () => record,
  path: 'conflicts',
  component: lazyRouteComponent(
    async () => import('./pages/record/conflicts/ConflictsPage.tsx'),
    'ConflictsPage',
  ),
});

const procurement = createRoute({
  getParentRoute: () => record,
  path: 'procurement',
  component: lazyRouteComponent(
    async () => import('./pages/record/procurement/ProcurementPage.tsx'),
    'ProcurementPage',
  ),
  validateSearch: ProcurementSearch,
});
const unregistered = createRoute({
  getParentRoute: () => record,
  path: 'unregistered',
  component: lazyRouteComponent(
    async () => import('./pages/record/unregistered/UnregisteredPage.tsx'),
    'UnregisteredPage',
  ),
  validateSearch: UnregisteredSearch,
});
const lifecycle = createRoute({
  getParentRoute: () => record,
  path: 'lifecycle',
  component: lazyRouteComponent(
    async () => import('./pages/record/lifecycle/LifecyclePage.tsx'),
    'LifecyclePage',
  ),
  validateSearch: LifecycleSearch,
});
const reconciliations = createRoute({
  getParentRoute: () => record,
  path: 'reconciliations',
  component: lazyRouteComponent(
    async () => import('./pages/record/reconciliation/ReconciliationsPage.tsx'),
    'ReconciliationsPage',
  ),
});
const reconciliation = createRoute({
  getParentRoute: () => record,
  path: 'reconciliations/$reportId',
  component: lazyRouteComponent(
    async () => import('./pages/record/reconciliation/ReconciliationPage.tsx'),
    'ReconciliationPage',
  ),
  validateSearch: ReconciliationSearch,
});

/** The URL map. Pages mirror it in `pages/`. */
export const router = createRouter({
  routeTree: root.addChildren([
    start,
    newAssessment,
    assessment.addChildren([overview, actions, findings, devices, device, columns, rejects]),
    record.addChildren([
      welcome,
      demonstration,
      inventory,
      bulkEdit,
      register,
      alikeModels,
      customFields,
      inventoryDevice,
      labels,
      models,
      model,
      vendors,
      vendor,
      locations,
      departments,
      segments,
      imports,
      sources,
      conflicts,
      lifecycle,
      procurement,
      unregistered,
      reconciliations,
      reconciliation,
      importOne,
      recordFindings,
      decisions,
      triage,
      policy,
      identifications,
      readiness,
      recalls,
      recall,
      patternRules,
      fixedFindings,
      vulnerabilities,
      vulnerability,
      advisories,
      advisory,
      absences,
      absence,
      feeds,
      account,
      tokens,
      people,
      person,
      signIn,
      hospital,
      outgoing,
      destinations,
      destination,
      tickets,
      backups,
      jobs,
      audit,
      about,
    ]),
  ]),
  defaultPreload: false,
  scrollRestoration: true,
});

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router;
  }
}
