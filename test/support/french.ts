// Sentences compare by their words, not by the kind of their spaces.
export const plainSpaces = (text: string): string => text.replace(/[\u00a0\u202f]/g, ' ');
