/** The frame around every view: sidebar, banners, the current view, dialogs and messages. */
import { lazy, Suspense } from 'react';
import css from './app.module.css';
import { useCapabilities, useConnected, useLoaded } from './live/hooks.ts';
import { EndpointDialog } from './features/add/endpoint-dialog.tsx';
import { DropFile } from './features/import/drop-file.tsx';
import { ImportDialog } from './features/import/import-dialog.tsx';
import { KeysDialog } from './features/keys/keys-dialog.tsx';
import { OverviewView } from './features/overview/overview-view.tsx';
import { acknowledging } from './navigation/acknowledging.ts';
import { paletteOpen } from './navigation/palette-open.ts';
import { SettingsView } from './features/settings/settings-view.tsx';
import { useRoute, type Route } from './navigation/route.ts';
import { Banners } from './shell/banners.tsx';
import { ErrorBoundary } from './shell/error-boundary.tsx';
import { HostWindowProvider, useHostWindow } from './live/host-window.tsx';
import { Loading } from './shell/loading.tsx';
import { Sidebar } from './shell/sidebar.tsx';
import { useAppKeys } from './shell/use-app-keys.ts';
import { useAppearance } from './shell/use-appearance.ts';
import { useBrowserNotifications } from './live/use-browser-notifications.ts';
import { useSounds } from './live/sound/use-sounds.ts';
import { useWindowNotifications } from './live/use-window-notifications.ts';
import { useHostNavigation } from './shell/use-host-navigation.ts';
import { useMainTitle } from './shell/use-main-title.ts';
import { useOwnTitle } from './shell/use-own-title.ts';

import { Toaster } from './components/toast.tsx';
import { TooltipProvider } from './components/tooltip.tsx';

// The charts are the larger half of the page's code, so the overview does not wait for them.
const DetailView = lazy(async () => ({ default: (await import('./features/detail/detail-view.tsx')).DetailView }));
const WallView = lazy(async () => ({ default: (await import('./features/wall/wall-view.tsx')).WallView }));
const CompareView = lazy(async () => ({ default: (await import('./features/compare/compare-view.tsx')).CompareView }));
const IncidentsView = lazy(async () => ({
  default: (await import('./features/incidents/incidents-view.tsx')).IncidentsView,
}));
// The palette is not needed before the first Ctrl+K.
const Palette = lazy(async () => ({ default: (await import('./features/palette/palette.tsx')).Palette }));
const AcknowledgeDialog = lazy(async () => ({
  default: (await import('./features/alerts/acknowledge-dialog.tsx')).AcknowledgeDialog,
}));
const AlertsView = lazy(async () => ({ default: (await import('./features/alerts/alerts-view.tsx')).AlertsView }));
const MaintenanceView = lazy(async () => ({
  default: (await import('./features/maintenance/maintenance-view.tsx')).MaintenanceView,
}));
const ReportsView = lazy(async () => ({ default: (await import('./features/reports/reports-view.tsx')).ReportsView }));
const VantagesView = lazy(async () => ({
  default: (await import('./features/vantages/vantages-view.tsx')).VantagesView,
}));
const HealthView = lazy(async () => ({ default: (await import('./features/health/health-view.tsx')).HealthView }));

export function App() {
  const loaded = useLoaded();
  return (
    <TooltipProvider>
      <div className={css.app}>
        {loaded ? (
          <HostWindowProvider fallback={<Loading />}>
            <LoadedApp />
          </HostWindowProvider>
        ) : (
          <Loading />
        )}
      </div>
      <Toaster />
    </TooltipProvider>
  );
}

function LoadedApp() {
  const route = useRoute();
  const imports = useCapabilities().import;
  const { main } = useHostWindow();
  const findsOpen = paletteOpen.use();
  const acknowledges = acknowledging.use() !== null;
  const connected = useConnected();
  useAppearance();
  useAppKeys();
  useBrowserNotifications();
  useWindowNotifications();
  useSounds();
  useHostNavigation();
  return (
    <>
      {!main ? <OwnTitle route={route} /> : route.name === 'wall' ? <MainTitle /> : <Sidebar />}
      <main className={css.main} tabIndex={-1}>
        <Banners />
        <div className={css.view} data-stale={!connected || undefined}>
          <ErrorBoundary key={route.name === 'endpoint' ? route.id : route.name}>
            <Suspense fallback={<Loading />}>
              <View route={route} />
            </Suspense>
          </ErrorBoundary>
        </div>
      </main>
      <EndpointDialog />
      {acknowledges ? (
        <Suspense fallback={null}>
          <AcknowledgeDialog />
        </Suspense>
      ) : null}
      <KeysDialog />
      {imports ? (
        <>
          <ImportDialog />
          <DropFile />
        </>
      ) : null}
      {findsOpen ? (
        <Suspense fallback={null}>
          <Palette />
        </Suspense>
      ) : null}
    </>
  );
}

/** The title of the window where there is no sidebar. */
function MainTitle() {
  useMainTitle();
  return null;
}

function OwnTitle({ route }: { readonly route: Route }) {
  useOwnTitle(route);
  return null;
}

function View({ route }: { readonly route: Route }) {
  switch (route.name) {
    case 'overview':
      return <OverviewView />;
    case 'endpoint':
      return <DetailView key={route.id} id={route.id} at={route.at} />;
    case 'wall':
      return <WallView choice={route.choice} />;
    case 'compare':
      return <CompareView comparison={route.comparison} />;
    case 'incidents':
      return <IncidentsView />;
    case 'alerts':
      return <AlertsView />;
    case 'maintenance':
      return <MaintenanceView />;
    case 'reports':
      return <ReportsView />;
    case 'vantages':
      return <VantagesView />;
    case 'health':
      return <HealthView />;
    case 'settings':
      return <SettingsView />;
    default:
      return route satisfies never;
  }
}
