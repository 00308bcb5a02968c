// Why: two spellings of one thing compare equal: addresses, names and invoice numbers each have one key.
import { domainToASCII } from 'node:url';

/** NFC, lower case by JavaScript's rules (SQLite's leave É alone), international domain in its ASCII form. */
export function emailKey(email: string): string {
  const normal = email.trim().normalize('NFC').toLowerCase();
  const at = normal.lastIndexOf('@');
  const domain = normal.slice(at + 1);
  return at < 0 ? normal : `${normal.slice(0, at)}@${domainToASCII(domain) || domain}`;
}

/** Capitals without accents nor ligatures, letters and digits only: « Élodie Cœur » → ELODIECOEUR. */
export function foldKey(text: string): string {
  return text.normalize('NFD').replace(/\p{M}/gu, '').replaceAll('œ', 'oe').replaceAll('Œ', 'OE').replaceAll('æ', 'ae').replaceAll('Æ', 'AE')
    .toUpperCase().replace(/[^A-Z0-9]/g, '');
}

/** The words of a name in any order, so that « DUPONT Marie » and « Mme Marie Dupont » are one person. */
export function nameKey(name: string): string {
  return name.split(/[\s.'’-]+/).map(wordKey).filter((word) => word && !titles.has(word)).sort().join(' ');
}

const titles = new Set(['M', 'MR', 'MME', 'MLLE', 'MONSIEUR', 'MADAME', 'MADEMOISELLE', 'ET']);
const isTitle = (word: string) => titles.has(foldKey(word));

/** Where a name stands in a list: its family name first, when a file gives it apart, or written in capitals, or last after « Mme ». */
export function sortKey(name: string, familyName = ''): string {
  const all = name.split(/\s+/).filter(Boolean);
  const words = all.slice(Math.max(0, all.findIndex((word) => !isTitle(word))));
  const given = familyName.split(/\s+/).filter(Boolean);
  const family = familyWords(words, given.some(isTitle) ? [] : given, all.length > words.length);
  return [...family, ...words.filter((word) => !family.includes(word))].map(wordKey).filter(Boolean).join(' ');
}

function familyWords(words: string[], given: string[], isTitled: boolean): string[] {
  if (given.length > 0) return given;
  const capitals = words.filter((word) => word.length > 1 && word === word.toUpperCase() && word !== word.toLowerCase());
  return capitals.length > 0 ? capitals : words.slice(isTitled ? -1 : 0);
}

/** A word of another alphabet folds to nothing: it is kept as it is, else all such names would be one. */
const wordKey = (word: string) => foldKey(word) || word.normalize('NFC').toUpperCase().replace(/[^\p{L}]/gu, '');
