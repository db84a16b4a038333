/** The text, cut to at most `max` characters; an ellipsis at the end says that there was more. */
export function cut(text: string, max: number): string {
  return text.length > max ? `${text.slice(0, max - 1)}…` : text;
}
