// Why: serves the contract of the service (WSDL and schemas), its address changed to the simulator's own.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { resourcesFolder } from '../resources-folder.ts';
import { xml, type Outgoing } from './exchange.ts';

const folder = join(resourcesFolder, 'payfip');
export const soapPath = '/tpa/services/securite';

export function contract(baseUrl: string): Outgoing {
  const text = readFileSync(join(folder, 'PaiementSecuriseService.wsdl'), 'utf8');
  return xml(text.replace(/(<soap:address location=")[^"]*/, `$1${baseUrl}${soapPath}`));
}

/** null when `name` is no schema of the contract. */
export function schemaFile(name: string): Outgoing | null {
  return /^PaiementSecuriseService_schema[123]\.xsd$/.test(name) ? xml(readFileSync(join(folder, name), 'utf8')) : null;
}

export const styleSheet = (): Outgoing => ({ status: 200, type: 'text/css; charset=utf-8', body: readFileSync(join(folder, 'simulator.css'), 'utf8') });
