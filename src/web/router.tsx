import {
  type AnyRoute,
  type AnyValidator,
  type Constrain,
  createRootRoute,
  createRoute,
  createRouter,
  type DefaultValidator,
  lazyRouteComponent as lazy,
  type RouteComponent,
} from '@tanstack/react-router';
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

const record = createRoute({
  getParentRoute: () => root,
  id: 'record',
  component: () => <RecordOnly missing={<MissingPage />} />,
});

/** Makes pages below a route: each is loaded when it is opened, with what the address may say of it. */
const pagesBelow =
  <Parent extends AnyRoute>(parent: Parent) =>
  <const Path extends string, Search = undefined>(
    path: Path,
    component: RouteComponent,
    validateSearch?: Constrain<Search, AnyValidator, DefaultValidator>,
  ) =>
    createRoute({ getParentRoute: () => parent, path, component, validateSearch });
const assessmentPage = pagesBelow(assessment);
const recordPage = pagesBelow(record);

/** The URL map. Pages mirror it in `pages/`. */
export const router = createRouter({
  routeTree: root.addChildren([
    start,
    newAssessment,
    assessment.addChildren([
      assessmentPage(
        '/',
        lazy(async () => import('./pages/assessments/OverviewPage.tsx'), 'OverviewPage'),
      ),
      assessmentPage(
        'actions',
        lazy(async () => import('./pages/assessments/ActionsPage.tsx'), 'ActionsPage'),
      ),
      assessmentPage(
        'findings',
        lazy(async () => import('./pages/assessments/FindingsPage.tsx'), 'FindingsPage'),
        FindingsSearch,
      ),
      assessmentPage(
        'devices',
        lazy(async () => import('./pages/assessments/DevicesPage.tsx'), 'DevicesPage'),
        DevicesSearch,
      ),
      assessmentPage(
        'devices/$deviceId',
        lazy(async () => import('./pages/assessments/DevicePage.tsx'), 'DevicePage'),
      ),
      assessmentPage(
        'columns',
        lazy(async () => import('./pages/assessments/ColumnsPage.tsx'), 'ColumnsPage'),
      ),
      assessmentPage(
        'rejects',
        lazy(async () => import('./pages/assessments/RejectsPage.tsx'), 'RejectsPage'),
      ),
    ]),
    record.addChildren([
      recordPage(
        'welcome',
        lazy(async () => import('./pages/record/today/WelcomePage.tsx'), 'WelcomePage'),
      ),
      recordPage(
        'demonstration',
        lazy(async () => import('./pages/record/demonstration/DemonstrationPage.tsx'), 'DemonstrationPage'),
      ),
      recordPage(
        'devices',
        lazy(async () => import('./pages/record/devices/DevicesPage.tsx'), 'DevicesPage'),
        InventorySearch,
      ),
      recordPage(
        'devices/edits/$editId',
        lazy(async () => import('./pages/record/devices/BulkEditPage.tsx'), 'BulkEditPage'),
      ),
      recordPage(
        'devices/register',
        lazy(async () => import('./pages/record/devices/RegisterPage.tsx'), 'RegisterPage'),
      ),
      recordPage(
        'models/alike',
        lazy(async () => import('./pages/record/models/AlikeModelsPage.tsx'), 'AlikeModelsPage'),
      ),
      recordPage(
        'custom-fields',
        lazy(async () => import('./pages/record/devices/CustomFieldsPage.tsx'), 'CustomFieldsPage'),
      ),
      recordPage(
        'devices/$deviceId',
        lazy(async () => import('./pages/record/devices/DevicePage.tsx'), 'DevicePage'),
        DeviceSearch,
      ),
      recordPage(
        'labels',
        lazy(async () => import('./pages/record/devices/LabelsPage.tsx'), 'LabelsPage'),
        LabelsSearch,
      ),
      recordPage(
        'models',
        lazy(async () => import('./pages/record/models/ModelsPage.tsx'), 'ModelsPage'),
        NounSearch,
      ),
      recordPage(
        'models/$modelId',
        lazy(async () => import('./pages/record/models/ModelPage.tsx'), 'ModelPage'),
        ModelSearch,
      ),
      recordPage(
        'vendors',
        lazy(async () => import('./pages/record/models/VendorsPage.tsx'), 'VendorsPage'),
        NounSearch,
      ),
      recordPage(
        'vendors/$vendorId',
        lazy(async () => import('./pages/record/models/VendorPage.tsx'), 'VendorPage'),
      ),
      recordPage(
        'locations',
        lazy(async () => import('./pages/record/places/LocationsPage.tsx'), 'LocationsPage'),
      ),
      recordPage(
        'departments',
        lazy(async () => import('./pages/record/places/DepartmentsPage.tsx'), 'DepartmentsPage'),
        NounSearch,
      ),
      recordPage(
        'segments',
        lazy(async () => import('./pages/record/places/SegmentsPage.tsx'), 'SegmentsPage'),
        NounSearch,
      ),
      recordPage(
        'imports',
        lazy(async () => import('./pages/record/imports/ImportsPage.tsx'), 'ImportsPage'),
      ),
      recordPage(
        'sources',
        lazy(async () => import('./pages/record/imports/SourcesPage.tsx'), 'SourcesPage'),
      ),
      recordPage(
        'conflicts',
        lazy(async () => import('./pages/record/conflicts/ConflictsPage.tsx'), 'ConflictsPage'),
      ),
      recordPage(
        'lifecycle',
        lazy(async () => import('./pages/record/lifecycle/LifecyclePage.tsx'), 'LifecyclePage'),
        LifecycleSearch,
      ),
      recordPage(
        'procurement',
        lazy(async () => import('./pages/record/procurement/ProcurementPage.tsx'), 'ProcurementPage'),
        ProcurementSearch,
      ),
      recordPage(
        'unregistered',
        lazy(async () => import('./pages/record/unregistered/UnregisteredPage.tsx'), 'UnregisteredPage'),
        UnregisteredSearch,
      ),
      recordPage(
        'reconciliations',
        lazy(
          async () => import('./pages/record/reconciliation/ReconciliationsPage.tsx'),
          'ReconciliationsPage',
        ),
      ),
      recordPage(
        'reconciliations/$reportId',
        lazy(
          async () => import('./pages/record/reconciliation/ReconciliationPage.tsx'),
          'ReconciliationPage',
        ),
        ReconciliationSearch,
      ),
      recordPage(
        'imports/$importId',
        lazy(async () => import('./pages/record/imports/ImportPage.tsx'), 'ImportPage'),
      ),
      recordPage(
        'findings',
        lazy(async () => import('./pages/record/findings/FindingsPage.tsx'), 'FindingsPage'),
        RecordFindingsSearch,
      ),
      recordPage(
        'decisions',
        lazy(async () => import('./pages/record/findings/DecisionsPage.tsx'), 'DecisionsPage'),
        DecisionsSearch,
      ),
      recordPage(
        'triage',
        lazy(async () => import('./pages/record/vulnerabilities/TriagePage.tsx'), 'TriagePage'),
        TriageSearch,
      ),
      recordPage(
        'policy',
        lazy(async () => import('./pages/record/vulnerabilities/PolicyPage.tsx'), 'PolicyPage'),
      ),
      recordPage(
        'identifications',
        lazy(
          async () => import('./pages/record/vulnerabilities/IdentificationsPage.tsx'),
          'IdentificationsPage',
        ),
        IdentificationsSearch,
      ),
      recordPage(
        'readiness',
        lazy(async () => import('./pages/record/readiness/ReadinessPage.tsx'), 'ReadinessPage'),
      ),
      recordPage(
        'recalls',
        lazy(async () => import('./pages/record/recalls/RecallsPage.tsx'), 'RecallsPage'),
        NounSearch,
      ),
      recordPage(
        'recalls/$id',
        lazy(async () => import('./pages/record/recalls/RecallPage.tsx'), 'RecallPage'),
      ),
      recordPage(
        'pattern-rules',
        lazy(async () => import('./pages/record/vulnerabilities/PatternRulesPage.tsx'), 'PatternRulesPage'),
      ),
      recordPage(
        'findings/fixed',
        lazy(async () => import('./pages/record/vulnerabilities/FixedFindingsPage.tsx'), 'FixedFindingsPage'),
        NounSearch,
      ),
      recordPage(
        'vulnerabilities',
        lazy(
          async () => import('./pages/record/vulnerabilities/VulnerabilitiesPage.tsx'),
          'VulnerabilitiesPage',
        ),
        NounSearch,
      ),
      recordPage(
        'vulnerabilities/$id',
        lazy(async () => import('./pages/record/vulnerabilities/VulnerabilityPage.tsx'), 'VulnerabilityPage'),
      ),
      recordPage(
        'advisories',
        lazy(async () => import('./pages/record/vulnerabilities/AdvisoriesPage.tsx'), 'AdvisoriesPage'),
        NounSearch,
      ),
      recordPage(
        'advisories/$id',
        lazy(async () => import('./pages/record/vulnerabilities/AdvisoryPage.tsx'), 'AdvisoryPage'),
      ),
      recordPage(
        'absence',
        lazy(async () => import('./pages/record/vulnerabilities/AbsencesPage.tsx'), 'AbsencesPage'),
      ),
      recordPage(
        'absence/$id',
        lazy(async () => import('./pages/record/vulnerabilities/AbsencePage.tsx'), 'AbsencePage'),
      ),
      recordPage(
        'feeds',
        lazy(async () => import('./pages/record/feeds/FeedsPage.tsx'), 'FeedsPage'),
        FeedsSearch,
      ),
      recordPage(
        'account',
        lazy(async () => import('./pages/record/account/AccountPage.tsx'), 'AccountPage'),
      ),
      recordPage(
        'tokens',
        lazy(async () => import('./pages/record/people/TokensPage.tsx'), 'TokensPage'),
      ),
      recordPage(
        'people',
        lazy(async () => import('./pages/record/people/PeoplePage.tsx'), 'PeoplePage'),
        PeopleSearch,
      ),
      recordPage(
        'people/$personId',
        lazy(async () => import('./pages/record/people/PersonPage.tsx'), 'PersonPage'),
      ),
      recordPage(
        'sign-in',
        lazy(async () => import('./pages/record/settings/SignInPolicyPage.tsx'), 'SignInPolicyPage'),
      ),
      recordPage(
        'hospital',
        lazy(async () => import('./pages/record/settings/HospitalPage.tsx'), 'HospitalPage'),
      ),
      recordPage(
        'outgoing',
        lazy(async () => import('./pages/record/settings/OutgoingPage.tsx'), 'OutgoingPage'),
      ),
      recordPage(
        'destinations',
        lazy(async () => import('./pages/record/destinations/DestinationsPage.tsx'), 'DestinationsPage'),
      ),
      recordPage(
        'destinations/$destinationId',
        lazy(async () => import('./pages/record/destinations/DestinationPage.tsx'), 'DestinationPage'),
      ),
      recordPage(
        'tickets',
        lazy(async () => import('./pages/record/destinations/TicketsPage.tsx'), 'TicketsPage'),
      ),
      recordPage(
        'backups',
        lazy(async () => import('./pages/record/settings/BackupsPage.tsx'), 'BackupsPage'),
      ),
      recordPage(
        'jobs',
        lazy(async () => import('./pages/record/settings/JobsPage.tsx'), 'JobsPage'),
      ),
      recordPage(
        'audit',
        lazy(async () => import('./pages/record/settings/AuditPage.tsx'), 'AuditPage'),
        AuditSearch,
      ),
      recordPage(
        'about',
        lazy(async () => import('./pages/record/settings/AboutPage.tsx'), 'AboutPage'),
      ),
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
