// Why: the licences ask that their text go with the program: one file holds them all.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { shippedPackages, type ShippedPackage } from './shipped-packages.ts';

const line = '─'.repeat(80);

export function licencesText(root: string): string {
  const packages = shippedPackages(root);
  const heading = ['Le portail des factures emploie les logiciels libres ci-dessous. Chacun reste sous sa licence, reproduite ici telle qu’il la donne.', '',
    'Les licences de Chromium sont dans LICENSES.chromium.html.', '', ...packages.map(({ name, version, license }) => `${name} ${version} (${license})`)];
  return [...heading, ...packages.flatMap((each) => ['', line, `${each.name} ${each.version} (${each.license})`, line, '', textOf(root, each)]), ''].join('\n');
}

function textOf(root: string, { folder, license }: ShippedPackage): string {
  const files = readdirSync(join(root, folder)).filter((name) => /^(licen[cs]e|copying|notice)(\.|-|$)/i.test(name));
  if (files.length === 0) return `Ce logiciel ne joint pas de texte à sa licence «\u00a0${license}\u00a0».`;
  return files.map((name) => readFileSync(join(root, folder, name), 'utf8').trim()).join('\n\n');
}
