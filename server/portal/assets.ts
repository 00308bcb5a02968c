// Why: the style sheet with the commune's colour, the script and the icon, each with its address.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { accentOf } from '../domain/accent-colour.ts';
import { fingerprintedUrl, type StaticFile } from '../http/static-files.ts';
import { resourcesFolder } from '../resources-folder.ts';
import { readSettings } from '../settings.ts';

interface PortalAssets { accentColor: string; cssUrl: string; scriptUrl: string; iconUrl: string; files: Map<string, StaticFile> }

let built: PortalAssets | undefined;

export async function portalAssets(): Promise<PortalAssets> {
  const { commune } = await readSettings();
  if (built?.accentColor !== commune.accentColor) built = build(commune.accentColor);
  return built;
}

/** Finds the file of an address; an address with a former fingerprint finds the present file. */
export async function findAsset(url: string): Promise<{ file: StaticFile; isCurrent: boolean } | null> {
  const { files } = await portalAssets();
  const exact = files.get(url);
  if (exact) return { file: exact, isCurrent: true };
  const plain = (each: string) => each.replace(/-[0-9a-f]{12}(\.\w+)$/, '$1');
  const present = [...files].find(([key]) => plain(key) === plain(url));
  return present ? { file: present[1], isCurrent: false } : null;
}

function build(accentColor: string): PortalAssets {
  const { base, strong, light } = accentOf(accentColor);
  const variables = `:root{--accent:${base};--accent-strong:${strong};--accent-light:${light}}\n`;
  const css = Buffer.concat([read('portal.css'), Buffer.from(variables)]);
  const script = read('portal.js');
  const icon = Buffer.from(`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><rect width="32" height="32" rx="7" fill="${base}"/><path d="M9 6h14v20l-3.5-2.4L16 26l-3.500-2.400L9 26z" fill="#fff"/><path d="M12 12h8M12 16h8" stroke="${base}" stroke-width="2"/></svg>`);
  const cssUrl = fingerprintedUrl('portal.css', css);
  const scriptUrl = fingerprintedUrl('portal.js', script);
  const iconUrl = fingerprintedUrl('icone.svg', icon);
  const files = new Map([
    [cssUrl, { type: 'text/css', content: css }], [scriptUrl, { type: 'text/javascript', content: script }], [iconUrl, { type: 'image/svg+xml', content: icon }],
  ]);
  return { accentColor, cssUrl, scriptUrl, iconUrl, files };
}

const read = (name: string) => readFileSync(join(resourcesFolder, name));
