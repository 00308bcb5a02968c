// Why: what electron-builder makes of the built program — its name, its files, its locks — for Windows, macOS and Linux.
import type { Configuration } from 'electron-builder';
import { updateSource } from '../../electron/updates/source.ts';

export const productName = 'Le portail des factures';
export const executableName = 'portail-des-factures';
/** Who signs and answers for it: the release refuses an address that ends in `.example`. */
export const publisher = { name: productName, email: 'contact@portail-des-factures.example', site: 'https://portail-des-factures.example/' };
/** From the root: what `npm run package` makes, and what it puts inside the program. */
export const packagesFolder = 'release';
export const applicationFolder = 'release/application';

/** Nothing else may start the program as a plain Node, look into it, or replace its code. Checked in the built program by test/package. */
export const fuses = {
  runAsNode: false,
  enableNodeOptionsEnvironmentVariable: false,
  enableNodeCliInspectArguments: false,
  onlyLoadAppFromAsar: true,
  enableEmbeddedAsarIntegrityValidation: true,
  grantFileProtocolExtraPrivileges: false,
};

/** A new one each time: electron-builder writes in the one that it is given. */
export const configuration = (): Configuration => ({
  appId: 'fr.portail-des-factures.bureau',
  productName,
  copyright: publisher.name,
  directories: { app: applicationFolder, output: packagesFolder, buildResources: 'build/package' },
  // electron-builder passes over a folder of this name at the root, unless it is a set of its own.
  files: ['**/*', { from: 'node_modules', to: 'node_modules', filter: ['**/*'] }],
  // Native code cannot be loaded from inside an archive.
  asar: true,
  asarUnpack: ['**/*.node'],
  extraResources: [{ from: 'dist/licences.txt', to: 'licences.txt' }],
  electronLanguages: ['fr', 'en-US', 'en'],
  electronFuses: fuses,
  // Nothing to install nor to compile: stage.ts has laid out the packages, which bring their N-API binaries.
  beforeBuild: () => Promise.resolve(false),
  // Writes beside the packages what says which they are; sends nothing anywhere.
  publish: { provider: 'generic', url: updateSource.address },
  detectUpdateChannel: false,
  afterPack: 'build/package/after-pack.ts',
  win: {
    target: [{ target: 'nsis', arch: ['x64', 'arm64'] }],
    icon: 'build/icons/icon.ico',
    artifactName: `${executableName}-\${version}-windows-\${arch}.\${ext}`,
    // The session of the secretary is enough to use it; only its installer asks for an administrator.
    requestedExecutionLevel: 'asInvoker',
  },
  nsis: {
    oneClick: false,
    perMachine: true,
    // Says in latest.yml that an administrator is needed: an update asks for one at once, instead of failing first.
    packElevateHelper: true,
    allowToChangeInstallationDirectory: true,
    installerLanguages: ['fr_FR'],
    language: '1036',
    displayLanguageSelector: false,
    include: 'build/package/installer.nsh',
    installerIcon: 'build/icons/icon.ico',
    uninstallerIcon: 'build/icons/icon.ico',
    shortcutName: productName,
    uninstallDisplayName: productName,
    // What the commune has in its data folder is never the installer's business.
    deleteAppDataOnUninstall: false,
    // One installer for each processor rather than one of twice the size.
    buildUniversalInstaller: false,
  },
  mac: {
    target: [{ target: 'dmg', arch: 'universal' }, { target: 'zip', arch: 'universal' }],
    icon: 'build/icons/icon.icns',
    artifactName: `${executableName}-\${version}-macos.\${ext}`,
    category: 'public.app-category.business',
    hardenedRuntime: true,
    gatekeeperAssess: false,
    entitlements: 'build/package/entitlements.mac.plist',
    entitlementsInherit: 'build/package/entitlements.mac.plist',
    // Both halves of the universal program carry the natives of both processors.
    x64ArchFiles: '**/node_modules/{sqlite3/prebuilds,@node-rs}/**',
    extendInfo: { CFBundleDevelopmentRegion: 'fr', CFBundleLocalizations: ['fr'] },
  },
  dmg: { title: productName, icon: 'build/icons/icon.icns' },
  linux: {
    target: ['deb', 'AppImage'],
    icon: 'resources/icons',
    executableName,
    maintainer: `${publisher.name} <${publisher.email}>`,
    artifactName: `${executableName}-\${version}-linux-\${arch}.\${ext}`,
    category: 'Office',
    synopsis: 'Les habitants consultent et règlent leurs factures communales',
    syncDesktopName: true,
    desktop: { entry: { 'Name[fr]': productName, Keywords: 'facture;commune;mairie;régie;cantine;' } },
  },
  // The engine that needs nothing of the computer: the first one, electron-builder's own choice, needs libfuse2, which no recent Debian nor Ubuntu has, and starts without its sandbox.
  toolsets: { appimage: '1.0.3' },
  deb: { depends: ['libgtk-3-0 | libgtk-3-0t64', 'libnotify4', 'libnss3', 'libxss1', 'libxtst6', 'xdg-utils', 'libatspi2.0-0 | libatspi2.0-0t64', 'libuuid1', 'libsecret-1-0', 'libgbm1', 'libasound2 | libasound2t64'], packageCategory: 'misc' },
});
