import { useEffect, useLayoutEffect, useRef } from 'react';
import { isTyping, somethingOpen } from '../../components/keys.ts';
import { navigate } from '../../navigation/route.ts';
import { toastError } from '../../live/use-command.ts';

export interface WallActions {
  readonly go: (by: 1 | -1) => void;
  readonly togglePause: () => void;
  readonly toggleLayout: () => void;
  readonly nextScope: () => void;
}

/** Enters or leaves full screen. */
export function toggleFullScreen(): void {
  const change =
    document.fullscreenElement === null ? document.documentElement.requestFullscreen() : document.exitFullscreen();
  change.catch((error: unknown) => toastError('Could not change to full screen', error));
}

/** Returns to the overview, and leaves full screen. */
export function leaveWall(): void {
  if (document.fullscreenElement instanceof Element) toggleFullScreen();
  navigate('/');
}

/** The keys of the wall. */
export function useWallKeys(actions: WallActions): void {
  const latest = useRef(actions);
  // Before any key can be pressed: a key acts on what is shown.
  useLayoutEffect(() => {
    latest.current = actions;
  });
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || event.repeat) return;
      if (isTyping(event.target) || somethingOpen()) return;
      // The key presses the focused button.
      const onButton = event.target instanceof HTMLElement && event.target.closest('button, a') !== null;
      if (onButton && (event.key === ' ' || event.key === 'Enter')) return;
      const act = actionOf(event.key, latest.current);
      if (act === undefined) return;
      event.preventDefault();
      act();
    };
    window.addEventListener('keydown', onKeyDown);
    return () => window.removeEventListener('keydown', onKeyDown);
  }, []);
}

function actionOf(key: string, actions: WallActions): (() => void) | undefined {
  switch (key) {
    case ' ':
      return actions.togglePause;
    case 'ArrowLeft':
      return () => actions.go(-1);
    case 'ArrowRight':
      return () => actions.go(1);
    case 't':
      return actions.toggleLayout;
    case 'g':
      return actions.nextScope;
    case 'f':
      return toggleFullScreen;
    case 'Escape':
      return leaveWall;
    default:
      return undefined;
  }
}
