/** The headless host's token: it arrives in the address, and is stored only for this tab. */

const KEY = 'lookout.token';

/**
 * The token of this tab: from `#token=…`, or the one kept earlier; null: there is none. Removes it from the address, so
 * that it does not appear in bookmarks or screenshots.
 */
export function takeToken(): string | null {
  const match = /^#token=([^&]+)/.exec(location.hash);
  if (match?.[1] !== undefined) {
    sessionStorage.setItem(KEY, decodeURIComponent(match[1]));
    history.replaceState(null, '', `${location.pathname}${location.search}#/`);
  }
  return sessionStorage.getItem(KEY);
}

export function keepToken(token: string): void {
  sessionStorage.setItem(KEY, token);
}

export function forgetToken(): void {
  sessionStorage.removeItem(KEY);
}

/** Finds the token in a pasted text: the token alone, or the whole address that the host printed. */
export function tokenFrom(text: string): string {
  const match = /#token=([^&\s]+)/.exec(text);
  return match?.[1] === undefined ? text.trim() : decodeURIComponent(match[1]);
}
