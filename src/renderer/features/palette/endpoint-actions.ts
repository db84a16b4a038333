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
import type { Capabilities, Source } from '../../../contract/model/source.ts';
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

/** An action, or false where it would have no effect now. */
type Maybe = EndpointAction | false;

interface ActionParts extends EndpointContext {
  readonly endpoint: Endpoint;
  readonly can: Capabilities;
  readonly hands: EndpointHands;
}

export function endpointActions(
  endpoint: Endpoint,
  context: EndpointContext,
  hands: EndpointHands,
): readonly EndpointAction[] {
  const parts: ActionParts = { ...context, endpoint, hands, can: capabilitiesOf(context.sources, endpoint.id) };
  const actions: readonly Maybe[] = [
    openAction(parts),
    ...stateActions(parts),
    ...alertActions(parts),
    ...configActions(parts),
    ...viewActions(parts),
    removeAction(parts),
  ];
  return actions.filter((action) => action !== false);
}

function openAction({ endpoint: { id }, main, hands }: ActionParts): Maybe {
  return (
    main && {
      id: 'open',
      words: 'open show go',
      icon: SquareArrowOutUpRight,
      label: (object) => `Open ${object}`,
      run: () => hands.open(id),
    }
  );
}

/** Check now, pause and resume. */
function stateActions({ endpoint: { id, paused }, can, hands }: ActionParts): readonly Maybe[] {
  return [
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
  ];
}

/** Maintenance, acknowledge and silence. */
function alertActions({ endpoint: { id, paused }, can, hands }: ActionParts): readonly Maybe[] {
  if (paused || !can.respond) return [];
  return [
    {
      id: 'maintenance',
      words: 'maintenance start hour planned silence',
      icon: Wrench,
      label: (object) => `Start maintenance of ${object} for 1 hour`,
      run: () => hands.startMaintenance([id], 60),
    },
    {
      id: 'acknowledge',
      words: 'acknowledge alert incident seen mine',
      icon: Check,
      label: (object) => `Acknowledge the trouble of ${object}`,
      run: () => hands.acknowledge([id]),
    },
    {
      id: 'acknowledgeUntil',
      words: 'acknowledge until note date snooze',
      icon: CheckCheck,
      label: (object) => `Acknowledge the trouble of ${object} until…`,
      run: () => hands.acknowledgeUntil([id]),
    },
    {
      id: 'silence',
      words: 'silence mute alerts hour quiet snooze',
      icon: BellOff,
      label: (object) => `Silence alerts of ${object} for 1 hour`,
      run: () => hands.silence([id], 60),
    },
  ];
}

/** Edit, clone and copy. */
function configActions({ endpoint, can, hands }: ActionParts): readonly Maybe[] {
  const { id, source } = endpoint;
  const isDemo = source === 'demo';
  return [
    can.edit &&
      source !== 'file' &&
      !isDemo && {
        id: 'edit',
        words: 'edit change configure',
        icon: Pencil,
        label: (object) => `Edit ${object}`,
        shortcut: 'e',
        run: () => hands.edit(id),
      },
    can.edit &&
      !isDemo && {
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
  ];
}

/** Other views of the endpoint, and of its group. */
function viewActions({ endpoint: { id, config }, main, host, hands }: ActionParts): readonly Maybe[] {
  if (!main) return [];
  const { group } = config;
  return [
    {
      id: 'compare',
      words: 'compare yesterday ghost others chart',
      icon: ChartSpline,
      label: (object) => `Compare ${object} with yesterday`,
      run: () => hands.go(comparePath([id], { ghost: 'yesterday', view: { type: 'last', ms: DAY_MS } })),
    },
    group !== '' && {
      id: 'compare-group',
      words: 'compare group small charts multiples',
      icon: ChartSpline,
      label: () => `Compare group ${group}`,
      run: () => hands.go(comparePath([], { group })),
    },
    host.features.includes('windows') && {
      id: 'window',
      words: 'open window',
      icon: AppWindow,
      label: (object) => `Open ${object} in its own window`,
      run: () => hands.openWindow(id),
    },
    group !== '' && {
      id: 'group',
      words: 'group show filter',
      icon: Layers,
      label: () => `Show group ${group}`,
      run: () => hands.showGroup(group),
    },
  ];
}

function removeAction({ endpoint: { id, source }, can, hands }: ActionParts): Maybe {
  return (
    can.edit &&
    source !== 'file' && {
      id: 'remove',
      words: 'delete remove',
      icon: Trash2,
      label: (object) => `Delete ${object}`,
      shortcut: 'Del',
      run: () => hands.remove(id),
    }
  );
}
