/** The oldest Node that Lookout runs on: the first 24 whose HTTP servers can ignore an upgrade. */
const [OLDEST_MAJOR, OLDEST_MINOR] = [24, 9];
const OLDEST = `${OLDEST_MAJOR}.${OLDEST_MINOR}`;

/** @param {string} version such as `v24.9.0` */
export function isNewEnough(version) {
  const [, major, minor] = /^v?(\d+)\.(\d+)\./.exec(version.trim())?.map(Number) ?? [];
  return major > OLDEST_MAJOR || (major === OLDEST_MAJOR && minor >= OLDEST_MINOR);
}

/** What a person reads who runs an older one. @param {string} version */
export function nodeTooOld(version) {
  return (
    `Lookout needs Node ${OLDEST} or newer, and this is Node ${version}. ` +
    `"npm install" brings Node ${OLDEST_MAJOR} where there is a package of it for this platform; ` +
    'run the command with "npm start", "npm test" or "npm run". Where there is none, install a newer Node.'
  );
}
