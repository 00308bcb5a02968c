// Where the data may live, and where not.
import { expect, it } from 'vitest';
import { findPlaceFault, readMountCommand, readMountInfo, type PlaceFacts } from '../../server/domain/data-folder-place.ts';

const linux = readMountInfo([
  '22 1 8:1 / / rw,relatime shared:1 - ext4 /dev/sda1 rw',
  '30 22 0:45 / /srv/partage rw,relatime - nfs4 10.0.0.2:/partage rw,vers=4.2',
  '31 22 0:46 / /mnt/Disque\\040de\\040la\\040mairie rw master:4 shared:3 - cifs //serveur/mairie rw',
  '32 22 0:47 / /home/nadia/serveur rw,nosuid - fuse.sshfs nadia@serveur: rw',
  '33 22 8:2 / /mnt/usb rw - fuseblk /dev/sdb1 rw',
  '34 30 8:3 / /srv/partage/local rw - xfs /dev/sdc1 rw',
].join('\n'));
const mac = readMountCommand('/dev/disk3s1s1 on / (apfs, sealed, local, read-only)\n//nadia@serveur/mairie on /Volumes/Mairie 2 (smbfs, nodev, nosuid)\nmap auto_home on /System/Volumes/Data/home (autofs)');
const faultOf = (folder: string, facts: Partial<PlaceFacts> = {}) => {
  const fault = findPlaceFault({ folder, mounts: linux, syncedRoots: [], namesAbove: [], ...facts });
  return fault && (fault.kind === 'synced' ? fault.service : 'network');
};

it.each([
  ['C:\\Users\\Nadia\\OneDrive\\Portail', 'OneDrive'], ['C:\\Users\\Nadia\\OneDrive - Mairie de Bessens\\Documents\\portail', 'OneDrive'], ['D:\\onedrive\\x', 'OneDrive'],
  ['/home/nadia/Dropbox/portail', 'Dropbox'], ['/Users/nadia/Dropbox (Mairie)/portail', 'Dropbox'],
  ['G:\\Mon Drive\\portail', 'Google Drive'], ['/Users/nadia/Library/CloudStorage/GoogleDrive-nadia@mairie.fr/Mon Drive/p', 'Google Drive'],
  ['/Users/nadia/Library/Mobile Documents/com~apple~CloudDocs/portail', 'iCloud'], ['C:\\Users\\Nadia\\iCloudDrive\\portail', 'iCloud'],
  ['/home/nadia/Nextcloud/portail', 'Nextcloud'], ['/home/nadia/Nextcloud2', 'Nextcloud'], ['C:\\Users\\Nadia\\kDrive\\portail', 'kDrive'], ['/home/nadia/pCloudDrive/portail', 'pCloud'],
  ['\\\\serveur\\mairie\\portail', 'network'], ['\\\\?\\UNC\\serveur\\mairie', 'network'], ['//serveur/mairie', null],
  ['/srv/partage/portail', 'network'], ['/mnt/Disque de la mairie/portail', 'network'], ['/home/nadia/serveur', 'network'],
])('%s: %s', (folder, fault) => expect(faultOf(folder)).toBe(fault));

it.each([
  '/home/nadia/.config/portail-des-factures', '/var/lib/portail-des-factures', '/var/www/nextcloud-donnees/x', '/var/www/nextcloud/portail', '/home/nadia/Mes OneDrive sont là', '/mnt/usb/portail', '/srv/partage/local/portail', '/srv/partages/portail',
  'C:\\Users\\Nadia Ferrand\\AppData\\Roaming\\portail', '\\\\?\\C:\\Portail', '/home/élodie été/données',
])('%s is a good place', (folder) => expect(faultOf(folder)).toBe(null));

it('a root that Windows names is OneDrive whatever it is called, and its neighbours are not', () => {
  const syncedRoots = ['D:\\Mairie partagée\\'];
  expect(faultOf('d:\\mairie partagée\\portail', { syncedRoots })).toBe('OneDrive');
  expect(faultOf('D:\\Mairie partagée bis\\portail', { syncedRoots })).toBe(null);
});

it.each([['.dropbox.cache', 'Dropbox'], ['._sync_0a1b2c.db', 'Nextcloud'], ['.sync_0a1b2c.db', 'Nextcloud'], ['.owncloudsync.log', 'ownCloud'], ['.stfolder', 'Syncthing'], ['.dropbox', null], ['sync.db', null]])(
  'beside %s: %s', (name, service) => expect(faultOf('/home/nadia/mairie/portail', { namesAbove: ['photos', name] })).toBe(service),
);

it('a share of macOS', () => {
  expect(faultOf('/Volumes/Mairie 2/portail', { mounts: mac })).toBe('network');
  expect(faultOf('/Users/nadia/portail', { mounts: mac })).toBe(null);
});
