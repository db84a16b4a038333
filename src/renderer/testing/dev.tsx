/** The page with made-up data: `dev.html?endpoints=1000&live=1&theme=dark`. Not part of the build. */
import '@fontsource-variable/inter';
import '@fontsource-variable/jetbrains-mono';
import '../styles/tokens.css';
import '../styles/base.css';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import type { HostFeature } from '../../contract/model/host.ts';
import type { FileIssue } from '../../contract/model/issue.ts';
import { App } from '../app.tsx';
import { LiveStoreContext } from '../live/hooks.ts';
import { createLiveStore } from '../live/live-store.ts';
import { createFakeBridge, type FakeBridge } from './fake-bridge.ts';

declare global {
  interface Window {
    /** For scripts that control the page from outside. */
    fake?: FakeBridge;
  }
}

const BAD_INTERVAL: FileIssue = {
  file: 'lookout.yaml',
  position: { line: 12, column: 5 },
  path: 'endpoints[3].interval',
  kind: 'http',
  code: 'duration',
  params: { minMs: 500, maxMs: 86_400_000, exampleMs: 30_000 },
  given: '"soon"',
};

const query = new URLSearchParams(location.search);
const bridge = createFakeBridge({
  endpoints: Number(query.get('endpoints') ?? 12),
  live: query.get('live') === '1',
  // The list is not validated, because only developers write this address.
  features: (query.get('features') ?? '').split(',').filter(Boolean) as HostFeature[],
  ...(query.get('kind') === 'desktop' ? { kind: 'desktop' } : {}),
  ownWindow: query.get('own') === '1',
  ...(query.get('offline') === '1' ? { network: { online: false, reason: 'noAddress' } } : {}),
  notices:
    query.get('notice') === '1'
      ? [
          {
            id: 'config',
            level: 'error',
            code: 'config.notFollowed',
            params: { problems: [BAD_INTERVAL] },
            active: true,
          },
        ]
      : [],
});
window.fake = bridge;
const theme = query.get('theme');
if (theme === 'dark' || theme === 'light') {
  const { settings } = bridge.state();
  bridge.push({ type: 'settings', settings: { ...settings, theme } });
}
const store = createLiveStore(bridge);
const root = document.querySelector('#root');
if (root === null) throw new Error('dev.html has no #root');
createRoot(root).render(
  <StrictMode>
    <LiveStoreContext value={store}>
      <App />
    </LiveStoreContext>
  </StrictMode>,
);
