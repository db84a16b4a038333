/** The oldest Node that Lookout runs on. */
const OLDEST = 24;

/** @param {string} version such as `v24.1.0` */
export function isNewEnough(version) {
  return Number(/^v?(\d+)\./.exec(version.trim())?.[1]) >= OLDEST;
}

/** What a person reads who runs an older one. @param {string} version */
export function nodeTooOld(version) {
  return (
    `Lookout needs Node ${OLDEST} or newer, and this is Node ${version}. ` +
    `"npm install" brings Node ${OLDEST} where there is a package of it for this platform; ` +
    'run the command with "npm start", "npm test" or "npm run". Where there is none, install a newer Node.'
  );
}
