// A program as somebody would write it with the generated types. It is compiled, and never run.
import createClient from "openapi-fetch";
import type { components, paths } from "./openapi.js";

const api = createClient<paths>({ baseUrl: "http://127.0.0.1:5000", headers: { "X-API-Key": "sy_..." } });

export async function greet(name: string): Promise<number> {
  const { data, error } = await api.POST("/api/v1/tasks", {
    params: { header: { "Idempotency-Key": `greet-${name}` } },
    body: { queue: "greetings", payload: { name }, delay: "PT1S" },
  });
  if (error) {
    throw new Error(`${error.type}: ${error.detail}`);
  }

  return Number(data.id);
}

export async function* failed(queue: string): AsyncGenerator<components["schemas"]["WorkItemView"]> {
  let after: string | undefined;
  do {
    const { data } = await api.GET("/api/v1/work", { params: { query: { queue, status: "failed", after } } });
    yield* data?.items ?? [];
    after = data?.next ?? undefined;
  } while (after);
}

export async function pause(queue: string, reason: string): Promise<string | undefined> {
  const { data } = await api.POST("/api/v1/queues/{queue}/pause", { params: { path: { queue } }, body: { reason } });
  return data?.pause?.reason;
}

export async function work(worker: string): Promise<void> {
  const { data: claimed } = await api.POST("/api/v1/tasks/claim", { body: { worker, queues: ["greetings"], max: 1, lease: "PT1M" } });
  for (const task of claimed?.items ?? []) {
    await api.POST("/api/v1/tasks/complete", { body: { items: [{ id: task.id, leaseNumber: task.leaseNumber, result: { text: "Hello" } }] } });
  }
}
