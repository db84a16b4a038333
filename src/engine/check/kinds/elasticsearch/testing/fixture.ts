/** Test code: servers with the API of Elasticsearch, or something else. */
import { answering } from '../../../../../../test/servers/raw.ts';
import { tcpFixture } from '../../../testing/kind-fixture.ts';

const BODY = '{"cluster_name":"logs","status":"green","number_of_nodes":3,"unassigned_shards":0}';

export const fixture = tcpFixture((port) => ({ kind: 'elasticsearch', host: '127.0.0.1', port }), {
  good: answering(`HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: ${BODY.length}\r\n\r\n${BODY}`),
  garbage: answering('HTTP/1.1 200 OK\r\nContent-Length: 15\r\n\r\n<html>no</html>'),
});
