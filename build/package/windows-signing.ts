// Why: who signs for Windows. No authority sells a key in a file any more (since June 2023): Microsoft's own service keeps it and signs from there.
import type { Configuration } from 'electron-builder';

/** The last three are read by Microsoft's module itself, which they let in. */
const serviceVariables = ['AZURE_SIGNING_PUBLISHER', 'AZURE_SIGNING_ENDPOINT', 'AZURE_SIGNING_ACCOUNT', 'AZURE_SIGNING_PROFILE', 'AZURE_TENANT_ID', 'AZURE_CLIENT_ID', 'AZURE_CLIENT_SECRET'] as const;

/** A key in a file (`WIN_CSC_LINK`) still serves those who have one: electron-builder reads it by itself. @throws Error when neither is given whole */
export function windowsSigning(given: NodeJS.ProcessEnv): Configuration['win'] {
  const missing = serviceVariables.filter((name) => !given[name]);
  if (missing.length === serviceVariables.length && given.WIN_CSC_LINK) return {};
  if (missing.length > 0) throw new Error(`La signature pour Windows n’est pas réglée\u00a0: il manque ${missing.join(', ')} (voyez docs/publier.md).`);
  const { AZURE_SIGNING_PUBLISHER: publisherName = '', AZURE_SIGNING_ENDPOINT: endpoint = '', AZURE_SIGNING_ACCOUNT: codeSigningAccountName = '', AZURE_SIGNING_PROFILE: certificateProfileName = '' } = given;
  // Named here, since no certificate is at hand to read it from: an installed program refuses the updates of any other.
  return { azureSignOptions: { publisherName, endpoint, codeSigningAccountName, certificateProfileName } };
}
