/** `Menu` and `MenuItem`. */
import type { MenuItem as ElectronMenuItem, MenuItemConstructorOptions } from 'electron';
import { lacks, reportProblem, strictEmitter, strictObject } from '../strict.ts';
import { normalizeAccelerator, pressedAccelerator } from './accelerators.ts';
import { KEYS_OF_CHROMIUM, ROLES, type RoleContext } from './menu-roles.ts';

const UNDERSTOOD = new Set([
  'label',
  'role',
  'type',
  'accelerator',
  'enabled',
  'visible',
  'checked',
  'id',
  'click',
  'submenu',
]);

let context: () => RoleContext = () => ({ window: null, quit: () => {} });
/** Sets what roles act on. */
export function setRoleContext(of: () => RoleContext): void {
  context = of;
}

type ItemPart = 'label' | 'enabled' | 'visible' | 'checked' | 'id' | 'type' | 'accelerator';

export class MenuItemDouble implements Pick<ElectronMenuItem, ItemPart> {
  readonly label: string;
  enabled: boolean;
  visible: boolean;
  checked: boolean;
  readonly id: string;
  readonly type: ElectronMenuItem['type'];
  readonly accelerator: string | null;
  readonly role: string | undefined;
  readonly submenu: MenuDouble | undefined;
  readonly click: () => void;

  constructor(options: MenuItemConstructorOptions) {
    for (const name of Object.keys(options)) if (!UNDERSTOOD.has(name)) lacks(`MenuItem option ${name}`);
    const { role } = options;
    const does = role === undefined ? undefined : ROLES[role.toLowerCase()];
    if (role !== undefined && does === undefined) lacks(`menu role ${role}`);
    const submenu = options.submenu ?? (does?.submenu === undefined ? undefined : [...does.submenu]);
    this.role = role;
    this.label = options.label ?? does?.label ?? '';
    this.submenu = Array.isArray(submenu) ? MenuDouble.buildFromTemplate(submenu) : (submenu as MenuDouble | undefined);
    this.type = options.type ?? (this.submenu === undefined ? 'normal' : 'submenu');
    this.enabled = options.enabled ?? true;
    this.visible = options.visible ?? true;
    this.checked = options.checked ?? false;
    this.id = options.id ?? '';
    this.accelerator = options.accelerator ?? does?.accelerator ?? null;
    // Electron refuses an accelerator that it cannot parse.
    if (this.accelerator !== null) normalizeAccelerator(this.accelerator);
    this.click = () => {
      if (!this.enabled) return;
      if (this.type === 'checkbox') this.checked = !this.checked;
      const { window } = context();
      if (options.click !== undefined) options.click(this as never, window as never, {});
      else does?.run?.(context());
    };
  }
}
strictObject('MenuItem', MenuItemDouble.prototype);

let applicationMenu: MenuDouble | null = null;

export class MenuDouble extends strictEmitter('Menu') {
  readonly items: MenuItemDouble[] = [];

  append(item: MenuItemDouble): void {
    this.items.push(item);
  }

  static buildFromTemplate(template: readonly (MenuItemConstructorOptions | object)[]): MenuDouble {
    const menu = new MenuDouble();
    for (const item of template) menu.append(item instanceof MenuItemDouble ? item : new MenuItemDouble(item));
    return menu;
  }
  static setApplicationMenu(menu: MenuDouble | null): void {
    applicationMenu = menu;
  }
  static getApplicationMenu(): MenuDouble | null {
    return applicationMenu;
  }
}

/** An item of a menu. */
export interface MenuItemInfo {
  readonly label: string;
  readonly type: string;
  readonly enabled: boolean;
  readonly visible: boolean;
  readonly checked: boolean;
  readonly role: string | null;
  readonly accelerator: string | null;
  readonly submenu: readonly MenuItemInfo[] | null;
}

/** The visible label: `&` marks a shortcut letter and is not shown. */
const drawn = (label: string): string => label.replaceAll(/&(.)/gu, '$1');

export function describeMenu(menu: MenuDouble): MenuItemInfo[] {
  return menu.items.map((item) => ({
    label: drawn(item.label),
    type: item.type,
    enabled: item.enabled,
    visible: item.visible,
    checked: item.checked,
    role: item.role ?? null,
    accelerator: item.accelerator,
    submenu: item.submenu === undefined ? null : describeMenu(item.submenu),
  }));
}

/** Chooses an item like a person. @throws Error when it does not exist or is disabled */
export function chooseItem(menu: MenuDouble, path: readonly string[]): void {
  const [label, ...rest] = path;
  const there = menu.items.filter(({ visible, type }) => visible && type !== 'separator');
  const item = there.find((candidate) => drawn(candidate.label) === label);
  if (item === undefined) {
    throw new Error(`Expected an item ${label}, got ${there.map((other) => drawn(other.label)).join(', ')}`);
  }
  if (!item.enabled) throw new Error(`Expected the item ${label} to be enabled, got one that is not`);
  if (rest.length === 0) item.click();
  else chooseItem(item.submenu ?? new MenuDouble(), rest);
}

/** @returns whether an item has this shortcut */
export function pressInMenu(menu: MenuDouble | null, modifiers: readonly string[], key: string): boolean {
  for (const item of menu?.items ?? []) {
    if (item.submenu !== undefined && pressInMenu(item.submenu, modifiers, key)) return true;
    if (item.accelerator === null || !item.enabled || KEYS_OF_CHROMIUM.has(item.role?.toLowerCase() ?? '')) continue;
    if (normalizeAccelerator(item.accelerator) !== pressedAccelerator(modifiers, key)) continue;
    try {
      item.click();
    } catch (error) {
      reportProblem(`The menu item ${item.label} failed: ${String(error)}`);
    }
    return true;
  }
  return false;
}
