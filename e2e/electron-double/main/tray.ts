/** `Tray`. */
import type { NativeImage, Tray } from 'electron';
import { needReady, settings } from '../runtime.ts';
import { preventable, strictEmitter } from '../strict.ts';
import { describeMenu, type MenuDouble, type MenuItemInfo } from './menu.ts';
import { NativeImageDouble, nativeImage } from './native-image.ts';

type Known = 'destroy' | 'isDestroyed' | 'setImage' | 'setToolTip';

const trays: TrayDouble[] = [];

/** A tray icon. */
export interface TrayInfo {
  /** The file of its icon; null: created in memory. */
  readonly image: string | null;
  readonly template: boolean;
  readonly toolTip: string;
  readonly menu: readonly MenuItemInfo[] | null;
}

export class TrayDouble extends strictEmitter('Tray') implements Pick<Tray, Known> {
  private image: NativeImageDouble;
  private toolTip = '';
  menu: MenuDouble | null = null;
  private destroyed = false;

  constructor(image: NativeImage | string) {
    super();
    needReady('Cannot create Tray before app is ready');
    if (settings.tray === false) throw new Error('Failed to create a tray icon');
    this.image = imageOf(image);
    trays.push(this);
  }
  private alive(): void {
    if (this.destroyed) throw new Error('Tray is destroyed');
  }
  setImage(image: NativeImage | string): void {
    this.alive();
    this.image = imageOf(image);
  }
  setToolTip(toolTip: string): void {
    this.alive();
    this.toolTip = toolTip;
  }
  setContextMenu(menu: MenuDouble | null): void {
    this.alive();
    this.menu = menu;
  }
  destroy(): void {
    this.destroyed = true;
    const at = trays.indexOf(this);
    if (at >= 0) trays.splice(at, 1);
  }
  isDestroyed(): boolean {
    return this.destroyed;
  }
  click(): void {
    this.emit('click', preventable(), { x: 0, y: 0, width: 24, height: 24 }, { x: 0, y: 0 });
  }
  describe(): TrayInfo {
    const menu = this.menu === null ? null : describeMenu(this.menu);
    const { path } = this.image;
    return { image: path, template: this.image.isTemplateImage(), toolTip: this.toolTip, menu };
  }
}

export const openTrays = (): readonly TrayDouble[] => trays;

/** @throws Error for an image that cannot be read, like Electron */
function imageOf(image: NativeImage | string): NativeImageDouble {
  const loaded = typeof image === 'string' ? nativeImage.createFromPath(image) : image;
  if (!(loaded instanceof NativeImageDouble) || loaded.isEmpty()) {
    throw new Error(
      `Failed to load image from path '${typeof image === 'string' ? image : 'of a NativeImage that is empty'}'`,
    );
  }
  return loaded;
}
