/** The texts that people write for their alerts, in Liquid (https://shopify.github.io/liquid/). */
import { z } from 'zod';
import type { Json } from '../../../contract/model/units.ts';
import { isRecord } from '../../../shared/is-record.ts';
import { accepts, ownIssue } from '../../base/accepts.ts';
import type { AlertTemplates, TemplateProblem } from '../../../contract/model/alert-template.ts';
import type { ChannelConfig } from '../../../contract/model/alert-channel.ts';
import { SAMPLE_CONTEXTS } from './sample-context.ts';
import type { TemplateLibrary } from './template-types.ts';

let loaded: TemplateLibrary | null = null;

/** Loads the library once. Callers wait for it before they read or render templates. */
export async function loadTemplates(): Promise<TemplateLibrary> {
  loaded ??= await import('./liquid.ts');
  return loaded;
}

/** Loads the library if a rule or a channel, as it is given, has templates, which its schema then checks. */
export async function loadTemplatesFor(given: unknown): Promise<void> {
  if (isRecord(given) && Object.values(given).some(hasLiquid)) await loadTemplates();
}

/** Whether a value may be an invalid template, whichever field it is in. A text without tags is always valid. */
function hasLiquid(value: unknown): boolean {
  return typeof value === 'string' && /\{[{%]/u.test(value);
}

/** Tries a template with example alerts; null: it is valid, or the library is not loaded. */
export function templateProblem(template: string): TemplateProblem | null {
  if (template === '') return null;
  for (const context of SAMPLE_CONTEXTS) {
    const rendered = loaded?.render(template, context);
    if (rendered?.ok === false) return rendered.problem;
  }
  return null;
}

const MAX_TITLE = 1_000;
const MAX_BODY = 20_000;

/** A template; empty: none. */
export function templateSchema(max: number) {
  return accepts(
    'text',
    { max },
    z
      .string()
      .max(max)
      .superRefine((template, context) => {
        const problem = templateProblem(template);
        if (problem !== null) context.addIssue(ownIssue('template', { ...problem }));
      }),
  );
}

/** The fields of rules and of channels. */
export function templateFields() {
  return { titleTemplate: templateSchema(MAX_TITLE).default(''), bodyTemplate: templateSchema(MAX_BODY).default('') };
}

/** The templates of a channel that was read, perhaps by an earlier version, which had none. */
export function channelTemplates({ titleTemplate, bodyTemplate }: ChannelConfig): AlertTemplates {
  const text = (value: Json | undefined): string => (typeof value === 'string' ? value : '');
  return { titleTemplate: text(titleTemplate), bodyTemplate: text(bodyTemplate) };
}
