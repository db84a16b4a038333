/** Alerts of Monika say when something is wrong; conditions of Lookout say when all is well. */
import type { Fields } from '../fields.ts';

const OPPOSITE: Readonly<Record<string, string>> = {
  '==': '!=',
  '===': '!=',
  '!=': '==',
  '!==': '==',
  '>': '<=',
  '>=': '<',
  '<': '>=',
  '<=': '>',
};
const NAMES: Readonly<Record<string, string>> = {
  'response.status': '[STATUS]',
  'response.time': '[RESPONSE_TIME]',
  'response.size': '[SIZE]',
};

/** The conditions of a probe or a request. Warns of assertions that have no counterpart. */
export function assertionsOf(fields: Fields): string[] {
  const alerts = fields.list('alerts');
  return alerts.flatMap((alert, index) => {
    const text = typeof alert === 'string' ? alert : textIn(alert);
    const condition = conditionOf(text);
    if (condition === null) fields.warn(`alerts[${index}]`, 'import.condition', { given: text });
    return condition === null || condition === '' ? [] : [condition];
  });
}

function textIn(alert: unknown): string {
  if (typeof alert !== 'object' || alert === null) return '';
  const { assertion, query } = alert as { readonly assertion?: unknown; readonly query?: unknown };
  const text = assertion ?? query;
  return typeof text === 'string' ? text : '';
}

/** Empty: Lookout does it anyway; null: it has no counterpart. */
function conditionOf(text: string): string | null {
  const trimmed = text.trim();
  if (trimmed === 'status-not-2xx') return '';
  const limit = /^response-time-greater-than-(\d+)-?(ms|s)$/u.exec(trimmed);
  if (limit !== null) return `[RESPONSE_TIME] <= ${limit[1] ?? ''}${limit[2] ?? ''}`;
  const [, name = '', operator = '', value = ''] =
    /^(response\.\w+)\s*([!=<>]=?=?)\s*(\d+(?:\.\d+)?)$/u.exec(trimmed) ?? [];
  const left = NAMES[name];
  const opposite = OPPOSITE[operator];
  if (left !== undefined && opposite !== undefined) return `${left} ${opposite} ${value}`;
  const outside = /^response\.status\s*<\s*(\d+)\s*(?:or|\|\|)\s*response\.status\s*>\s*(\d+)$/u.exec(trimmed);
  return outside === null ? null : `[STATUS] >= ${outside[1] ?? ''} and [STATUS] <= ${outside[2] ?? ''}`;
}
