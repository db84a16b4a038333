/** The actions on one endpoint, depending on its state: only actions that would have an effect now. Pure. */
import type { LucideIcon } from 'lucide-react';
import {
  AppWindow,
  BellOff,
  Check,
  CheckCheck,
  ChartSpline,
  Clock,
  Copy,
  Layers,
  Link2,
  Pause,
  Pencil,
  Play,
  RefreshCw,
  SquareArrowOutUpRight,
  Trash2,
  Wrench,
} from 'lucide-react';
import type { Endpoint } from '../../../contract/model/endpoint.ts';
import type { HostInfo } from '../../../contract/model/host.ts';
import type { Source } from '../../../contract/model/source.ts';
import { capabilitiesOf } from '../../../shared/endpoint-id.ts';
import { comparePath } from '../../navigation/route.ts';

/** The functions that carry out the actions. */
export interface EndpointHands {
  readonly open: (id: string) => void;
  readonly go: (path: string) => void;
  readonly openWindow: (id: string) => void;
  readonly check: (ids: readonly string[]) => void;
  /** @param until epoch milliseconds; absent: until they are resumed */
  readonly pause: (ids: readonly string[], until?: number) => void;
  readonly startMaintenance: (ids: readonly string[], minutes: number) => void;
  readonly acknowledge: (ids: readonly string[]) => void;
  /** Asks for a note and for an end. */
  readonly acknowledgeUntil: (ids: readonly string[]) => void;
  readonly silence: (ids: readonly string[], minutes: number) => void;
  readonly resume: (ids: readonly string[]) => void;
  readonly edit: (id: string) => void;
  readonly clone: (id: string) => void;
  readonly copyTarget: (endpoint: Endpoint) => void;
  readonly showGroup: (group: string) => void;
  readonly remove: (id: string) => void;
}

export interface EndpointAction {
  /** Such as `pause`. */
  readonly id: string;
  /** Search words besides the label; the first word is the verb. */
  readonly words: string;
  readonly icon: LucideIcon;
  /** @param object the object of the action, such as `this endpoint` or a name */
  readonly label: (object: string) => string;
  /** The shortcut of the action where an endpoint is open or selected. */
  readonly shortcut?: string;
  readonly run: () => void;
}

export interface EndpointContext {
  readonly host: HostInfo;
  /** The first one is the engine that the page is connected to. */
  readonly sources: readonly Source[];
  /** False: the window shows one endpoint and has no other views. */
  readonly main: boolean;
}

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

export function endpointActions(
  endpoint: Endpoint,
  { host, sources, main }: EndpointContext,
  hands: EndpointHands,
): readonly EndpointAction[] {
  const { id, paused, source, config } = endpoint;
  const can = capabilitiesOf(sources, id);
  const removable = source !== 'file' && can.edit;
  const editable = removable && source !== 'demo';
  const actions: (EndpointAction | false)[] = [
    main && {
      id: 'open',
      words: 'open show go',
      icon: SquareArrowOutUpRight,
      label: (object) => `Open ${object}`,
      run: () => hands.open(id),
    },
    !paused &&
      can.checkNow && {
        id: 'check',
        words: 'check now test run',
        icon: RefreshCw,
        label: (object) => `Check ${object} now`,
        shortcut: 'c',
        run: () => hands.check([id]),
      },
    paused &&
      can.pause && {
        id: 'resume',
        words: 'resume unpause start',
        icon: Play,
        label: (object) => `Resume ${object}`,
        shortcut: 'p',
        run: () => hands.resume([id]),
      },
    !paused &&
      can.pause && {
        id: 'pause',
        words: 'pause stop silence mute',
        icon: Pause,
        label: (object) => `Pause ${object}`,
        shortcut: 'p',
        run: () => hands.pause([id]),
      },
    !paused &&
      can.pause && {
        id: 'hour',
        words: 'pause hour stop silence mute snooze',
        icon: Clock,
        label: (object) => `Pause ${object} for 1 hour`,
        run: () => hands.pause([id], Date.now() + HOUR_MS),
      },
    !paused &&
      can.respond && {
        id: 'maintenance',
        words: 'maintenance start hour planned silence',
        icon: Wrench,
        label: (object) => `Start maintenance of ${object} for 1 hour`,
        run: () => hands.startMaintenance([id], 60),
      },
    !paused &&
      can.respond && {
        id: 'acknowledge',
        words: 'acknowledge alert incident seen mine',
        icon: Check,
        label: (object) => `Acknowledge the trouble of ${object}`,
        run: () => hands.acknowledge([id]),
      },
    !paused &&
      can.respond && {
        id: 'acknowledgeUntil',
        words: 'acknowledge until note date snooze',
        icon: CheckCheck,
        label: (object) => `Acknowledge the trouble of ${object} until…`,
        run: () => hands.acknowledgeUntil([id]),
      },
    !paused &&
      can.respond && {
        id: 'silence',
        words: 'silence mute alerts hour quiet snooze',
        icon: BellOff,
        label: (object) => `Silence alerts of ${object} for 1 hour`,
        run: () => hands.silence([id], 60),
      },
    editable && {
      id: 'edit',
      words: 'edit change configure',
      icon: Pencil,
      label: (object) => `Edit ${object}`,
      shortcut: 'e',
      run: () => hands.edit(id),
    },
    can.edit &&
      source !== 'demo' && {
        id: 'clone',
        words: 'clone duplicate copy',
        icon: Copy,
        label: (object) => `Clone ${object}`,
        run: () => hands.clone(id),
      },
    {
      id: 'target',
      words: 'copy target url address',
      icon: Link2,
      label: (object) => `Copy the target of ${object}`,
      run: () => hands.copyTarget(endpoint),
    },
    main && {
      id: 'compare',
      words: 'compare yesterday ghost others chart',
      icon: ChartSpline,
      label: (object) => `Compare ${object} with yesterday`,
      run: () => hands.go(comparePath([id], { ghost: 'yesterday', view: { type: 'last', ms: DAY_MS } })),
    },
    main &&
      config.group !== '' && {
        id: 'compare-group',
        words: 'compare group small charts multiples',
        icon: ChartSpline,
        label: () => `Compare group ${config.group}`,
        run: () => hands.go(comparePath([], { group: config.group })),
      },
    main &&
      host.features.includes('windows') && {
        id: 'window',
        words: 'open window',
        icon: AppWindow,
        label: (object) => `Open ${object} in its own window`,
        run: () => hands.openWindow(id),
      },
    main &&
      config.group !== '' && {
        id: 'group',
        words: 'group show filter',
        icon: Layers,
        label: () => `Show group ${config.group}`,
        run: () => hands.showGroup(config.group),
      },
    removable && {
      id: 'remove',
      words: 'delete remove',
      icon: Trash2,
      label: (object) => `Delete ${object}`,
      shortcut: 'Del',
      run: () => hands.remove(id),
    },
  ];
  return actions.filter((action) => action !== false);
}
