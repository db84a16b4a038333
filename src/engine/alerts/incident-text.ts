import type { Endpoint } from '../../contract/model/endpoint.ts';
import type { Incident } from '../../contract/model/incident.ts';
import type { Notification } from '../../contract/model/notices.ts';
import type { Ms } from '../../contract/model/units.ts';

/**
 * What people are told when an endpoint goes down or is back.
 * @param seenDownMs for how much of the incident it was seen down; the rest nobody watched. null: not known
 */
export function incidentNotification(
  endpoint: Endpoint,
  incident: Incident,
  news: 'wentDown' | 'cameBack',
  seenDownMs: Ms | null = null,
): Notification {
  const { name } = endpoint.config;
  const common = { tag: incident.id, endpointId: endpoint.id };
  if (news === 'wentDown') {
    return { ...common, kind: 'down', title: `${name} is down`, body: withTarget(incident.cause.message, endpoint) };
  }
  const downFor = (incident.resolvedAt ?? incident.lastFailureAt) - incident.startedAt;
  const monitor = seenDownMs === null || seenDownMs > 0.9 * downFor;
  const sentence = monitor
    ? `It was down for ${roughly(downFor)}.`
    : `It was seen down for ${roughly(seenDownMs)} of the last ${roughly(downFor)}; the rest was not watched.`;
  return { ...common, kind: 'up', title: `${name} is back`, body: withTarget(sentence, endpoint) };
}

/** Many endpoints are named after their target; it is not said twice. */
function withTarget(sentence: string, { config, target }: Endpoint): string {
  return target.includes(config.name) || sentence.includes(target) ? sentence : `${sentence}\n${target}`;
}

/** A duration in at most two units: `42 s`, `3 min 12 s`, `2 h 5 min`, `4 d 1 h`. */
export function roughly(ms: Ms): string {
  const seconds = Math.max(1, Math.round(ms / 1000));
  const units: readonly (readonly [number, string])[] = [
    [86_400, 'd'],
    [3600, 'h'],
    [60, 'min'],
    [1, 's'],
  ];
  const first = units.findIndex(([size]) => seconds >= size);
  const [size, unit] = units[first] ?? [1, 's'];
  const whole = Math.floor(seconds / size);
  const [nextSize, nextUnit] = units[first + 1] ?? [0, ''];
  const rest = nextSize === 0 ? 0 : Math.floor((seconds % size) / nextSize);
  return rest === 0 ? `${whole} ${unit}` : `${whole} ${unit} ${rest} ${nextUnit}`;
}
