/** Milliseconds of a clock that never goes back and that all processes of a machine share. */
export const clockMs = (): number => Number(process.hrtime.bigint()) / 1e6;
