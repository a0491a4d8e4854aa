// Drives one queue: a command a line on its input, an answer a line on its output. `node driver.js graphile|pgboss|bullmq <address>`
import { createInterface } from 'node:readline';

const [queueName, address] = process.argv.slice(2);
const { open } = await import(`./${queueName}.js`);

/** As large as the payloads of the others. */
const payload = { text: 'x'.repeat(249) };
const queue = await open(address, payload);

const seconds = (since) => (performance.now() - since) / 1000;

/** So many callers who each do one thing after another, until the time is over. */
async function closedLoop(callers, span, operation) {
  const start = performance.now();
  let done = 0;
  await Promise.all(Array.from({ length: callers }, async () => {
    while (seconds(start) < span) {
      await operation();
      done++;
    }
  }));
  return { count: done, seconds: seconds(start) };
}

async function submit(count, batch, callers) {
  const start = performance.now();
  let left = count / batch;
  await Promise.all(Array.from({ length: callers }, async () => {
    while (left-- > 0) {
      await queue.add(batch);
    }
  }));
  return { count, seconds: seconds(start) };
}

/** Until so many have ended, or the time is over. */
async function work(settings, count, span = 300) {
  const start = performance.now();
  let done = 0;
  let end;
  const ended = new Promise((resolve) => { end = resolve; });
  const timer = setTimeout(() => end(), span * 1000);
  const stop = await queue.work(settings, (ends) => {
    done += ends;
    if (done >= count) {
      end();
    }
  });
  await ended;
  const result = { count: done, seconds: seconds(start) };
  clearTimeout(timer);
  await stop();
  return result;
}

const commands = {
  clear: async () => { await queue.clear(); return {}; },
  single: ({ callers, span }) => closedLoop(callers, span, () => queue.addOne()),
  bulk: ({ count, batch, callers }) => submit(count, batch, callers),
  one: ({ callers, span }) => work({ workers: callers, batch: 1 }, Infinity, span),
  drain: ({ count, batch, callers }) => work({ workers: callers, batch }, count),
  both: async ({ count, batch, callers }) => {
    const start = performance.now();
    await Promise.all([submit(count, batch, callers), work({ workers: callers, batch }, count)]);
    return { count, seconds: seconds(start) };
  },
};

for await (const line of createInterface({ input: process.stdin })) {
  const command = JSON.parse(line);
  console.log(JSON.stringify(await commands[command.do](command)));
}

process.exit(0);
