import manifest from '../../../../../package.json' with { type: 'json' };

/** The default User-Agent of Lookout (RFC 9110, 10.1.5). */
export const USER_AGENT = `Lookout/${manifest.version}`;
