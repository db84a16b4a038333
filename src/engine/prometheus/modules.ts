/** The modules of `/probe`: what to check besides the target, as blackbox_exporter calls it. */
import type { FormField } from '../../contract/descriptor.ts';
import type { EndpointInput } from '../../contract/model/endpoint.ts';
import type { Json } from '../../contract/model/units.ts';
import type { CheckKind } from '../check/kind.ts';
import type { KindExporter } from '../check/kind-exporter.ts';
import { findKind } from '../check/parse-endpoint.ts';

/** A kind and fields of it, as in lookout.yaml. A text may contain `{target}`, `{host}` or `{port}`. */
export type ProbeModule = EndpointInput;

export type ProbeModules = Readonly<Record<string, ProbeModule>>;

/** The names that modules may have, which need no encoding in a URL. */
export const MODULE_NAME = /^[\w.-]{1,100}$/u;

/** The module of a probe that names none, as blackbox_exporter has it. */
export const DEFAULT_MODULE = 'http_2xx';

/** @returns null: there is no such module */
export function findModule(name: string, modules: ProbeModules, kinds: readonly CheckKind[]): ProbeModule | null {
  if (Object.hasOwn(modules, name)) return modules[name] ?? null;
  for (const { kind, probeModules = {} } of kinds) {
    if (Object.hasOwn(probeModules, name)) return { ...probeModules[name], kind };
  }
  return null;
}

/**
 * Whether the module comes with Lookout. Such a module may not check this machine's own files and sockets, because no
 * one has allowed that.
 */
export function isBuiltIn(name: string, modules: ProbeModules): boolean {
  return !Object.hasOwn(modules, name);
}

/**
 * An endpoint that checks the target as the module says.
 * @returns null when the kind cannot read the target. The input may still have issues
 */
export function inputOf(
  module: ProbeModule,
  target: string,
  { kind, readTarget }: { readonly kind: CheckKind; readonly readTarget?: KindExporter['readTarget'] | undefined },
): EndpointInput | null {
  const { filled, used } = fill(module, target);
  if (used) return filled;
  const read = readTarget?.(target, module) ?? parseWithScheme(kind, target);
  return read === null || read.kind !== kind.kind ? null : { ...filled, ...read };
}

/** An endpoint of the module with the example target of its kind, to find out whether the module is valid. */
export function sampleOf(module: ProbeModule, kinds: readonly CheckKind[]): EndpointInput {
  const { filled } = fill(module, 'target.example.org:443');
  const kind = findKind(module.kind, kinds);
  if (kind === undefined) return filled;
  const isTarget = ({ section, required }: FormField) => section === 'target' || required === true;
  const names = new Set(kind.form.filter(isTarget).map(({ name }) => name));
  // A field that contains only the target accepts what the kind accepts as its target, such as a path.
  for (const [name, value] of Object.entries(module)) if (isPlace(value)) names.add(name);
  const target = Object.entries(kind.example).filter(([name]) => names.has(name));
  const whole = target.filter(([name]) => isPlace(module[name]));
  return { ...Object.fromEntries(target), ...filled, ...Object.fromEntries(whole) };
}

/** Whether a value is only a placeholder for the target or a part of it. */
function isPlace(value: unknown): boolean {
  return typeof value === 'string' && /^\{\w+\}$/u.test(value);
}

/** Such as `icmp://router` for `router`: an example of the kind says how its targets begin. */
function parseWithScheme(kind: CheckKind, target: string): EndpointInput | null {
  const direct = kind.parse(target);
  if (direct !== null) return direct;
  for (const example of kind.pasteExamples) {
    const scheme = /^[a-z][a-z0-9+.-]*:(?:\/\/)?/iu.exec(example)?.[0];
    const read = scheme === undefined ? null : kind.parse(scheme + target);
    if (read !== null) return read;
  }
  return null;
}

/** Fills in the placeholders. `used`: a text has a placeholder for the target. */
function fill(module: ProbeModule, target: string): { readonly filled: EndpointInput; readonly used: boolean } {
  const parts = /^(?:[a-z][a-z0-9+.-]*:\/\/)?(?<host>\[[^\]]*\]|[^:/?#]*)(?::(?<port>\d{1,5}))?/iu.exec(target)?.groups;
  const values = { target, host: (parts?.['host'] ?? '').replace(/^\[(.*)\]$/u, '$1'), port: parts?.['port'] ?? '' };
  let used = false;
  const fillText = (text: string): Json => {
    const filled = text.replaceAll(/\{(?<name>target|host|port)\}/gu, (_, name: keyof typeof values) => {
      used = true;
      return values[name];
    });
    return text === '{port}' && filled !== '' ? Number(filled) : filled;
  };
  const fillValue = (value: Json): Json => {
    if (typeof value === 'string') return fillText(value);
    if (Array.isArray(value)) return value.map((part: Json) => fillValue(part));
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([name, part]) => [name, fillValue(part ?? null)]));
  };
  const filled: Record<string, Json> = {};
  for (const [name, value] of Object.entries(module)) if (value !== undefined) filled[name] = fillValue(value);
  return { filled: { ...filled, kind: module.kind }, used };
}
