// BullMQ on Redis. It hands out one job at a time to each of its workers' slots; there is no batch to ask for.
import { Queue, Worker } from 'bullmq';

const name = 'bench';
const slots = 100;

export async function open(address, payload) {
  const [host, port] = address.split(':');
  const connection = { host, port: Number(port), maxRetriesPerRequest: null };
  const defaultJobOptions = { removeOnComplete: true };
  const queue = new Queue(name, { connection, defaultJobOptions });
  await queue.waitUntilReady();
  return {
    addOne: () => queue.add(name, payload),
    add: (count) => queue.addBulk(Array.from({ length: count }, () => ({ name, data: payload }))),
    clear: () => queue.drain(),
    async work({ workers, batch }, ended) {
      const worker = new Worker(name, async () => {}, { connection, concurrency: batch > 1 ? slots : workers });
      worker.on('completed', () => ended(1));
      await worker.waitUntilReady();
      return () => worker.close();
    },
  };
}
