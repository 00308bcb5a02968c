// Why: « Mairie de Sistec », « Mairie d’Aubagne », « Mairie du Mans » : the commune's name is used in every title and every mail.

/** Name of the commune → name of its town hall, with the elision and the contraction that French wants. */
export function townHall(communeName: string): string {
  const name = communeName.trim();
  if (/^(mairie|commune|ville|communauté|syndicat|ccas|sivom|sivu)\b/i.test(name)) return name;
  if (/^le\s/i.test(name)) return `Mairie du ${name.slice(3)}`;
  if (/^les\s/i.test(name)) return `Mairie des ${name.slice(4)}`;
  const firstLetter = name.normalize('NFD').charAt(0).toLowerCase();
  return 'aeiouyœæ'.includes(firstLetter) && firstLetter !== '' ? `Mairie d’${name}` : `Mairie de ${name}`;
}
