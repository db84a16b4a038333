/**
 * The baseline for `lookout check`: a bare `node:http` loop that requests every target from standard input at once.
 */
import { request } from 'node:http';
import { text } from 'node:stream/consumers';

function get(target: string): Promise<number> {
  return new Promise((resolve, reject) => {
    const sent = request(target, { agent: false, headers: { Connection: 'close' } }, (message) => {
      message.on('data', () => undefined);
      message.once('end', () => resolve(message.statusCode ?? 0));
    });
    sent.on('error', reject);
    sent.end();
  });
}

const targets = (await text(process.stdin)).split('\n').filter((line) => line !== '');
const statuses = await Promise.all(targets.map(get));
process.stdout.write(`${JSON.stringify(statuses)}\n`);
