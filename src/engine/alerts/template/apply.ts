/** Puts the texts of templates into a message. */
import type { AlertTemplates, TemplatePreview } from '../../../contract/model/alert-template.ts';
import type { AlertMessage } from '../channel-kind.ts';
import type { Rendered, TemplateContext } from './template-types.ts';
import { loadTemplates } from './templates.ts';

export interface Templated {
  readonly message: AlertMessage;
  /** Where a template failed, the text is Lookout's own. */
  readonly problems: TemplatePreview['problems'];
}

/**
 * The message with the texts of templates. Of several, the first one that is not empty counts.
 * @param templates the most specific ones first
 */
export async function applyTemplates(
  message: AlertMessage,
  templates: readonly AlertTemplates[],
  context: TemplateContext,
): Promise<Templated> {
  const titleTemplate = templates.map((one) => one.titleTemplate).find((text) => text !== '') ?? '';
  const bodyTemplate = templates.map((one) => one.bodyTemplate).find((text) => text !== '') ?? '';
  const title = await rendered(titleTemplate, context);
  const body = await rendered(bodyTemplate, context);
  return {
    message: {
      ...message,
      // A title is one line.
      ...(title?.ok === true ? { title: title.text.replaceAll(/\s+/gu, ' ').trim() } : {}),
      // Channels with a layout show the text where there are no facts.
      ...(body?.ok === true ? { text: body.text.trim(), facts: [] } : {}),
    },
    problems: { titleTemplate: problemOf(title), bodyTemplate: problemOf(body) },
  };
}

async function rendered(template: string, context: TemplateContext): Promise<Rendered | null> {
  return template === '' ? null : (await loadTemplates()).render(template, context);
}

function problemOf(result: Rendered | null): TemplatePreview['problems']['titleTemplate'] {
  return result?.ok === false ? result.problem : null;
}
