// Why: the packages that the builds leave in node_modules. Native code cannot be built in; Electron's updater looks for its files beside itself.
// All the rest is in the built files: from the archive of an installed program, a thousand small files are slow to open.

/** By what they are imported as. */
export const nativeDependencies = ['sqlite3', '@node-rs/argon2'];
export const keptOutside = [...nativeDependencies, 'electron-updater'];
