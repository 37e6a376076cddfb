/** GET /metrics of one agent, to be scraped where it runs. */
import { createServer } from 'node:http';

export type Serving = { port: number; end: () => void };

/** On all addresses: it is a pod that is scraped. @throws where the port cannot be had. */
export const serveMetrics = (port: number, render: () => Promise<string>): Promise<Serving> =>
  new Promise((resolve, reject) => {
    const server = createServer(async (request, response) => {
      if (request.method !== 'GET' || request.url !== '/metrics') {
        response.writeHead(404).end();
        return;
      }
      response.writeHead(200, { 'content-type': 'text/plain; version=0.0.4; charset=utf-8' });
      response.end(await render());
    });
    server.once('error', reject);
    server.listen(port, () => {
      const { port: bound } = server.address() as { port: number };
      resolve({ port: bound, end: () => void server.close().closeAllConnections() });
    });
  });
