/**
 * The parts of `node:http` that Lookout uses. An `import` of that module reads all of its exports, and one of them
 * loads undici for a WebSocket that Lookout does not use. That costs 14 MB of memory and a third of the start time of
 * `lookout check`.
 */
export const { Agent, createServer, request, STATUS_CODES } = process.getBuiltinModule('node:http');
