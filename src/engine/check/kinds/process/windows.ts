/** Processes of Windows, from PowerShell's Win32_Process. */
import { z } from 'zod';
import { runProgram } from '../../../base/run-program.ts';
import type { RunningProcess, Wanted } from './running-process.ts';

const SCRIPT = `[Console]::OutputEncoding = [Text.Encoding]::UTF8
ConvertTo-Json -Compress @(Get-CimInstance Win32_Process | ForEach-Object { @{ pid = $_.ProcessId; name = $_.Name
command = $_.CommandLine; memory = $_.WorkingSetSize; cpu = $_.KernelModeTime + $_.UserModeTime
started = if ($_.CreationDate) { ([DateTimeOffset]$_.CreationDate).ToUnixTimeMilliseconds() } else { 0 } } })`;

const listSchema = z.array(
  z.object({
    pid: z.number(),
    name: z.string(),
    command: z.string().nullable(),
    memory: z.number(),
    /** In units of 100 ns. */
    cpu: z.number(),
    started: z.number(),
  }),
);

/** @returns null when PowerShell does not list them */
export async function findOnWindows(wanted: Wanted, signal: AbortSignal): Promise<RunningProcess[] | null> {
  const args = ['-NoProfile', '-NonInteractive', '-Command', SCRIPT];
  const { exitCode, stdout } = await runProgram('powershell.exe', args, { signal, maxBytes: 10_000_000 });
  return exitCode === 0 ? parseWindows(stdout, wanted) : null;
}

/** Reads PowerShell's JSON. Names are compared without case and with or without `.exe`, as Windows does. */
export function parseWindows(text: string, wanted: Wanted): RunningProcess[] | null {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    return null;
  }
  const list = listSchema.safeParse(json);
  if (!list.success) return null;
  return list.data
    .filter(({ pid, name, command }) => {
      if (wanted.match === 'pid') return pid === wanted.pid;
      const text = wanted.text.toLowerCase();
      if (wanted.match === 'command') return (command ?? name).toLowerCase().includes(text);
      return name.toLowerCase().replace(/\.exe$/u, '') === text.replace(/\.exe$/u, '');
    })
    .map(({ pid, name, command, memory, cpu, started }) => ({
      pid,
      command: command ?? name,
      memory,
      cpuMs: cpu / 10_000,
      startedAt: started,
    }));
}
