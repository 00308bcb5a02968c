// Measures the server against what it could cost at least. `npm run bench [-- scenario…] [--quick]`
import { availableParallelism, loadavg } from 'node:os';
import { buildServer } from './build-server.ts';
import { removeFolders } from './communes.ts';
import { stopDisplay } from './packaged.ts';
import { assertProcFiles } from './processes.ts';
import { concludeBench, printTable, type Figure } from './report.ts';
import { fullPace, quickPace, type Scenario } from './scenario.ts';
import { dashboard } from './scenarios/dashboard.ts';
import { importFiles, importRows } from './scenarios/imports.ts';
import { logins, pageDuringLogins } from './scenarios/logins.ts';
import { page } from './scenarios/page.ts';
import { pageDuringImport } from './scenarios/page-during-import.ts';
import { coldStart, fiftyKills, idle } from './scenarios/packaged.ts';
import { pageSize } from './scenarios/page-size.ts';
import { pageDuringPolls, settlePayments } from './scenarios/payments.ts';
import { pdf } from './scenarios/pdf.ts';
import { search, staffPage } from './scenarios/staff-lists.ts';
import { memory, startUp } from './scenarios/start-up.ts';

const scenarios: Record<string, Scenario> = {
  page, 'page-size': pageSize, pdf, 'import-rows': importRows, 'import-files': importFiles,
  'page-during-import': pageDuringImport, 'page-during-logins': pageDuringLogins, logins, 'settle-payments': settlePayments, 'page-during-polls': pageDuringPolls,
  search, 'staff-page': staffPage, dashboard, 'start-up': startUp, memory, 'cold-start': coldStart, idle, 'fifty-kills': fiftyKills,
};

const args = process.argv.slice(2);
const pace = args.includes('--quick') ? quickPace : fullPace;
const wanted = args.filter((arg) => !arg.startsWith('--'));
const unknown = wanted.filter((name) => !(name in scenarios));
if (unknown.length > 0) {
  console.error(`Inconnu : ${unknown.join(', ')}. Au choix : ${Object.keys(scenarios).join(', ')}.`);
  process.exit(2);
}

assertProcFiles();
await buildServer();
console.log(`${availableParallelism()} processeurs, charge ${loadavg().map((load) => load.toFixed(1)).join(' ')} ; médianes de ${pace.rounds} tours, à tour de rôle`);
const figures: Figure[] = [];
try {
  for (const [name, scenario] of Object.entries(scenarios)) {
    if (wanted.length > 0 && !wanted.includes(name)) continue;
    const found = await scenario.run(pace);
    printTable(`${name} — ${scenario.title}`, found);
    figures.push(...found);
  }
} finally {
  removeFolders();
  await stopDisplay();
}
process.exit(concludeBench(figures));
