/** `Notification`. */
import { randomUUID } from 'node:crypto';
import type { Notification, NotificationConstructorOptions } from 'electron';
import { needReady, settings } from '../runtime.ts';
import { lacks, strictEmitter } from '../strict.ts';
import type { NativeImageDouble } from './native-image.ts';

type Known = 'show' | 'close' | 'title' | 'body' | 'silent' | 'urgency' | 'id';
const UNDERSTOOD = new Set(['id', 'groupId', 'title', 'body', 'silent', 'icon', 'urgency', 'actions']);

/** A notification that was shown. */
export interface NotificationInfo {
  readonly id: string;
  readonly title: string;
  readonly body: string;
  readonly silent: boolean;
  readonly urgency: string;
  readonly icon: string | null;
  /** The texts of its buttons. */
  readonly actions: readonly string[];
  /** False: the app or the person has closed it. */
  readonly open: boolean;
}

const shown: NotificationDouble[] = [];

export class NotificationDouble extends strictEmitter('Notification') implements Pick<Notification, Known> {
  readonly id: string;
  title: string;
  body: string;
  silent: boolean;
  urgency: 'normal' | 'critical' | 'low';
  private readonly icon: string | null;
  private readonly buttons: readonly string[];
  private open = false;

  constructor(options: NotificationConstructorOptions = {}) {
    super();
    needReady('Cannot create Notification before app is ready');
    for (const name of Object.keys(options)) if (!UNDERSTOOD.has(name)) lacks(`Notification option ${name}`);
    const { icon, actions = [] } = options;
    this.buttons = actions.map(({ text = '' }) => text);
    this.id = options.id ?? randomUUID();
    this.title = options.title ?? '';
    this.body = options.body ?? '';
    this.silent = options.silent ?? false;
    this.urgency = options.urgency ?? 'normal';
    this.icon = typeof icon === 'string' ? icon : ((icon as unknown as NativeImageDouble | undefined)?.path ?? null);
  }
  show(): void {
    if (settings.notifications === 'refused') {
      this.emit('failed', {}, 'Notifications are not allowed for this application');
      return;
    }
    this.open = true;
    if (!shown.includes(this)) shown.push(this);
    this.emit('show', {});
  }
  close(): void {
    if (!this.open) return;
    this.open = false;
    this.emit('close', {});
  }
  describe(): NotificationInfo {
    const { id, title, body, silent, urgency, icon, buttons: actions, open } = this;
    return { id, title, body, silent, urgency, icon, actions, open };
  }
  static isSupported(): boolean {
    return settings.notifications !== false;
  }
}

/** All notifications that were ever shown, the oldest first. */
export const shownNotifications = (): readonly NotificationDouble[] => shown;
