import { createRootRoute, createRoute, createRouter, lazyRouteComponent } from '@tanstack/react-router';
import { AssessmentLayout } from './pages/assessments/AssessmentLayout.tsx';
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

/** The URL map. Pages mirror it in `pages/`. */
export const router = createRouter({
  routeTree: root.addChildren([
    start,
    assessment.addChildren([overview, actions, findings, devices, device, columns, rejects]),
  ]),
  defaultPreload: false,
  scrollRestoration: true,
});

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router;
  }
}
