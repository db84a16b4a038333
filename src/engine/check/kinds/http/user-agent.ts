import manifest from '../../../../../package.json' with { type: 'json' };

/** How Lookout names itself (RFC 9110, 10.1.5) unless an endpoint says otherwise. */
export const USER_AGENT = `Lookout/${manifest.version}`;
