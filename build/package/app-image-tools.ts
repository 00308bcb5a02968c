// Why: an AppImage can be made and tried where electron-builder's tools cannot be downloaded: the system compresses, and a script stands for the engine that mounts it.
// For tests only: on a computer without « unsquashfs », what it makes does not start.
import { spawnSync } from 'node:child_process';
import { mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** The compressed files begin after it, at the start of a block. */
const engineBytes = 4_096;

/** As the true one: opens its own file, says where both are, and becomes the program. `--appimage-extract PATTERN` only unpacks, in the present folder. */
const engine = `#!/bin/sh
self=$(readlink -f "$0")
if [ "$1" = --appimage-extract ]; then exec unsquashfs -q -n -f -o ${engineBytes} -d squashfs-root "$self" "$2"; fi
APPDIR=$(mktemp -d) || exit 1
unsquashfs -q -n -f -o ${engineBytes} -d "$APPDIR" "$self" >&2 || exit 1
export APPDIR APPIMAGE="$self" ARGV0="$0" OWD="$PWD"
exec "$APPDIR/AppRun" "$@"
`;

/** Answers the folder to name in APPIMAGE_TOOLS_PATH; nothing where the system has no such tools. */
export function standInAppImageTools(folder: string): string | undefined {
  if (!['mksquashfs', 'unsquashfs'].every((program) => spawnSync(program, ['-version']).error === undefined)) return undefined;
  const processor = process.arch === 'arm64' ? 'arm64' : 'x64';
  rmSync(folder, { recursive: true, force: true });
  for (const part of ['runtimes', `lib/${processor}`]) mkdirSync(join(folder, part), { recursive: true });
  writeFileSync(join(folder, 'runtimes', `runtime-${processor}`), engine.padEnd(engineBytes, '\n'));
  // A test does not wait for the smallest file.
  writeFileSync(join(folder, 'mksquashfs'), '#!/bin/sh\nexec mksquashfs "$@" -Xcompression-level 1\n', { mode: 0o755 });
  // Looked for and never run.
  symlinkSync('/usr/bin/true', join(folder, 'desktop-file-validate'));
  return folder;
}
