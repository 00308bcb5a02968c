// Why: what Electron runs when it is given a folder (`electron .`); the stand-in distribution comes without one.
// An ES module with a top-level await: Electron then waits for the application's own start-up before « ready ».
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { app } from 'electron';

const folder = resolve(process.argv.slice(1).find((argument) => !argument.startsWith('-')) ?? '.');
const description = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
app.setVersion(description.version);
app.setName(description.productName ?? description.name);
app.setAppPath(folder);
await import(pathToFileURL(join(folder, description.main)).href);
