// pg-boss by its own fetch and complete: workers that poll have pauses of half a second and more.
import { PgBoss } from 'pg-boss';

const name = 'bench';

export async function open(connectionString, payload) {
  const boss = new PgBoss({ connectionString, max: 64 });
  boss.on('error', (error) => console.error(error));
  await boss.start();
  await boss.createQueue(name);
  return {
    addOne: () => boss.send(name, payload),
    add: (count) => boss.insert(name, Array.from({ length: count }, () => ({ data: payload }))),
    clear: () => boss.deleteAllJobs(name),
    async work({ workers, batch }, ended) {
      let over = false;
      const loops = Array.from({ length: workers }, async () => {
        while (!over) {
          const jobs = await boss.fetch(name, { batchSize: batch });
          if (jobs.length > 0) {
            await boss.complete(name, jobs.map((job) => job.id));
            ended(jobs.length);
          }
        }
      });
      return async () => { over = true; await Promise.all(loops); };
    },
  };
}
