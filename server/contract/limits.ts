// Why: what a field says before the server refuses it, apart from the schemas so that the staff interface need not carry them: their library tries `eval`.

/** Characters of an announcement, its formatting included. */
export const longestAnnouncement = 4_000;
