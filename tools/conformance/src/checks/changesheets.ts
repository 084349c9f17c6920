import type { Check } from '../check';
import { expectObject, expectRefusal, expectRule, expectStatus, expectMissing } from '../expectations';

const VALIDATE = '/metadata/changesheets:validate';
const HEAD = 'id,action,attribute,value\n';

function sheet(text: string, name = 'sheet.csv', type = 'text/csv'): FormData {
  const form = new FormData();
  form.append('uploaded_file', new Blob([text], { type }), name);
  return form;
}

/** Changesheets (contract 2.7, 7). */
export const changesheetChecks: Check[] = [
  {
    name: 'changesheets:validate of a sheet that changes nothing: 200, the result of 7.6',
    section: '7.6',
    async run({ anyone }) {
      for (const form of [sheet(HEAD), sheet(HEAD.replaceAll(',', '\t'), 'sheet.tsv', 'text/plain')]) {
        const reply = await anyone.post(VALIDATE, form);
        const { update_cmd, inspection_info, results_of_updates } = expectObject(reply, 200);
        expectRule(reply, update_cmd, 'object', 'update_cmd');
        expectRule(reply, inspection_info, 'object', 'inspection_info');
        expectRule(reply, results_of_updates, 'list', 'results_of_updates');
      }
    },
  },
  {
    name: 'changesheets:validate: 400 for a bad file, an unknown document, a missing column',
    section: '7.1',
    async run({ anyone }) {
      const forms = [
        sheet(HEAD, 'sheet.txt', 'text/plain'),
        sheet(`${HEAD}nmdc:sty-00-none,update,name,x\n`),
        sheet('id,action,value\nnmdc:sty-00-none,update,x\n'),
      ];
      for (const form of forms) expectRefusal(await anyone.post(VALIDATE, form), 400);
    },
  },
  {
    name: 'changesheets:submit: 401 without a token',
    section: '2.7',
    async run({ anyone }) {
      expectStatus(await anyone.post('/metadata/changesheets:submit', sheet(HEAD)), 401);
    },
  },
  {
    name: 'GET /metadata/stored_files of what is not kept here: 404',
    section: '2.7',
    async run({ anyone }) {
      expectMissing(await anyone.get('/metadata/stored_files/gfs0nosuch'));
    },
  },
];
