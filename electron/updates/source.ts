// Why: where updates come from and whose signature they bear. Written once by the publisher: docs/publier.md.

export interface UpdateSource {
  /** A folder of a web server, with its final « / ». */
  address: string;
  /** Ed25519, base64 of their SPKI form: the one in use, and the next one while the old program is still about. */
  publicKeys: string[];
}

export const updateSource: UpdateSource = { address: 'https://mises-a-jour.portail-des-factures.example/', publicKeys: [] };

/** False for the example above: the program then asks nothing of anybody, and a release is refused. */
export function isRealSource({ address, publicKeys }: UpdateSource): boolean {
  const { protocol, hostname } = new URL(address);
  return protocol === 'https:' && !hostname.endsWith('.example') && publicKeys.length > 0;
}
