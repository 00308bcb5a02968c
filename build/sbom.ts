// Why: the bill of materials of a release (CycloneDX): npm writes it, this keeps what is shipped, for the three systems, and nothing of the workshop.
// `npx tsx build/sbom.ts FILE`, after a build.
import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { nativePackages, shippedPackages } from './package/shipped-packages.ts';

interface Component { 'bom-ref': string; name: string; version: string; type?: string; scope?: string; properties?: { name: string; value: string }[] }
interface Bom { bomFormat: string; metadata: { component: Component }; components: Component[]; dependencies: { ref: string; dependsOn?: string[] }[] }

const root = fileURLToPath(new URL('..', import.meta.url));

export function billOfMaterials(): Bom {
  const bom = everythingInstalled();
  const wanted = [...shippedPackages(root), ...['win32', 'darwin', 'linux'].flatMap((system) => nativePackages(root, system))];
  const shipped = new Set(wanted.map(({ name, version }) => `${name}@${version}`));
  const components = bom.components.filter((each) => shipped.has(each['bom-ref'])).map(asShipped);
  const { name, version } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')) as { name: string; version: string };
  const own = bom.metadata.component['bom-ref'];
  const dependencies = bom.dependencies.filter(({ ref }) => ref === own || shipped.has(ref)).map(({ ref, dependsOn = [] }) => ({ ref, dependsOn: dependsOn.filter((each) => shipped.has(each)) }));
  return { ...bom, metadata: { ...bom.metadata, component: { ...bom.metadata.component, name, version, type: 'application' } }, components, dependencies };
}

function everythingInstalled(): Bom {
  const printed = execFileSync('npm', ['sbom', '--sbom-format', 'cyclonedx', '--package-lock-only'], { cwd: root, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'], maxBuffer: 64 * 1024 * 1024 });
  return JSON.parse(printed);
}

/** What the workshop alone installs may be shipped all the same, built into our files: Vue, for one. */
function asShipped({ properties = [], ...component }: Component): Component {
  return { ...component, scope: 'required', properties: properties.filter(({ name }) => name !== 'cdx:npm:package:development') };
}

if (process.argv[1] === fileURLToPath(import.meta.url)) writeFileSync(process.argv[2] ?? 'sbom.cdx.json', JSON.stringify(billOfMaterials(), null, 2));
