// Why: the words that are guessed first: leaked passwords, French words and first names. Loaded when the first password is chosen.
let words: Promise<Set<string>> | undefined;

export function commonPasswords(): Promise<Set<string>> {
  words ??= loadWords();
  return words;
}

async function loadWords(): Promise<Set<string>> {
  const [common, french] = await Promise.all([import('@zxcvbn-ts/language-common'), import('@zxcvbn-ts/language-fr')]);
  return new Set([
    ...common.dictionary['passwords-common'], ...french.dictionary['commonWords-fr'],
    ...french.dictionary['firstnames-fr'], ...french.dictionary['lastnames-fr'],
    'azerty', 'azertyuiop', 'azerty123', 'motdepasse', 'bonjour', 'soleil', 'doudou', 'loulou', 'marseille', 'jetaime',
  ]);
}
