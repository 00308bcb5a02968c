// The command line as an installer scripts it: what it says and its exit codes.
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startMailCatcher, type MailCatcher } from '../../build/mail-catcher.ts';
import { buildServer, portail, runServer } from '../support/built-server.ts';
import { csvOf, pdfOf } from '../support/household.ts';

let place: string;
let mails: MailCatcher;
const data = () => ['--data', join(place, 'données')];
const csv = (name: string, text: string) => { writeFileSync(join(place, name), text); return join(place, name); };
beforeAll(async () => {
  await buildServer();
  place = mkdtempSync(join(tmpdir(), 'portail-ligne-'));
  mails = await startMailCatcher({ smtpPort: 0, webPort: 0 });
}, 60_000);
afterAll(async () => { rmSync(place, { recursive: true, force: true }); await mails.stop(); });

describe('what is typed wrong', () => {
  it.each<[string[], number, RegExp]>([
    [[], 0, /^Usage : npm run portail[\s\S]*create-agent[\s\S]*send-mails/],
    [['danser'], 2, /^La commande « danser » est inconnue\.\s+Usage/],
    [['send-mails', '--data', '/tmp/rien-du-tout'], 1, /^Le dossier « \/tmp\/rien-du-tout » ne contient pas de portail\. Vérifiez l’option --data\./],
    [['import', '--chien', 'x'], 1, /^L’option --chien est inconnue\.[\s\S]*Usage/],
    [['import', '--csv'], 1, /^L’option --csv[\s\S]*Usage/],
    [['import', 'deux'], 1, /^Le mot « deux » est de trop\.[\s\S]*Usage/],
    [['import', '--csv', '/absent.csv'], 1, /^Le fichier ou le dossier « \/absent\.csv » ne peut pas être lu\.\s*$/],
    [['announce', '--last'], 1, /^Cet import n’existe pas ou plus\.\s*$/],
    [['create-agent', '--name', 'A', '--email', 'pas-une-adresse'], 1, /^Saisissez une adresse de messagerie/],
    [['create-agent', '--email', 'a@bessens.test', '--role', 'chef'], 1, /^Ce rôle n’existe pas\. Les rôles : administrator, secretary, regisseur, reader\./],
    [['restore'], 1, /^Dites quel fichier, avec l’option --file\./],
    [['restore', '--file', '/absent.portail-sauvegarde'], 1, /^Le fichier ou le dossier « \/absent\.portail-sauvegarde » ne peut pas être lu\./],
    [['create-agent', '--data', '/dev/null/x'], 1, /^Le dossier des données « \/dev\/null\/x » n’est pas accessible en écriture/],
  ])('%j answers %i', async (args, code, said) => {
    const answer = await portail(args.includes('--data') || args.length < 2 ? args : [...args, ...data()], 'parapluie-bleu-42\n');
    expect(answer).toEqual({ code, said: expect.stringMatching(said) });
  });
});

it('the demonstration never mixes with a commune’s own data', async () => {
  const own = ['--data', join(place, 'mairie')];
  expect(await portail(['create-agent', '--name', 'Ève', '--email', 'eve@bessens.test', ...own], 'parapluie-bleu-42\n')).toEqual({ code: 0, said: 'Agent créé : Ève (eve@bessens.test), administrateur.\n' });
  expect(await portail(['demonstration', '--smtp-port', '2525', ...own])).toEqual({ code: 1, said: expect.stringMatching(/^Le dossier « .*mairie » contient déjà des données : la démonstration n’y est pas chargée\./) });
  expect(await portail(['create-agent', '--name', 'Luc', '--email', 'nadia.ferrand@saint-aubin-les-vignes.test', ...own], 'parapluie-bleu-42\n')).toMatchObject({ code: 0 });
}, 30_000);

it('an agent has the role that is asked, and gets in again without a lost telephone', async () => {
  expect(await portail(['create-agent', '--email', 'paul@bessens.test', '--role', 'regisseur', '--data', join(place, 'rôles')], 'parapluie-bleu-42\n')).toEqual({ code: 0, said: 'Agent créé : paul@bessens.test (paul@bessens.test), régisseur.\n' });
  expect(await portail(['set-agent-password', '--email', 'paul@bessens.test', '--without-code', '--data', join(place, 'rôles')], 'chaise-longue-73\n')).toMatchObject({ code: 0 });
}, 30_000);

it('a whole month: agents, demonstration, import, announcement, mails, link', async () => {
  const agent = ['create-agent', '--name', 'Ève', '--email', 'eve@bessens.test', ...data()];
  expect(await portail(['demonstration', '--smtp-port', String(mails.smtpPort), '--public-url', 'https://factures.bessens.test', ...data()])).toEqual({ code: 0, said: expect.stringMatching(/\d+ factures publiées .* 0 déjà publiée, 0 refusée\./) });
  expect(await portail(['demonstration', ...data()])).toEqual({ code: 0, said: 'La démonstration est déjà chargée.\n' });
  expect(await portail(agent, 'court\n')).toEqual({ code: 1, said: 'Le mot de passe doit compter au moins 8 caractères.\n' });
  expect(await portail(agent, 'parapluie-bleu-42\n')).toEqual({ code: 0, said: 'Agent créé : Ève (eve@bessens.test), secrétaire.\n' });
  expect(await portail(agent, 'parapluie-bleu-42\n')).toEqual({ code: 1, said: 'Un agent utilise déjà cette adresse de messagerie.\n' });

  mkdirSync(join(place, 'pdf'));
  writeFileSync(join(place, 'pdf', '2099-1.pdf'), pdfOf('1'));
  const file = csv('factures.csv', csvOf([
    { numero: '2099-1', montant: '12,30', code_payeur: 'NOUVEAU', nom: 'Nouveau', email: 'nouveau@bessens.test', regie: 'CANT' },
    { numero: '2099-2', montant: 'douze', code_payeur: 'NOUVEAU', nom: 'Nouveau', regie: 'CANT' },
  ]));
  const imported = ['import', '--csv', file, '--pdf', join(place, 'pdf'), ...data()];
  expect(await portail([...imported, '--check-only'])).toEqual({ code: 2, said: expect.stringMatching(/^1 facture à publier \(12,30 €\), 0 déjà publiée, 1 refusée\./) });
  expect(await portail(imported)).toEqual({ code: 2, said: expect.stringMatching(/^1 facture publiée [\s\S]*ligne 3 refusée : Le montant « douze » n’est pas compris/) });
  expect(await portail(imported)).toMatchObject({ code: 2, said: expect.stringMatching(/1 déjà publiée,/) });

  expect(await portail(['announce', '--last', ...data()])).toEqual({ code: 0, said: '1 courriel mis en file d’attente.\n' });
  expect(await portail(['announce', '--last', ...data()])).toEqual({ code: 0, said: '0 courriel mis en file d’attente.\n' });
  expect(await portail(['send-mails', ...data()])).toEqual({ code: 0, said: '1 courriel envoyé.\n' });
  expect(mails.messages().map((mail) => [mail.to, mail.links])).toEqual([[['nouveau@bessens.test'], ['https://factures.bessens.test/factures']]]);
  expect(await portail(['staff-link', ...data()])).toEqual({ code: 0, said: expect.stringMatching(/\/#cle=[\w-]{43}\n$/) });
}, 60_000);

it('the whole portal leaves in one file and comes back in a new folder, which is not in service', async () => {
  const phrase = 'tilleul marché ardoise 9\n';
  const copies = join(place, 'copies');
  const file = join(copies, 'commune.portail-sauvegarde');
  const backup = ['backup', '--file', file, ...data()];
  expect(await portail(backup, phrase)).toEqual({ code: 1, said: expect.stringMatching(/^La sauvegarde ne peut pas être écrite dans « .*commune\.portail-sauvegarde »/) });
  mkdirSync(copies);
  expect(await portail(backup, 'courte\n')).toEqual({ code: 1, said: expect.stringMatching(/12 caractères/) });
  expect(await portail(backup, phrase)).toEqual({ code: 0, said: expect.stringMatching(/^Sauvegarde faite : .*commune\.portail-sauvegarde \(\d+ factures\)\.\n$/) });
  expect(readdirSync(copies)).toEqual(['commune.portail-sauvegarde']);
  const count = /\d+ factures/.exec((await portail(backup, phrase)).said)?.[0];

  const fresh = join(place, 'nouveau poste');
  const restore = ['restore', '--file', file, '--data', fresh];
  expect(await portail(restore, 'ce n’est pas la bonne\n')).toEqual({ code: 1, said: expect.stringMatching(/^Ce n’est pas la phrase de cette sauvegarde/) });
  const torn = join(copies, 'coupee.portail-sauvegarde');
  writeFileSync(torn, readFileSync(file).subarray(0, 200_000));
  expect(await portail(['restore', '--file', torn, '--data', fresh], phrase)).toMatchObject({ code: 1, said: expect.stringMatching(/sauvegarde/) });
  const server = await runServer(fresh);
  expect(await portail(restore, phrase)).toEqual({ code: 1, said: expect.stringMatching(/^Le portail est déjà ouvert avec le dossier/) });
  server.child.kill('SIGTERM');
  await server.ended;
  expect(await portail(restore, phrase)).toEqual({ code: 0, said: `Portail repris : ${count}. Chacun se connecte avec son compte habituel.\n` });
  expect(await portail(restore, phrase)).toEqual({ code: 1, said: expect.stringMatching(/^Ce portail contient déjà un compte d’agent/) });
  expect(await portail(['check-journal', '--data', fresh])).toMatchObject({ code: 0, said: expect.stringMatching(/^Journal intact/) });
}, 90_000);
