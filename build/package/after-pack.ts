// Why: what Electron leaves in a program and that it must not have: its own start page, found in distributions that are already unpacked.
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import type { AfterPackContext } from 'electron-builder';

export default function afterPack({ appOutDir, packager }: AfterPackContext): void {
  rmSync(join(packager.getResourcesDir(appOutDir), 'default_app.asar'), { force: true });
}
