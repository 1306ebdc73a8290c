import { createRootRoute, createRoute, createRouter } from '@tanstack/react-router';
import { ActionsPage } from './pages/assessments/ActionsPage.tsx';
import { AssessmentLayout } from './pages/assessments/AssessmentLayout.tsx';
import { ColumnsPage } from './pages/assessments/ColumnsPage.tsx';
import { DevicesPage } from './pages/assessments/DevicesPage.tsx';
import { FindingsPage } from './pages/assessments/FindingsPage.tsx';
import { OverviewPage } from './pages/assessments/OverviewPage.tsx';
import { RejectsPage } from './pages/assessments/RejectsPage.tsx';
import { MissingPage } from './pages/MissingPage.tsx';
import { StartPage } from './pages/StartPage.tsx';
import { Shell } from './parts/Shell.tsx';
import { DevicesSearch, FindingsSearch } from './search.ts';

const root = createRootRoute({ component: Shell, notFoundComponent: MissingPage });

const start = createRoute({ getParentRoute: () => root, path: '/', component: StartPage });

const assessment = createRoute({
  getParentRoute: () => root,
  path: '/assessments/$id',
  component: AssessmentLayout,
});

const overview = createRoute({ getParentRoute: () => assessment, path: '/', component: OverviewPage });
const actions = createRoute({ getParentRoute: () => assessment, path: 'actions', component: ActionsPage });
const findings = createRoute({
  getParentRoute: () => assessment,
  path: 'findings',
  component: FindingsPage,
  validateSearch: FindingsSearch,
});
const devices = createRoute({
  getParentRoute: () => assessment,
  path: 'devices',
  component: DevicesPage,
  validateSearch: DevicesSearch,
});
const columns = createRoute({ getParentRoute: () => assessment, path: 'columns', component: ColumnsPage });
const rejects = createRoute({ getParentRoute: () => assessment, path: 'rejects', component: RejectsPage });

/** The URL map. Pages mirror it in `pages/`. */
export const router = createRouter({
  routeTree: root.addChildren([
    start,
    assessment.addChildren([overview, actions, findings, devices, columns, rejects]),
  ]),
  defaultPreload: false,
  scrollRestoration: true,
});

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router;
  }
}
