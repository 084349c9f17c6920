// A site with a graph: a text is split, counted and searched at once, and what comes of it is stored as an object.
import { defineGraph, defineOp, defineRepository, drainOnSignal, runSite } from '@callboard/site-kit';
import { z } from 'zod';

const config = z.object({ text: z.string().min(1) });
const words = z.array(z.string());

const split = defineOp({
  name: 'split',
  input: config,
  output: words,
  run: (_context, { text }) => text.split(/\s+/),
});

const count = defineOp({ name: 'count', input: words, run: (_context, all) => all.length });

const longest = defineOp({
  name: 'longest',
  input: words,
  run: ({ log }, all) => {
    log.info({ words: all.length }, 'looking for the longest');
    return all.reduce((best, word) => (word.length > best.length ? word : best), '');
  },
});

const report = defineOp({
  name: 'report',
  input: z.object({ count: z.number(), longest: z.string() }),
  retry: { attempts: 3, waitMs: 1000 },
  run: async ({ objects }, found) => {
    const bytes = Buffer.from(JSON.stringify(found));
    const object = await objects.store({ name: 'report.json', mimeType: 'application/json', bytes });
    return { ...found, report: object.id };
  },
});

const wordCount = defineGraph({
  id: 'word-count-1.0.0',
  config,
  wire: (step, job) => {
    const all = step(split, job);
    return step(report, { count: step(count, all), longest: step(longest, all) });
  },
});

void runSite({ repository: defineRepository({ workflows: [wordCount] }) }).then(drainOnSignal);
