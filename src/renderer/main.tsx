/** The entry point of the page: connects to the engine and shows the app. */
import '@fontsource-variable/inter';
import '@fontsource-variable/jetbrains-mono';
import './styles/tokens.css';
import './styles/base.css';
import { setNonce } from 'get-nonce';
import { StrictMode, useEffect, useState } from 'react';
import { createRoot } from 'react-dom/client';
import type { Bridge } from '../contract/channels/bridge.ts';
import { App } from './app.tsx';
import { desktopBridge } from './live/bridge.ts';
import { LiveStoreContext } from './live/hooks.ts';
import { createHttpBridge } from './live/http-bridge.ts';
import { createLiveStore, type LiveStore } from './live/live-store.ts';
import { forgetToken, takeToken } from './live/token.ts';
import { ErrorBoundary } from './shell/error-boundary.tsx';
import { TokenPage } from './shell/token-page.tsx';

// Radix locks scrolling with a <style> element, which the page's CSP allows only with the host's nonce.
const nonce = document.querySelector<HTMLMetaElement>('meta[name="csp-nonce"]')?.content;
if (nonce !== undefined) setNonce(nonce);

function Root() {
  const [desktop] = useState(desktopBridge);
  return desktop === null ? <HttpRoot /> : <BridgedApp connect={() => desktop} />;
}

function HttpRoot() {
  const [token, setToken] = useState(takeToken);
  const [refused, setRefused] = useState(false);

  useEffect(() => {
    // After a restart, the host prints a new token. Opening its address in this tab changes only the hash.
    const onHash = () => {
      if (location.hash.startsWith('#token=')) setToken(takeToken());
    };
    window.addEventListener('hashchange', onHash);
    return () => window.removeEventListener('hashchange', onHash);
  }, []);

  if (token === null) {
    return (
      <TokenPage
        refused={refused}
        onToken={(given) => {
          setRefused(false);
          setToken(given);
        }}
      />
    );
  }
  const onUnauthorized = () => {
    forgetToken();
    setRefused(true);
    setToken(null);
  };
  return (
    <BridgedApp key={token} connect={() => createHttpBridge({ origin: location.origin, token, onUnauthorized })} />
  );
}

interface BridgedAppProps {
  readonly connect: () => Bridge & { dispose?: () => void };
}

function BridgedApp({ connect }: BridgedAppProps) {
  const [store, setStore] = useState<LiveStore | null>(null);
  useEffect(() => {
    const bridge = connect();
    const live = createLiveStore(bridge);
    setStore(live);
    return () => {
      live.dispose();
      bridge.dispose?.();
    };
    // One connection while this is mounted. For a new token, `key` mounts it again.
    // oxlint-disable-next-line react/exhaustive-deps
  }, []);
  return store === null ? null : (
    <LiveStoreContext value={store}>
      <App />
    </LiveStoreContext>
  );
}

const root = document.querySelector('#root');
if (root === null) throw new Error('index.html has no #root');
createRoot(root).render(
  <StrictMode>
    <ErrorBoundary>
      <Root />
    </ErrorBoundary>
  </StrictMode>,
);
