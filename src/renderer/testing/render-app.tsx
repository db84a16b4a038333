import { act, configure, render } from '@testing-library/react';
import type { ReactElement } from 'react';
import { LiveStoreContext } from '../live/hooks.ts';
import { createLiveStore, type LiveStore } from '../live/live-store.ts';
import { Toaster } from '../components/toast.tsx';
import { TooltipProvider } from '../components/tooltip.tsx';
import { createFakeBridge, type FakeBridge, type FakeBridgeOptions } from './fake-bridge.ts';
import { createManualFrames, type ManualFrames } from './manual-frames.ts';

// A busy machine may take long for what takes no time: waiting longer only delays a failure.
configure({ asyncUtilTimeout: 15_000 });

export interface RenderedApp {
  readonly bridge: FakeBridge;
  readonly store: LiveStore;
  readonly frames: ManualFrames;
  /** Lets what was asked be answered and shown. */
  readonly settle: () => Promise<void>;
}

/** Renders part of the page on a fake engine whose first snapshot is there. Testing Library takes it down. */
export async function renderApp(element: ReactElement, options: FakeBridgeOptions = {}): Promise<RenderedApp> {
  const bridge = createFakeBridge(options);
  const frames = createManualFrames();
  const store = createLiveStore(bridge, frames);
  const settle = async () => {
    // Requests of the fake engine are answered within a few microtasks; a task later all of them are.
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
