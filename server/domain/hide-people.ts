// Why: a text that leaves the town hall for its installer names nobody: what looks like a person's address, an identifier or a key is covered. Pure.

/** Our identifiers, our secrets, SHA-256: as long as that, even without a digit. */
const ownLengths = [22, 43, 64];

/** As it is, as JSON writes it, and as an address. */
function formsOf(home: string): RegExp[] {
  if (home.length < 2) return [];
  const withSlashes = home.replaceAll('\\', '/');
  const forms = [home.replaceAll('\\', '\\\\'), home, encodeURI(withSlashes), withSlashes];
  return [...new Set(forms)].map((form) => new RegExp(form.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'), 'gi'));
}

/** `home` is often the name of the person who uses the computer. */
export function hidePeople(text: string, home: string): string {
  return formsOf(home).reduce((covered, form) => covered.replaceAll(form, '~'), text)
    .replace(/[^\s"'<>:;,()[\]]+@[^\s"'<>:;,()[\]]+/g, '[adresse]')
    .replace(/\b\d{1,3}(?:\.\d{1,3}){3}\b/g, (address) => (address.startsWith('127.') || address === '0.0.0.0' ? address : '[ip]'))
    .replace(/\b[\da-f]{0,4}(?::[\da-f]{0,4}){3,7}\b/gi, (word) => (/[a-f]|::/i.test(word) ? '[ip]' : word))
    .replace(/[\w-]{20,}/g, (word) => (ownLengths.includes(word.length) || (/\d/.test(word) && /[a-z]/i.test(word)) ? '[identifiant]' : word));
}
