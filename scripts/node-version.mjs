/** The oldest Node that Lookout runs on: the first 24 with HTTP servers that can ignore an upgrade. */
const [OLDEST_MAJOR, OLDEST_MINOR] = [24, 9];
const OLDEST = `${OLDEST_MAJOR}.${OLDEST_MINOR}`;

/** @param {string} version such as `v24.9.0` */
export function isNewEnough(version) {
  const [, major, minor] = /^v?(\d+)\.(\d+)\./.exec(version.trim())?.map(Number) ?? [];
  return major > OLDEST_MAJOR || (major === OLDEST_MAJOR && minor >= OLDEST_MINOR);
}

/** The message for people who run an older version. @param {string} version */
export function nodeTooOld(version) {
  return (
    `Lookout needs Node ${OLDEST} or newer, and this is Node ${version}. ` +
    `"npm install" installs Node ${OLDEST_MAJOR} on most platforms; ` +
    'then run the command with "npm start", "npm test" or "npm run". Otherwise, install a newer Node.'
  );
}
