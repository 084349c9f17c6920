/** Settings of an object store that is not there: signing asks nobody. Without them every answer about it is 501. */
export const SIGNING_ONLY = {
  OBJECT_STORE_ENDPOINT: 'http://store.example.org',
  OBJECT_STORE_REGION: 'us-east-1',
  OBJECT_STORE_BUCKET: 'callboard',
  OBJECT_STORE_ACCESS_KEY_ID: 'key-of-tests',
  OBJECT_STORE_SECRET_ACCESS_KEY: 'secret-of-tests',
};
