/** One address before several servers, as a service of Kubernetes is: each connection goes to one that takes it. */
import { connect, createServer, type Socket } from 'node:net';

export type Balancer = { url: string; close(): Promise<void> };

/** @param targets asked anew for each connection, from the first on, in turns. */
export async function startBalancer(targets: () => readonly string[]): Promise<Balancer> {
  let turn = 0;
  const open = new Set<Socket>();
  const keep = (socket: Socket) => {
    open.add(socket);
    socket.on('error', () => socket.destroy()).on('close', () => open.delete(socket));
  };
  const forward = (client: Socket, [first, ...others]: readonly string[]): void => {
    if (first === undefined) return void client.destroy();
    const { hostname, port } = new URL(first);
    const server = connect({ host: hostname, port: Number(port) });
    server.once('error', () => forward(client, others));
    server.once('connect', () => {
      server.removeAllListeners('error');
      keep(server);
      server.on('close', () => client.destroy());
      client.on('close', () => server.destroy());
      client.pipe(server).pipe(client);
    });
  };
  const balancer = createServer((client) => {
    keep(client);
    const all = targets();
    turn++;
    forward(
      client,
      all.map((_, index) => all[(turn + index) % all.length] as string),
    );
  });
  await new Promise<void>((resolve) => balancer.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(balancer.address() as { port: number }).port}`,
    close: async () => {
      for (const socket of open) socket.destroy();
      await new Promise((resolve) => balancer.close(resolve));
    },
  };
}
