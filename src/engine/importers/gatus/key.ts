import type { Fields } from '../fields.ts';

/** The key of an endpoint as Gatus makes it: `group_name`, in lower case and with dashes. */
export function keyOf(fields: Fields): string {
  const part = (text: string) =>
    text
      .trim()
      .toLowerCase()
      .replaceAll(/[/_., #+&]/gu, '-');
  return `${part(fields.text('group'))}_${part(fields.text('name'))}`;
}
