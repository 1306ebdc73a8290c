import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type RequestListener, type Server } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import type { TestContext } from 'node:test';

export interface WebServer {
  readonly port: number;
  /** What was asked of it, in order. */
  readonly asked: readonly IncomingMessage[];
}

/** A certificate that only tests trust, for server.test and other.test. */
export const TEST_CERTIFICATE = readFileSync(new URL('./tls/certificate.pem', import.meta.url), 'utf8');

/** A real server on this machine that goes away with the test. */
export async function webServer(
  t: TestContext,
  answer: RequestListener,
  { host = '127.0.0.1', port = 0, secure = false } = {},
): Promise<WebServer> {
  const asked: IncomingMessage[] = [];
  const noted: RequestListener = (request, response) => {
    asked.push(request);
    answer(request, response);
  };
  const server: Server = secure
    ? createTlsServer(
        { cert: TEST_CERTIFICATE, key: readFileSync(new URL('./tls/key.pem', import.meta.url)) },
        noted,
      )
    : createServer(noted);
  server.listen(port, host);
  await once(server, 'listening');
  t.after(() => {
    server.closeAllConnections();
    server.close();
  });
  return { port: (server.address() as AddressInfo).port, asked };
}
