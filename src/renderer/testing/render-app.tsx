import { act, configure, render } from '@testing-library/react';
import type { ReactElement } from 'react';
import { LiveStoreContext } from '../live/hooks.ts';
import { createLiveStore, type LiveStore } from '../live/live-store.ts';
import { Toaster } from '../components/toast.tsx';
import { TooltipProvider } from '../components/tooltip.tsx';
import { createFakeBridge, type FakeBridge, type FakeBridgeOptions } from './fake-bridge.ts';
import { createManualFrames, type ManualFrames } from './manual-frames.ts';

// A busy machine may be slow. A longer timeout only delays failures.
configure({ asyncUtilTimeout: 60_000 });

export interface RenderedApp {
  readonly bridge: FakeBridge;
  readonly store: LiveStore;
  readonly frames: ManualFrames;
  /** Waits until pending requests are answered and shown. */
  readonly settle: () => Promise<void>;
}

/** Renders a part of the page with a fake engine whose first snapshot has arrived. Testing Library unmounts it. */
export async function renderApp(element: ReactElement, options: FakeBridgeOptions = {}): Promise<RenderedApp> {
  const bridge = createFakeBridge(options);
  const frames = createManualFrames();
  const store = createLiveStore(bridge, frames);
  const settle = async () => {
    // The fake engine answers within a few microtasks, so all answers have arrived one task later.
    await act(async () => {
      await new Promise((resolve) => setTimeout(resolve));
      frames.advance(1000);
      await new Promise((resolve) => setTimeout(resolve));
    });
  };
  await settle();
  render(
    <TooltipProvider>
      <LiveStoreContext value={store}>
        {element}
        <Toaster />
      </LiveStoreContext>
    </TooltipProvider>,
  );
  await settle();
  return { bridge, store, frames, settle };
}
