/** `nativeTheme`: the light or dark theme of app and system, which every page's media queries follow. */
import type { NativeTheme } from 'electron';
import type { Protocol } from '../cdp.ts';
import { settings } from '../runtime.ts';
import { strictEmitter } from '../strict.ts';

type Known = 'themeSource' | 'shouldUseDarkColors';
type Features = Protocol.Emulation.MediaFeature[];

const listeners = new Set<(features: Features) => void>();

class NativeThemeDouble extends strictEmitter('nativeTheme') implements Pick<NativeTheme, Known> {
  private source: NativeTheme['themeSource'] = 'system';
  private system: 'light' | 'dark' = settings.colorScheme ?? 'light';

  get themeSource(): NativeTheme['themeSource'] {
    return this.source;
  }
  set themeSource(source: NativeTheme['themeSource']) {
    if (!['system', 'light', 'dark'].includes(source)) throw new TypeError(`Error processing argument: ${source}`);
    const before = this.shouldUseDarkColors;
    this.source = source;
    this.notify(before);
  }
  get shouldUseDarkColors(): boolean {
    return (this.source === 'system' ? this.system : this.source) === 'dark';
  }
  /** Changes the system's theme. */
  setSystem(system: 'light' | 'dark'): void {
    const before = this.shouldUseDarkColors;
    this.system = system;
    this.notify(before);
  }
  private notify(before: boolean): void {
    if (before === this.shouldUseDarkColors) return;
    for (const listener of listeners) listener(mediaFeatures());
    this.emit('updated');
  }
}

export const nativeTheme = new NativeThemeDouble();

/** The media features of every page. */
export function mediaFeatures(): Features {
  return [
    { name: 'prefers-color-scheme', value: nativeTheme.shouldUseDarkColors ? 'dark' : 'light' },
    { name: 'prefers-reduced-motion', value: settings.reducedMotion === true ? 'reduce' : 'no-preference' },
  ];
}

/** Calls back after each change. @returns ends it */
export function onAppearance(listener: (features: Features) => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}
