/** Schemas and form fields that many channels have. */
import { z } from 'zod';
import type { FormField } from '../../contract/descriptor.ts';
import { accepts } from '../base/accepts.ts';
import { STAND_IN } from '../check/secret-fields.ts';

/** An `http:` or `https:` URL. It may be a secret, so the stand-in of one is accepted too. */
export function acceptsHttpUrl() {
  return accepts('httpUrl', {}, z.string().trim().max(4_000).refine(isHttpUrl));
}

/** The address of a service that has a usual one, or that people run themselves; without a slash at its end. */
export function serverUrl(preset?: string) {
  const schema = accepts(
    'httpUrl',
    {},
    z
      .string()
      .trim()
      .max(4_000)
      .refine(isHttpUrl)
      .transform((url) => url.replace(/\/+$/u, '')),
  );
  return preset === undefined ? schema : schema.default(preset);
}

function isHttpUrl(text: string): boolean {
  if (text === STAND_IN) return true;
  const { protocol, hostname } = URL.parse(text) ?? { protocol: '', hostname: '' };
  return (protocol === 'http:' || protocol === 'https:') && hostname !== '';
}

/** A text that must be there, such as a token. */
export function requiredText(max = 4_000) {
  return accepts('textBetween', { min: 1, max }, z.string().trim().min(1).max(max));
}

/** A text that may be left out. */
export function optionalText(max = 4_000) {
  return accepts('text', { max }, z.string().trim().max(max)).default('');
}

type Extras = Partial<Omit<FormField, 'name' | 'label' | 'type'>>;

/** A required text. */
export function textField(name: string, label: string, extras: Extras = {}): FormField {
  return { name, label, type: 'text', section: 'target', required: true, ...extras };
}

/** A required text that is stored encrypted and never shown. */
export function secretField(name: string, label: string, extras: Extras = {}): FormField {
  return textField(name, label, { secret: true, ...extras });
}

/** A text that may be empty. */
export function optionalField(name: string, label: string, extras: Extras = {}): FormField {
  return { name, label, type: 'text', section: 'request', default: '', ...extras };
}

/** The address of a webhook. Anyone who knows it can write to the channel, so it is a secret. */
export function webhookUrlField(placeholder: string, help: string): FormField {
  return secretField('url', 'Webhook URL', { placeholder, help });
}

/** The address of a server. */
export function serverField(extras: Extras = {}): FormField {
  return textField('server', 'Server', { ...extras, ...(extras.default === undefined ? {} : { required: false }) });
}
