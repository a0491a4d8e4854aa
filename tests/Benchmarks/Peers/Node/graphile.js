// graphile-worker, batched as its page on performance says: https://worker.graphile.org/docs/performance
import { EventEmitter } from 'node:events';
import { Logger, makeWorkerUtils, run } from 'graphile-worker';
import pg from 'pg';

const task = 'bench';
const logger = new Logger(() => () => {});

export async function open(connectionString, payload) {
  const pgPool = new pg.Pool({ connectionString, max: 64 });
  pgPool.on('error', (error) => console.error(error));
  pgPool.on('connect', (client) => client.on('error', (error) => console.error(error)));
  const utils = await makeWorkerUtils({ pgPool, logger });
  await utils.migrate();
  return {
    addOne: () => utils.addJob(task, payload),
    add: (count) => utils.addJobs(Array.from({ length: count }, () => ({ identifier: task, payload }))),
    clear: () => pgPool.query('delete from graphile_worker._private_jobs'),
    async work({ workers, batch }, ended) {
      const events = new EventEmitter();
      events.on('job:complete', () => ended(1));
      const batched = batch > 1;
      const runner = await run({
        pgPool,
        logger,
        events,
        noHandleSignals: true,
        taskList: { [task]: async () => {} },
        preset: {
          worker: {
            concurrentJobs: batched ? 24 : workers,
            ...(batched ? { localQueue: { size: batch }, completeJobBatchDelay: 0, failJobBatchDelay: 0 } : {}),
          },
        },
      });
      return () => runner.stop();
    },
  };
}
