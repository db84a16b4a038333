/** The input and the result of rendering a template. */
import type { TemplateProblem } from '../../../contract/model/alert-template.ts';

/** What a template can use: only data, so that it cannot call anything. */
export type TemplateContext = Readonly<Record<string, unknown>>;

export type Rendered =
  | { readonly ok: true; readonly text: string }
  | { readonly ok: false; readonly problem: TemplateProblem };

export interface TemplateLibrary {
  /** Never throws. Takes about 100 ms at most, reads no files, and makes at most 20,000 characters. */
  readonly render: (template: string, context: TemplateContext) => Rendered;
}
