// Why: where the data must not live: a folder that another program copies to and fro, or the disk of another machine. SQLite is damaged by both. Pure.

export type PlaceFault = { kind: 'synced'; service: string } | { kind: 'network' };

export interface PlaceFacts {
  /** Absolute, its links followed. */
  folder: string;
  /** What is mounted where, with the kind of its file system. */
  mounts: Mount[];
  /** Roots that the system itself names. */
  syncedRoots: string[];
  /** Names of the files that stand beside or above the folder, by which some services mark what is theirs. */
  namesAbove: string[];
}
export interface Mount { at: string; kind: string }

/** A folder's own name: many services give it no other mark. */
const syncedNames: [RegExp, string][] = [
  [/^OneDrive( - .+)?$/i, 'OneDrive'],
  [/^Dropbox( \(.+\))?$/i, 'Dropbox'],
  [/^(Google ?Drive( .*)?|GoogleDrive-.+|Mon Drive|My Drive)$/i, 'Google Drive'],
  [/^(iCloud ?Drive|Mobile Documents|com~apple~CloudDocs)$/i, 'iCloud'],
  [/^Nextcloud\d*$/, 'Nextcloud'],
  [/^ownCloud\d*$/, 'ownCloud'],
  [/^kDrive\d*$/i, 'kDrive'],
  [/^pCloud ?Drive$/i, 'pCloud'],
  [/^(MEGA|MEGAsync)$/, 'MEGA'],
  [/^Box Sync$/i, 'Box'],
  [/^Proton ?Drive$/i, 'Proton Drive'],
  [/^Synology ?Drive$/i, 'Synology Drive'],
  [/^Seafile$/i, 'Seafile'],
];
const marks: [RegExp, string][] = [
  [/^\.dropbox\.cache$/, 'Dropbox'],
  [/^\.(nextcloudsync\.log|_?sync_\w+\.db)$/, 'Nextcloud'],
  [/^\.owncloudsync\.log$/, 'ownCloud'],
  [/^\.stfolder$/, 'Syncthing'],
];
const networkKinds = /^(nfs\d?|cifs|smb\w*|afpfs|webdav|davfs\d?|afs|ncpfs|ceph|glusterfs|lustre|beegfs|fuse\.(sshfs|rclone|davfs\d?|s3fs|gcsfuse|gvfsd-fuse|glusterfs|ceph|ceph-fuse|smbnetfs|curlftpfs|onedriver|google-drive-ocamlfuse))$/i;

export function findPlaceFault({ folder, mounts, syncedRoots, namesAbove }: PlaceFacts): PlaceFault | null {
  if (/^(\\\\\?\\UNC\\|\\\\[^?.])/i.test(folder)) return { kind: 'network' };
  if (syncedRoots.some((root) => isWithin(folder, root))) return { kind: 'synced', service: 'OneDrive' };
  const service = nameIn(syncedNames, folder.split(/[\\/]/)) ?? nameIn(marks, namesAbove);
  if (service) return { kind: 'synced', service };
  const [nearest] = mounts.filter(({ at }) => isWithin(folder, at)).sort((one, other) => other.at.length - one.at.length);
  return nearest && networkKinds.test(nearest.kind) ? { kind: 'network' } : null;
}

/** Of /proc/self/mountinfo (proc(5)): the place is the fifth word, the kind the first one after « - ». */
export function readMountInfo(text: string): Mount[] {
  return text.split('\n').flatMap((line) => {
    const [, at, kind] = /^\S+ \S+ \S+ \S+ (\S+) .*? - (\S+) /.exec(line) ?? [];
    return at && kind ? [{ at: at.replace(/\\(\d{3})/g, (_, octal: string) => String.fromCharCode(parseInt(octal, 8))), kind }] : [];
  });
}

/** Of the command `mount` of macOS: « //agent@serveur/partage on /Volumes/partage (smbfs, nodev) ». */
export function readMountCommand(text: string): Mount[] {
  return text.split('\n').flatMap((line) => {
    const [, at, kind] = /^.+? on (\/.*) \((\w+)[,)]/.exec(line) ?? [];
    return at && kind ? [{ at, kind }] : [];
  });
}

const nameIn = (known: [RegExp, string][], names: string[]) => known.find(([pattern]) => names.some((name) => pattern.test(name)))?.[1];

function isWithin(folder: string, root: string): boolean {
  const plain = (path: string) => `${path.replaceAll('\\', '/').replace(/\/+$/, '')}/`;
  const [inside, outside] = [plain(folder), plain(root)];
  return /^\w:\//.test(outside) ? inside.toLowerCase().startsWith(outside.toLowerCase()) : inside.startsWith(outside);
}
