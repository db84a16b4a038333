/** The answers of the Docker Engine API (https://docs.docker.com/reference/api/engine/), as far as Lookout reads them. */
import { z } from 'zod';

const text = z.string().catch('');
const count = z.number().catch(0);

/** `GET /containers/{id}/json`. Podman answers the same; fields that it lacks are empty. */
export const containerSchema = z.object({
  Id: z.string(),
  Image: text,
  RestartCount: count,
  Config: z.object({ Image: text }).catch({ Image: '' }),
  State: z.object({
    Status: text,
    Running: z.boolean(),
    Paused: z.boolean().catch(false),
    Restarting: z.boolean().catch(false),
    ExitCode: count,
    Error: text,
    StartedAt: text,
    Health: z
      .object({
        Status: text,
        FailingStreak: count,
        Log: z
          .array(z.object({ ExitCode: count, Output: text }))
          .nullish()
          .catch([]),
      })
      .nullish(),
  }),
});

export type Container = z.output<typeof containerSchema>;

const cpu = z.object({
  cpu_usage: z.object({ total_usage: z.number() }),
  system_cpu_usage: z.number(),
  online_cpus: z.number(),
});

/** `GET /containers/{id}/stats?one-shot=true`. Values that a platform does not measure are missing. */
export const statsSchema = z.object({
  cpu_stats: cpu.nullish().catch(null),
  memory_stats: z
    .object({ usage: z.number(), limit: z.number().optional(), stats: z.record(z.string(), z.number()).catch({}) })
    .nullish()
    .catch(null),
});

export type Stats = z.output<typeof statsSchema>;

/** An error of the API. */
export const errorSchema = z.object({ message: text });

/** Memory without the page cache that the kernel gives back when it needs it, as `docker stats` shows it. */
export function memoryOf({ memory_stats: memory }: Stats): number | null {
  if (memory === null || memory === undefined) return null;
  // The first is of cgroup v1, the second of v2.
  const cache = memory.stats['total_inactive_file'] ?? memory.stats['inactive_file'] ?? 0;
  return cache < memory.usage ? memory.usage - cache : memory.usage;
}
