// A host's webhook endpoint, which takes a while for each event.

import { createHmac } from 'node:crypto';
import { createServer } from 'node:http';

const SECRET = 'a little secret, long enough';

export class Receiver {
  // All events with a valid signature, in order of arrival.
  events = [];
  // The headers of requests without a valid signature.
  strays = [];
  #server;

  static async start(takesMillis) {
    const receiver = new Receiver();
    receiver.#server = createServer(async (request, response) => {
      const body = Buffer.concat(await request.toArray());
      const signature = createHmac('sha512', SECRET).update(body).digest('hex');
      if (request.headers['smile-signature'] === signature) receiver.events.push(JSON.parse(body));
      else receiver.strays.push(request.headers);
      await new Promise((resolve) => { setTimeout(resolve, takesMillis); });
      response.writeHead(204).end();
    });
    await new Promise((resolve) => { receiver.#server.listen(0, '127.0.0.1', resolve); });
    return receiver;
  }

  // Subscribes to all events of a service.
  async subscribe(service) {
    await service.call('POST', '/webhooks', {
      name: 'Everything',
      url: `http://127.0.0.1:${this.#server.address().port}/`,
      eventTypes: ['ALL_EVENTS'],
      active: true,
      secret: SECRET,
    });
  }

  // The types of the events about an account or an archive, without repeated deliveries.
  about(id) {
    const known = new Set();
    const isNew = (event) => !known.has(event.id) && known.add(event.id);
    return this.events
      .filter(({ data }) => [data.accountId, data.archiveId, data.sourceId].includes(id))
      .filter(isNew)
      .map(({ type }) => type);
  }

  stop() {
    this.#server.closeAllConnections();
    return new Promise((resolve) => { this.#server.close(resolve); });
  }
}
