import type { DemoRequests } from '../../../contract/channels/demo.ts';
import type { Demo } from '../../demo/demo.ts';
import type { HandlersOf } from './handler.ts';

export interface DemoHandlerParts {
  readonly demo: Pick<Demo, 'start' | 'remove'>;
}

export function demoHandlers({ demo }: DemoHandlerParts): HandlersOf<keyof DemoRequests> {
  return {
    'demo.start': () => demo.start(),
    'demo.remove': () => demo.remove(),
  };
}
