/** A form with one file, as a body and its content type. */
export function formWith(field: string, file: string, name = 'changes.csv', type = 'text/csv') {
  const boundary = 'callboard-form';
  const head = `--${boundary}\r\nContent-Disposition: form-data; name="${field}"; filename="${name}"\r\nContent-Type: ${type}`;
  return {
    body: `${head}\r\n\r\n${file}\r\n--${boundary}--\r\n`,
    'content-type': `multipart/form-data; boundary=${boundary}`,
  };
}
