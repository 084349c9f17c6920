import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from './compose-file.builder';

/** A copy of the Dockerfile: from the repository, or from an earlier stage. */
export interface Copy {
  from: string | undefined;
  sources: string[];
  target: string;
}

/** One stage of the Dockerfile. */
export interface Stage {
  name: string;
  /** What it starts from: a stage, or an image. */
  base: string;
  copies: Copy[];
  runs: string[];
  environment: Record<string, string>;
  user: string | undefined;
  /** What a container's command is handed to. */
  entrypoint: string[];
}

/** Reads the Dockerfile, as far as ours goes: FROM … AS, COPY, RUN, ENV, USER, ENTRYPOINT; each on one line. */
export function readDockerfile(): Stage[] {
  const args: Record<string, string> = {};
  const stages: Stage[] = [];
  for (const [instruction, rest] of instructions()) {
    const stage = stages.at(-1);
    if (instruction === 'ARG') Object.assign(args, assignment(rest));
    else if (instruction === 'FROM') stages.push(stageOf(rest, args));
    else if (stage) apply(stage, instruction, rest);
    else throw new Error(`${instruction} before the first FROM`);
  }
  return stages;
}

/** The patterns of .dockerignore, in order. */
export function readDockerignore(): string[] {
  return linesOf('.dockerignore');
}

function instructions(): [string, string][] {
  return linesOf('Dockerfile').map((line) => {
    const [, instruction = '', rest = ''] = /^([A-Z]+)\s+(.*)$/.exec(line) ?? [];
    return [instruction, rest];
  });
}

function linesOf(file: string): string[] {
  const lines = readFileSync(join(ROOT, file), 'utf8').split('\n');
  return lines.map((line) => line.trim()).filter((line) => line !== '' && !line.startsWith('#'));
}

function assignment(text: string): Record<string, string> {
  const [name = '', value = ''] = text.split('=');
  return { [name]: value };
}

function stageOf(text: string, args: Record<string, string>): Stage {
  const [base = '', , name = ''] = text.split(/\s+/);
  const image = base.replace(/\$\{([A-Z_]+)\}/g, (_all, arg: string) => args[arg] ?? '');
  return { name, base: image, copies: [], runs: [], environment: {}, user: undefined, entrypoint: [] };
}

function apply(stage: Stage, instruction: string, rest: string): void {
  switch (instruction) {
    case 'COPY':
      stage.copies.push(copyOf(rest));
      return;
    case 'RUN':
      stage.runs.push(rest);
      return;
    case 'ENV':
      Object.assign(stage.environment, assignment(rest));
      return;
    case 'USER':
      stage.user = rest;
      return;
    case 'ENTRYPOINT':
      // As JSON: any other form is run by a shell, which passes no signals on.
      stage.entrypoint = JSON.parse(rest) as string[];
      return;
    case 'WORKDIR':
      if (rest !== '/callboard') throw new Error(`WORKDIR ${rest}: every stage works in /callboard`);
      return;
    default:
      throw new Error(`the tests do not know the instruction ${instruction}`);
  }
}

function copyOf(text: string): Copy {
  const words = text.split(/\s+/);
  const from = /^--from=(.*)$/.exec(words[0] ?? '')?.[1];
  const paths = from === undefined ? words : words.slice(1);
  return { from, sources: paths.slice(0, -1), target: paths.at(-1) ?? '' };
}
