/** The id of a trigger is made of what it joins (contract 1.2). */
export function triggerId(objectTypeId: string, workflowId: string): string {
  return `${objectTypeId}--${workflowId}`;
}
