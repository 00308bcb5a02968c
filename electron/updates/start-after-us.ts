// Why: on Linux, starts the new version when this one is gone: two at once would take each other for a second double-click.
import { spawn } from 'node:child_process';
import { homedir } from 'node:os';

const wait = 'while kill -0 "$0" 2>/dev/null; do sleep 0.2; done; exec "$@"';

export function startAfterUs(command: string, args: string[]): void {
  // Not in the folder of an AppImage, which goes with it.
  spawn('/bin/sh', ['-c', wait, String(process.pid), command, ...args], { cwd: homedir(), detached: true, stdio: 'ignore' }).unref();
}
